from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command

from portal.contact.models import Message
from portal.gather.actions import EventFacts, call_off, cancel, publish, sign_up
from portal.gather.enums import Repeats, SignUpState
from portal.gather.models import Gathering
from portal.people.models import Person, User
from tests.factories import PersonFactory


def keep() -> str:
    out = StringIO()
    call_command("keep_agenda", stdout=out)
    return out.getvalue().strip()


@pytest.fixture
def date(facts: EventFacts, now: datetime) -> Gathering:
    return publish(replace(facts, seats=2), now=now).gatherings.get()


def test_reminds_once_of_tomorrow(date: Gathering, people: list[Person], area: object, now: datetime) -> None:
    by_phone = PersonFactory.create(neighbourhood=area)
    for person in (people[0], by_phone, people[1]):
        sign_up(date, person, by=None, now=now)
    with time_machine.travel(date.starts_at - timedelta(days=2), tick=False):
        assert "0 people" in keep()
    with time_machine.travel(date.starts_at - timedelta(days=1), tick=False):
        for _ in range(2):
            assert "2 people come tomorrow" in keep()
    told = Message.objects.filter(kind="event_reminder")
    assert {(each.person, each.route) for each in told} == {(people[0], "mail"), (by_phone, "call")}


def test_no_reminder_of_what_is_off(
    date: Gathering, people: list[Person], broker: User, now: datetime
) -> None:
    first, _second = (sign_up(date, person, by=None, now=now) for person in people[:2])
    cancel(first, by=None, now=now)
    call_off(date, "regen", by=broker, now=now)
    with time_machine.travel(date.starts_at - timedelta(days=1), tick=False):
        assert "0 people" in keep()


def test_reminds_across_the_end_of_summer_time(
    facts: EventFacts, people: list[Person], now: datetime
) -> None:
    """25 October 2026 has 25 hours: half past eleven at night is still that day."""
    starts = datetime(2026, 10, 25, 22, 30, tzinfo=UTC)
    then = datetime(2026, 10, 24, 8, tzinfo=UTC)
    event = publish(replace(facts, starts_at=starts, ends_at=starts + timedelta(hours=1)), now=then)
    sign_up(event.gatherings.get(), people[0], by=None, now=then)
    with time_machine.travel(then, tick=False):
        assert "1 people" in keep()


def test_offers_on_and_rolls_on(
    facts: EventFacts, date: Gathering, people: list[Person], now: datetime
) -> None:
    made = [sign_up(date, person, by=None, now=now) for person in people]
    cancel(made[0], by=None, now=now)
    import uuid

    publish(replace(facts, key=uuid.uuid4(), repeats=Repeats.WEEKLY), now=now)
    with time_machine.travel(now + timedelta(hours=25), tick=False):
        assert keep().startswith("1 offers over, ")
    assert list(date.sign_ups.values_list("state", flat=True)) == [
        "cancelled",
        SignUpState.GOING,
        "expired",
        SignUpState.OFFERED,
    ]
    with time_machine.travel(now + timedelta(days=28), tick=False):
        assert "4 dates added" in keep()
