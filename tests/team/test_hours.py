"""Now reachable, or from when again."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from design.days import legal_holidays
from portal.people.models import Neighbourhood, User
from portal.team.hours import Hours, Reach, Week, moments, reach
from portal.team.models import ClosedDays, Permanence
from portal.team.templatetags.team_tags import reach_now, reach_week

TUESDAY_MORNING = Hours(1, time(9), time(12))


def at(text: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(text))


def never(day: date) -> bool:
    return False


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-24 09:00", Reach(until=at("2026-11-24 12:00"))),
        ("2026-11-24 11:59", Reach(until=at("2026-11-24 12:00"))),
        ("2026-11-24 12:00", Reach(opens_at=at("2026-12-01 09:00"))),
        ("2026-11-24 08:59", Reach(opens_at=at("2026-11-24 09:00"))),
        ("2026-11-26 10:00", Reach(opens_at=at("2026-12-01 09:00"))),
    ],
)
def test_now_or_when(now: str, expected: Reach) -> None:
    assert reach([TUESDAY_MORNING], never, at(now)) == expected


def test_closed_days_and_legal_holidays_are_passed_over() -> None:
    friday = Hours(4, time(9), time(12))
    week = Week((friday,), (ClosedDays(first_day=date(2026, 12, 18), last_day=date(2026, 12, 18)),))
    # 25 December and 1 January are Fridays.
    assert reach(week.hours, week.is_closed, at("2026-12-12 10:00")) == Reach(opens_at=at("2027-01-08 09:00"))
    assert {date(2026, 7, 21), date(2026, 11, 11), date(2026, 5, 14)} <= legal_holidays(2026)
    assert date(2026, 7, 11) not in legal_holidays(2026)  # no legal holiday


def test_nobody_at_all() -> None:
    assert reach([], never, at("2026-11-24 10:00")) is None
    assert reach([TUESDAY_MORNING], lambda day: True, at("2026-11-24 10:00")) is None


halves = st.integers(0, 47)
spans = st.tuples(st.integers(0, 6), halves, halves).filter(lambda span: span[1] < span[2])


@given(
    spans=st.lists(spans, max_size=5),
    closed=st.sets(st.dates(date(2026, 3, 20), date(2026, 4, 10)), max_size=6),
    minutes=st.integers(0, 14 * 24 * 60),
)
def test_agrees_with_looking_at_the_clock(
    spans: list[tuple[int, int, int]], closed: set[date], minutes: int
) -> None:
    """Over the night of 28 to 29 March 2026, when the clock jumps: every quarter of an hour is looked at."""
    hours = [Hours(day, time(a // 2, a % 2 * 30), time(b // 2, b % 2 * 30)) for day, a, b in spans]

    def is_open(moment: datetime) -> bool:
        local = timezone.localtime(moment)
        return local.date() not in closed and any(
            each.weekday == local.weekday() and each.starts <= local.time() < each.ends for each in hours
        )

    now = at("2026-03-21 00:00") + timedelta(minutes=minutes)
    found = reach(hours, closed.__contains__, now)
    assert bool(found and found.until) == is_open(now)
    if found and found.changes_at:
        step = now
        while step < found.changes_at and step < now + timedelta(days=3):
            assert is_open(step) == is_open(now)
            step += timedelta(minutes=15)
        assert is_open(found.changes_at) != is_open(now)


def test_hours_that_touch_are_one() -> None:
    day = date(2026, 11, 24)
    both = [Hours(1, time(12), time(14)), TUESDAY_MORNING]
    assert moments(both, day) == [(at("2026-11-24 09:00"), at("2026-11-24 14:00"))]


@pytest.fixture
def open_place(begun_site: None) -> Neighbourhood:
    place: Neighbourhood = Neighbourhood.objects.get(slug="oud-oefenplein")
    for weekday in (1, 3):
        Permanence.objects.create(neighbourhood=place, weekday=weekday, starts=time(9), ends=time(12))
    return place


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2026-11-24 10:00", "Nu bereikbaar, tot 12.00 uur."),
        ("2026-11-24 08:00", "Weer bereikbaar vandaag om 09.00 uur."),
        ("2026-11-23 08:00", "Weer bereikbaar morgen om 09.00 uur."),
        ("2026-11-24 13:00", "Weer bereikbaar op donderdag 26 november om 09.00 uur."),
    ],
)
def test_stands_on_every_page(client: Client, open_place: Neighbourhood, now: str, words: str) -> None:
    with time_machine.travel(at(now), tick=False):
        for path in ("/nl/", reverse("call_me_done")):
            with translation.override("nl"):
                text = client.get(path.replace("/en/", "/nl/")).content.decode()
            assert words in text, path
            assert "vul in" not in text


def test_the_week_says_when_we_are_closed(open_place: Neighbourhood) -> None:
    ClosedDays.objects.create(
        neighbourhood=open_place, first_day="2026-11-26", last_day="2026-11-26", reason={"en": "a day out"}
    )
    with time_machine.travel(at("2026-11-24 10:00"), tick=False):
        found = reach_week(open_place)
        assert reach_now(open_place)["reach"] == Reach(until=at("2026-11-24 12:00"))
    assert found["days"] == [(1, [("09:00", "12:00")]), (3, [("09:00", "12:00")])]
    assert found["closed"] == [(date(2026, 11, 26), "a day out")]


def test_without_hours_the_words_stand_there(begun_site: None) -> None:
    assert "fill in" in str(reach_now(Neighbourhood.objects.first())["words"])


@pytest.mark.ignore_template_errors  # Wagtail's own templates
def test_editors_keep_the_hours(client: Client, begun_site: None, editor: User, open_place: Any) -> None:
    client.force_login(editor)
    form = {"neighbourhood": open_place.pk, "weekday": "4", "starts": "13:00", "ends": "12:00"}
    add = reverse("wagtailsnippets_team_permanence:add")
    assert "Het einde komt na het begin" in client.post(add, form).content.decode()
    assert client.post(add, {**form, "ends": "16:00"}).status_code == 302
    assert Permanence.objects.filter(weekday=4).exists()


@pytest.mark.django_db
def test_an_end_before_the_start_is_refused(area: Neighbourhood) -> None:
    with pytest.raises(ValidationError):
        Permanence(neighbourhood=area, weekday=0, starts=time(12), ends=time(9)).full_clean()
