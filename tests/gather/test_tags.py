from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import translation

from design.fields import Translated
from design.freshness import Shown, being_made
from portal.gather.actions import cancel, sign_up
from portal.gather.models import Event, Gathering
from portal.gather.templatetags import gather_tags as tags
from portal.people.models import Person
from tests.factories.gather import GatheringFactory, SignUpFactory, StreetEntryFactory
from tests.gather.conftest import MakesDates


@pytest.fixture
def shown() -> Iterator[Shown]:
    page = Shown()
    token = being_made.set(page)
    yield page
    being_made.reset(token)


def test_the_next_date_that_goes_on(date_in: MakesDates, now: datetime, shown: Shown) -> None:
    for days in (-1, 5, 2, 1):
        date = date_in(starts=timedelta(days=days))
    Gathering.objects.filter(pk=date.pk).update(called_off_at=now)
    date_in(starts=timedelta(hours=1), withdrawn_at=now)
    found = tags.next_event()
    assert found is not None
    assert found.starts_at == now + timedelta(days=2)
    assert (shown.tags, shown.until) == ({"agenda"}, found.starts_at)


def test_nothing_on_the_agenda(db: None, shown: Shown) -> None:
    assert tags.next_event() is None
    assert tags.upcoming() == []
    assert (shown.tags, shown.until) == ({"agenda"}, None)


def test_a_list_changes_when_its_first_date_begins_or_ends(
    date_in: MakesDates, now: datetime, shown: Shown
) -> None:
    going_on = date_in(starts=timedelta(hours=-1))
    date_in()
    found = tags.upcoming(5)
    assert [each.can_sign_up for each in found] == [False, True]
    assert shown.until == going_on.ends_at


def test_seats_left(
    date_in: MakesDates, date: Gathering, people: list[Person], now: datetime, shown: Shown
) -> None:
    limited = date_in(seats=3)
    first = sign_up(limited, people[0], 2, by=None, now=now)

    def left(of: Gathering) -> int | None:
        (found,) = tags.event_dates(of.event.key)
        return found.seats_left

    assert (left(limited), left(date)) == (1, None)
    sign_up(limited, people[1], 2, by=None, now=now)  # waits, and goes first
    assert left(limited) == 0
    cancel(first, by=None, now=now)
    assert left(limited) == 1
    assert f"event:{limited.event.key}" in shown.tags


@pytest.mark.parametrize("size", [2, 12])
def test_each_list_takes_few_queries(
    date: Gathering, size: int, now: datetime, django_assert_max_num_queries: Any
) -> None:
    key = uuid.uuid4()
    for number in range(size):
        more = GatheringFactory.create(event=date.event, starts_at=now + timedelta(days=number + 10))
        GatheringFactory.create(event=date.event, starts_at=now - timedelta(days=number + 10))
        SignUpFactory.create(gathering=more)
        StreetEntryFactory.create(campaign=key, state="confirmed")
    for look, length in (
        (lambda: tags.upcoming(50), size + 1),
        (lambda: tags.past_dates(50), size),
        (lambda: tags.event_dates(date.event.key, 50), size + 1),
        (lambda: tags.streets(key), size),
        (lambda: tags.street_results(key), 0),
    ):
        with django_assert_max_num_queries(2):
            found = look()
            assert len([str(each) for each in found]) == length


def test_facts_of_what_is_on_the_agenda(date_in: MakesDates, now: datetime, shown: Shown) -> None:
    there, gone = date_in(), date_in(withdrawn_at=now)
    assert tags.event_facts(there.event.key) == there.event
    assert tags.event_facts(gone.event.key) is None
    assert f"event:{gone.event.key}" in shown.tags


def test_a_title_that_nobody_translated_is_marked_as_dutch() -> None:
    event = Event(titles=Translated({"nl": "Koffie", "fr": "Café", "ar": "Koffie"}))
    said = {}
    for code in ("nl", "fr", "ar", "en"):
        with translation.override(code):
            said[code] = event.is_untranslated
    assert said == {"nl": False, "fr": False, "ar": True, "en": True}
