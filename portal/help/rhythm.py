"""On which days a series falls: local dates, so that summer time changes nothing."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count

from design.days import legal_holidays, months_later

from .series_enums import OnHolidays, Rhythm


def days(rhythm: str, first: date, after: date, until: date) -> list[date]:
    """The days of the rule later than `after`, up to and with `until`; `first` is the first of all."""
    found: list[date] = []
    for day in _all(rhythm, first):
        if day > until:
            return found
        if day > after:
            found.append(day)
    raise AssertionError("a rule has no last day")


def _all(rhythm: str, first: date) -> Iterator[date]:
    if rhythm in {Rhythm.WEEKLY, Rhythm.FORTNIGHTLY}:
        step = timedelta(weeks=2 if rhythm == Rhythm.FORTNIGHTLY else 1)
        return (first + step * number for number in count())
    if rhythm == Rhythm.MONTHLY_DATE:
        return (months_later(first, number) for number in count())
    return (_same_weekday(first, months_later(first.replace(day=1), number)) for number in count())


def _same_weekday(first: date, month: date) -> date:
    """The second Tuesday; a fifth one counts as the last, as not every month has five."""
    week = (first.day - 1) // 7
    day = 1 + (first.weekday() - month.weekday()) % 7 + week * 7
    if day > calendar.monthrange(month.year, month.month)[1]:
        day -= 7
    return month.replace(day=day)


def is_holiday(day: date) -> bool:
    return day in legal_holidays(day.year)


def real_day(day: date, on_holidays: str) -> date | None:
    """When help really comes for a day of the rule; None when it does not come."""
    if on_holidays == OnHolidays.TOO or not is_holiday(day):
        return day
    if on_holidays == OnHolidays.NOT:
        return None
    while is_holiday(day):
        day += timedelta(days=1)
    return day
