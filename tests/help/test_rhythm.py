"""The days of a rule against a slow walk through the calendar."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from design.days import legal_holidays
from portal.help.rhythm import days, real_day
from portal.help.series_enums import OnHolidays, Rhythm

ALL = st.dates(date(2024, 1, 1), date(2032, 12, 31))
RHYTHMS = st.sampled_from(list(Rhythm))


def falls_on(rhythm: str, first: date, day: date) -> bool:
    length = calendar.monthrange(day.year, day.month)[1]
    if rhythm == Rhythm.WEEKLY:
        return day.weekday() == first.weekday()
    if rhythm == Rhythm.FORTNIGHTLY:
        return (day - first).days % 14 == 0
    if rhythm == Rhythm.MONTHLY_DATE:
        return day.day == min(first.day, length)
    if day.weekday() != first.weekday():
        return False
    if first.day > 28:
        return day.day + 7 > length
    return (day.day - 1) // 7 == (first.day - 1) // 7


@given(RHYTHMS, ALL, st.integers(-30, 400), st.integers(0, 400))
def test_as_the_calendar_walks(rhythm: str, first: date, later: int, long: int) -> None:
    after = first + timedelta(days=later)
    until = after + timedelta(days=long)
    walk = (after + timedelta(days=number) for number in range(1, long + 1))
    assert days(rhythm, first, after, until) == [
        day for day in walk if day >= first and falls_on(rhythm, first, day)
    ]


@given(RHYTHMS, ALL, st.integers(0, 90), st.integers(0, 90))
def test_in_two_parts_is_the_same_as_at_once(rhythm: str, first: date, one: int, two: int) -> None:
    before, middle = first - timedelta(days=1), first + timedelta(days=one)
    until = middle + timedelta(days=two)
    parts = days(rhythm, first, before, middle) + days(rhythm, first, middle, until)
    assert parts == days(rhythm, first, before, until)


@given(ALL)
def test_real_days_are_no_holidays(day: date) -> None:
    is_holiday = day in legal_holidays(day.year)
    assert real_day(day, OnHolidays.TOO) == day
    assert real_day(day, OnHolidays.NOT) == (None if is_holiday else day)
    later = real_day(day, OnHolidays.LATER)
    assert later is not None
    assert later not in legal_holidays(later.year)
    between = [day + timedelta(days=number) for number in range((later - day).days)]
    assert all(each in legal_holidays(each.year) for each in between)


def test_a_thirty_first_and_a_leap_day() -> None:
    first = date(2027, 12, 31)
    assert days(Rhythm.MONTHLY_DATE, first, first, date(2028, 3, 31)) == [
        date(2028, 1, 31),
        date(2028, 2, 29),
        date(2028, 3, 31),
    ]


def test_easter_sunday_moves_past_easter_monday() -> None:
    assert real_day(date(2027, 3, 28), OnHolidays.LATER) == date(2027, 3, 30)
