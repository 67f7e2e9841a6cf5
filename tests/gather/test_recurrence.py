from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from portal.gather.enums import Repeats
from portal.gather.recurrence import AHEAD, FURTHEST, slots

BRUSSELS = ZoneInfo("Europe/Brussels")
DAYS = st.dates(date(2026, 1, 1), date(2030, 12, 31))
HOURS = st.times(max_value=time(22, 0)).map(lambda at: at.replace(second=0, microsecond=0))


def local(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, BRUSSELS)


@given(DAYS, HOURS, st.sampled_from([Repeats.WEEKLY, Repeats.FORTNIGHTLY, Repeats.MONTHLY]))
def test_the_hour_stays_across_summer_time(day: date, hour: time, repeats: Repeats) -> None:
    start = local(day, hour)
    end = start.astimezone(UTC) + timedelta(hours=1)
    found = slots(start, end, repeats, None, now=start)
    assert found[0] == (start.astimezone(UTC), end)
    assert found == sorted(set(found))
    assert len({begin.date() for begin, _ in found}) == len(found)
    for begin, finish in found[1:]:
        there = begin.astimezone(BRUSSELS)
        skipped = local(there.date(), hour).astimezone(UTC).astimezone(BRUSSELS).time() != hour
        asked = hour if start.astimezone(UTC).astimezone(BRUSSELS).time() == hour else None
        assert skipped or asked is None or there.time() == hour
        assert there.weekday() == found[0][0].astimezone(BRUSSELS).weekday()
        assert timedelta(0) < finish - begin <= timedelta(hours=2)


@given(DAYS)
def test_every_month_on_the_same_weekday(day: date) -> None:
    start = local(day, time(14))
    found = slots(start, start + timedelta(hours=1), Repeats.MONTHLY, None, now=start)
    days = [begin.astimezone(BRUSSELS).date() for begin, _ in found]
    months = [(each.year, each.month) for each in days]
    assert len(set(months)) == len(months) >= 6
    number = (day.day - 1) // 7
    for each in days:
        is_last = (each + timedelta(days=7)).month != each.month
        assert is_last if number == 4 else (each.day - 1) // 7 == number


@given(DAYS, st.integers(0, 2000), st.integers(-400, 400))
def test_never_past_the_last_day_nor_too_far(day: date, lasts: int, shift: int) -> None:
    start = local(day, time(18, 30))
    now = start + timedelta(days=shift)
    until = day + timedelta(days=lasts)
    found = slots(start, start + timedelta(hours=2), Repeats.WEEKLY, until, now=now)
    days = [begin.astimezone(BRUSSELS).date() for begin, _ in found[1:]]
    assert all(each <= until and each <= now.date() + FURTHEST for each in days)
    if until <= now.date() + FURTHEST:
        assert len(found) == 1 + lasts // 7


def test_every_two_weeks_half_a_year_ahead() -> None:
    start = local(date(2026, 3, 19), time(18, 30))
    found = slots(start, start + timedelta(hours=2), Repeats.FORTNIGHTLY, None, now=start)
    assert len(found) == AHEAD.days // 14 + 1
    assert [begin.hour for begin, _ in found[:2]] == [17, 16]  # UTC; the clock went forward between
    assert {begin.astimezone(BRUSSELS).time() for begin, _ in found} == {time(18, 30)}


def test_once_is_once() -> None:
    start = local(date(2026, 3, 19), time(18, 30))
    assert len(slots(start, start + timedelta(hours=2), Repeats.NEVER, None, now=start)) == 1


def test_the_hour_that_summer_time_leaves_out() -> None:
    start = local(date(2026, 3, 22), time(2, 30))
    found = slots(start, start + timedelta(minutes=45), Repeats.WEEKLY, date(2026, 3, 29), now=start)
    begin, finish = found[1]
    assert finish - begin == timedelta(minutes=45)
