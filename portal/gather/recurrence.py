"""The dates of an event, from the local hour of its first one: 18.30 stays 18.30 across summer time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday  # type: ignore[import-untyped]
from django.utils import timezone

from .enums import Repeats

# Without a last day, a series is made this far ahead; the command `keep_agenda` rolls it on.
AHEAD = timedelta(days=180)
# With a last day, never further than this: a mistyped year must not make thousands of dates.
FURTHEST = timedelta(days=400)

Slot = tuple[datetime, datetime]


def slots(
    starts_at: datetime, ends_at: datetime, repeats: str, until: date | None, *, now: datetime
) -> list[Slot]:
    """Begin and end of every date, in UTC, in order; the first is always the one given.

    UTC, because two moments of different zones in the doubled hour of October are never equal (PEP 495).
    """
    starts_at, ends_at = starts_at.astimezone(UTC), ends_at.astimezone(UTC)
    first, last = timezone.localtime(starts_at), timezone.localtime(ends_at)
    found = [(starts_at, ends_at)]
    if repeats == Repeats.NEVER:
        return found
    begin, end = first.time().replace(fold=0), last.time().replace(fold=0)
    nights = last.date() - first.date()
    for day in _days(first.date(), repeats, _horizon(until, now)):
        if day != first.date():
            found.append(_slot(day, begin, day + nights, end, ends_at - starts_at))
    return found


def _slot(day: date, begin: time, last_day: date, end: time, lasts: timedelta) -> Slot:
    zone = timezone.get_default_timezone()
    start = datetime.combine(day, begin, zone).astimezone(UTC)
    finish = datetime.combine(last_day, end, zone).astimezone(UTC)
    if finish <= start:  # begins in the hour that summer time leaves out
        finish = start + lasts
    return start, finish


def _horizon(until: date | None, now: datetime) -> date:
    today = timezone.localdate(now)
    return min(until, today + FURTHEST) if until else today + AHEAD


def _days(first: date, repeats: str, until: date) -> Iterator[date]:
    midnight = datetime.combine(first, time())
    last = datetime.combine(until, time())
    if repeats == Repeats.MONTHLY:
        rule = rrule(MONTHLY, dtstart=midnight, until=last, byweekday=_weekday_of_month(first))
    else:
        weeks = 2 if repeats == Repeats.FORTNIGHTLY else 1
        rule = rrule(WEEKLY, dtstart=midnight, until=last, interval=weeks)
    return (moment.date() for moment in rule)


def _weekday_of_month(day: date) -> weekday:
    """The second Tuesday; a fifth one counts as the last, as not every month has five."""
    number = (day.day - 1) // 7 + 1
    return weekday(day.weekday(), number if number < 5 else -1)
