"""Dates with and without a limit, and people who want to come."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Protocol

import pytest
from django.test import Client

from design import traps
from portal.gather import campaigns
from portal.gather.actions import EventFacts
from portal.gather.models import Gathering
from portal.people.models import Neighbourhood, Person, User
from tests.factories import PersonFactory
from tests.factories.gather import EventFactory, GatheringFactory


class MakesDates(Protocol):
    def __call__(self, *, starts: timedelta = ..., **event: Any) -> Gathering: ...


@pytest.fixture(autouse=True)
def _any_campaign(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the pages of the website: every campaign takes streets."""
    monkeypatch.setattr(campaigns, "find", None)


@pytest.fixture
def date_in(area: Neighbourhood, now: datetime) -> MakesDates:
    """Makes a date, in a week unless told otherwise; `event` facts go to its event."""

    def make(*, starts: timedelta = timedelta(days=7), **event: Any) -> Gathering:
        made = EventFactory.create(**{"neighbourhood": area, "starts_at": now + starts, **event})
        return GatheringFactory.create(event=made)

    return make


@pytest.fixture
def date(date_in: MakesDates) -> Gathering:
    """Room for everybody."""
    return date_in()


@pytest.fixture
def one_seat(date_in: MakesDates) -> Gathering:
    return date_in(seats=1)


@pytest.fixture
def people(area: Neighbourhood) -> list[Person]:
    """Four with an e-mail address."""
    return [PersonFactory.create(neighbourhood=area, email=f"p{n}@example.org", agrees=[]) for n in range(4)]


@pytest.fixture
def facts(area: Neighbourhood, now: datetime) -> EventFacts:
    starts = (now + timedelta(days=7)).replace(hour=12, minute=0, second=0, microsecond=0)
    import uuid

    return EventFacts(
        key=uuid.uuid4(),
        neighbourhood=area,
        kind="meal",
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
    )


@pytest.fixture
def team(client: Client, broker: User) -> Client:
    client.force_login(broker)
    return client


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traps, "LEAST_SECONDS", 0)
