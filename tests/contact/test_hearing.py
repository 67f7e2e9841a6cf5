"""How and when somebody hears something: one table, and the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as project
from hypothesis import given
from hypothesis import strategies as st

from portal.contact.enums import Route, Way
from portal.contact.hearing import (
    EVENING,
    KINDS,
    MORNING,
    SUNDAY,
    Reachable,
    Told,
    decide,
    next_loud,
    next_morning,
)
from portal.contact.hearing_models import Hearing

BRUSSELS = ZoneInfo("Europe/Brussels")
NOON, NIGHT, EVE = (datetime(2026, 11, 25, hour, 30, tzinfo=BRUSSELS) for hour in (12, 23, 21))
SUNDAY_NOON = datetime(2026, 11, 29, 12, tzinfo=BRUSSELS)
THURSDAY_8 = datetime(2026, 11, 26, 8, tzinfo=BRUSSELS)
MONDAY_8 = datetime(2026, 11, 30, 8, tzinfo=BRUSSELS)
MAIL, CALL, TEXT, PAGE = Told(Route.MAIL), Told(Route.CALL), Told(Route.TEXT), Told(Route.PAGE)
LATER_TEXT = Told(Route.TEXT, THURSDAY_8)
URGENT, WAITS, ANSWERS, OTHER = "helper_off", "volunteer_asked", "question_received", "moved"


@pytest.mark.parametrize(
    ("way", "at", "kind", "now", "told"),
    [
        # who chose nothing
        ("", "mail text page", OTHER, NOON, MAIL),
        ("", "mail", OTHER, NOON, CALL),  # the mail leads to a page they do not have
        ("", "text page", OTHER, NOON, TEXT),
        ("", "text", OTHER, NOON, CALL),
        ("", "", OTHER, NOON, CALL),
        ("", "mail page", OTHER, NIGHT, MAIL),  # a mail wakes nobody up
        # a text message
        (Way.TEXT, "mail text page", OTHER, NOON, TEXT),
        (Way.TEXT, "text", OTHER, NOON, TEXT),
        (Way.TEXT, "text", OTHER, NIGHT, LATER_TEXT),
        (Way.TEXT, "text", OTHER, EVE, LATER_TEXT),
        (Way.TEXT, "text", OTHER, SUNDAY_NOON, Told(Route.TEXT, MONDAY_8)),
        (Way.TEXT, "mail page", OTHER, NOON, MAIL),  # the gateway or the number is gone
        (Way.TEXT, "text", URGENT, EVE, TEXT),
        (Way.TEXT, "text", URGENT, SUNDAY_NOON, TEXT),
        (Way.TEXT, "text", URGENT, NIGHT, CALL),
        # only the own page
        (Way.PAGE, "mail text page", OTHER, NOON, PAGE),
        (Way.PAGE, "mail page", URGENT, NOON, MAIL),
        (Way.PAGE, "mail", OTHER, NOON, CALL),  # there is no account any more
        # by telephone
        (Way.CALL, "mail text page", OTHER, NOON, CALL),
        # what answers what somebody just did
        (Way.CALL, "mail text page", ANSWERS, NOON, MAIL),
        (Way.TEXT, "mail text page", ANSWERS, NIGHT, MAIL),
        (Way.TEXT, "text page", ANSWERS, NOON, CALL),
    ],
)
def test_the_table(way: str, at: str, kind: str, now: datetime, told: Told) -> None:
    reach = Reachable(**{name: name in at.split() for name in ("mail", "text", "page")})
    assert decide(kind, reach, Hearing(way=way), needs_page=True, now=now) == told


@pytest.mark.parametrize(
    ("kind", "now", "told"),
    [
        (WAITS, NOON, Told(Route.MAIL, THURSDAY_8, in_digest=True)),
        (WAITS, THURSDAY_8 - timedelta(hours=3), Told(Route.MAIL, THURSDAY_8, in_digest=True)),
        (URGENT, NOON, MAIL),
        (OTHER, NOON, MAIL),
        (ANSWERS, NOON, MAIL),
    ],
)
def test_once_a_day_is_for_what_can_wait(kind: str, now: datetime, told: Told) -> None:
    reach = Reachable(mail=True, text=False, page=True)
    assert decide(kind, reach, Hearing(once_a_day=True), needs_page=True, now=now) == told


def test_a_mail_that_says_it_all_needs_no_account() -> None:
    reach = Reachable(mail=True, text=False, page=False)
    assert decide(OTHER, reach, Hearing(), needs_page=False, now=NOON) == MAIL


@given(st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(ZoneInfo("UTC"))))
def test_quiet_hours_end_at_eight_on_the_clock_also_when_it_is_moved(now: datetime) -> None:
    """Over two years, so over the changes to and from summer time."""
    loud = next_loud(now)
    local = (loud or now).astimezone(BRUSSELS)
    assert local.weekday() != SUNDAY
    assert MORNING <= local.time() < EVENING
    if loud:
        assert now < loud <= now + timedelta(days=1, hours=12)
        assert local.time() == MORNING
        assert next_loud(loud) is None
        assert next_loud(loud - timedelta(seconds=1)) == loud
    morning = next_morning(now)
    assert now < morning <= now + timedelta(hours=25)
    assert morning.astimezone(BRUSSELS).time() == MORNING


def test_the_table_names_kinds_that_there_are() -> None:
    there = {path.stem for path in Path(project.ROOT, "templates", "emails").glob("*.txt")}
    assert set(KINDS) <= there
