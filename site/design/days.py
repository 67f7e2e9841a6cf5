from __future__ import annotations

import calendar
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import holidays
from django.utils import timezone


@lru_cache(maxsize=8)
def legal_holidays(year: int) -> frozenset[date]:
    """The ten of the law (and the Sundays of Easter and Whitsun)."""
    return frozenset(holidays.country_holidays("BE", years=year))


def midnight(day: date) -> datetime:
    """When a day begins here."""
    return timezone.make_aware(datetime.combine(day, time.min))


def months_later(day: date, months: int) -> date:
    """The same day of another month, or its last one: 31 January and one month is 28 or 29 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in legal_holidays(day.year)


def working_days_later(day: date, days: int) -> date:
    """Weekends and legal holidays are passed over."""
    while days:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return day
