"""Whatever people do, in whatever order: never more seats held than there are, nobody passed over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.gather.actions import accept_offer, cancel, expire_offers, sign_up
from portal.gather.enums import HOLDS_SEATS, SignUpState
from portal.gather.models import Gathering
from portal.people.models import Person
from tests.factories import PersonFactory
from tests.factories.gather import EventFactory, GatheringFactory

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("come"), st.integers(1, 4)),
        st.tuples(st.sampled_from(["cancel", "accept"]), st.integers(0, 20)),
        st.tuples(st.just("expire"), st.just(0)),
    ),
    max_size=12,
)


def _step(what: str, which: int, date: Gathering, people: list[Person], at: Any) -> None:
    if what == "come":
        if people and which <= (date.event.seats or 0):
            sign_up(date, people.pop(), which, by=None, now=at)
        return
    if what == "expire":
        expire_offers(at + timedelta(hours=25))
        return
    wanted = {"cancel": [*HOLDS_SEATS, SignUpState.WAITING], "accept": [SignUpState.OFFERED]}[what]
    there = list(date.sign_ups.filter(state__in=wanted))
    if there:
        {"cancel": cancel, "accept": accept_offer}[what](there[which % len(there)], by=None, now=at)


def _check(date: Gathering) -> None:
    held = list(date.sign_ups.filter(state__in=HOLDS_SEATS))
    assert sum(each.party for each in held) == date.taken.count() <= (date.event.seats or 0)
    assert all(each.seats.count() == each.party for each in held)
    first = date.sign_ups.waiting().first()
    if first:  # whoever is first waits only because there is no room
        assert first.party > (date.event.seats or 0) - date.taken.count()


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seats=st.integers(1, 5), steps=STEPS)
def test_seats_and_the_waiting_list(people: list[Person], seats: int, steps: Any) -> None:
    start = timezone.now()
    event = EventFactory.create(
        neighbourhood=people[0].neighbourhood, seats=seats, starts_at=start + timedelta(days=30)
    )
    date = GatheringFactory.create(event=event)
    free, held = list(people), set()
    for number, (what, which) in enumerate(steps):
        _step(what, which, date, free, start + timedelta(minutes=number))
        _check(date)
        holding = set(date.sign_ups.filter(state__in=HOLDS_SEATS))
        waits = date.sign_ups.waiting().first()
        assert waits is None or all(new.created_at < waits.created_at for new in holding - held)
        held = holding


@pytest.fixture
def people(area: Any) -> list[Person]:
    return [PersonFactory.create(neighbourhood=area, agrees=[]) for _ in range(12)]
