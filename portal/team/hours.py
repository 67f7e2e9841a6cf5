"""When somebody of the team can be reached: now, until when, or from when again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from design.days import legal_holidays
from design.freshness import shows
from design.known import known

from .models import ClosedDays, Permanence

# Further ahead than this nobody plans a call.
AHEAD = timedelta(days=60)


@dataclass(frozen=True)
class Hours:
    """Of one day of the week (0 is Monday), on the clock of Brussels; the end is not in them."""

    weekday: int
    starts: time
    ends: time


@dataclass(frozen=True)
class Reach:
    """Exactly one of the two is there: `until` while somebody answers, else `opens_at`."""

    until: datetime | None = None
    opens_at: datetime | None = None

    @property
    def changes_at(self) -> datetime | None:
        return self.until or self.opens_at


def moments(hours: Iterable[Hours], day: date) -> list[tuple[datetime, datetime]]:
    """The hours of one day as moments, in order; hours that touch or overlap are one."""
    found: list[tuple[datetime, datetime]] = []
    for each in sorted((each.starts, each.ends) for each in hours if each.weekday == day.weekday()):
        starts, ends = (timezone.make_aware(datetime.combine(day, part)) for part in each)
        if found and starts <= found[-1][1]:
            found[-1] = found[-1][0], max(ends, found[-1][1])
        else:
            found.append((starts, ends))
    return found


def reach(hours: Iterable[Hours], is_closed: Callable[[date], bool], now: datetime) -> Reach | None:
    """None when nobody can be reached for a long time."""
    week, today = list(hours), timezone.localdate(now)
    for ahead in range(AHEAD.days if week else 0):
        day = today + timedelta(days=ahead)
        for starts, ends in [] if is_closed(day) else moments(week, day):
            if starts <= now < ends:
                return Reach(until=ends)
            if now < starts:
                return Reach(opens_at=starts)
    return None


@dataclass(frozen=True)
class Week:
    """What is known of one neighbourhood: the hours of a week, and when it is closed all the same."""

    hours: tuple[Hours, ...]
    closed: tuple[ClosedDays, ...]

    def is_closed(self, day: date) -> bool:
        return day in legal_holidays(day.year) or self.closed_days(day) is not None

    def closed_days(self, day: date) -> ClosedDays | None:
        return next((each for each in self.closed if each.first_day <= day <= each.last_day), None)

    def exceptions(self, today: date, days: int) -> list[tuple[date, str]]:
        """Days soon on which we would be there, and are not; each with the reason that was typed."""
        usual = {each.weekday for each in self.hours}
        coming = (today + timedelta(days=ahead) for ahead in range(days))
        return [
            (day, str(closed.reason) if (closed := self.closed_days(day)) else "")
            for day in coming
            if day.weekday() in usual and self.is_closed(day)
        ]


def week_of(neighbourhood_id: int, today: date) -> Week:
    """Two queries, one where no hours are filled in; once for all pages of a day."""
    return known(("week", neighbourhood_id, today), lambda: _week(neighbourhood_id, today))


def _week(neighbourhood_id: int, today: date) -> Week:
    shows("hours")
    found = Permanence.objects.filter(neighbourhood=neighbourhood_id)
    hours = tuple(Hours(each.weekday, each.starts, each.ends) for each in found)
    closed = ClosedDays.objects.filter(neighbourhood=neighbourhood_id, last_day__gte=today) if hours else []
    return Week(hours, tuple(closed))
