"""How far a request has come: asked, agreed, helped; and everybody to whom it is none of their business."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

import pytest
from django.test import Client
from django.utils import timezone

from portal.help.actions import accept, done, propose
from portal.help.enums import OPEN, RequestState
from portal.help.models import HelpKind, HelpRequest, Match
from portal.people.models import Neighbourhood, User, Volunteer
from tests.factories import RequestFactory


class RequestIn(Protocol):
    def __call__(self, state: RequestState, **more: Any) -> HelpRequest: ...


@pytest.fixture
def request_in(resident: User, kind: HelpKind, area: Neighbourhood) -> RequestIn:
    """Makes a request that is already in a state."""

    def make(state: RequestState, **more: Any) -> HelpRequest:
        ended_at = None if state in OPEN else timezone.now()
        facts = {"person": resident.person, "kind": kind, "neighbourhood": area, **more}
        return RequestFactory.create(state=state, ended_at=ended_at, **facts)

    return make


@pytest.fixture(params=["far_broker", "desk", "editor", "steering", "partner", "resident"])
def outsider(request: pytest.FixtureRequest) -> User:
    """Everybody who is not of the team of the neighbourhood, one after the other."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def proposed(help_request: HelpRequest, volunteer: Volunteer, broker: User, now: datetime) -> Match:
    return propose(help_request, [volunteer], by=broker, now=now)[0]


@pytest.fixture
def agreed(proposed: Match, volunteer: Volunteer, now: datetime) -> Match:
    return accept(proposed, by=volunteer.person.user, now=now)


@pytest.fixture
def helped(agreed: Match, volunteer: Volunteer, now: datetime) -> Match:
    return done(agreed, by=volunteer.person.user, now=now)


@pytest.fixture
def pair(
    request_in: RequestIn, volunteer: Volunteer, volunteer2: Volunteer, broker: User, now: datetime
) -> list[Match]:
    """Two helpers who both said yes to one request."""
    request = request_in(RequestState.NEW, places=2)
    return [
        accept(match, by=broker, now=now)
        for match in propose(request, [volunteer, volunteer2], by=broker, now=now)
    ]


@pytest.fixture
def team(client: Client, broker: User) -> Client:
    client.force_login(broker)
    return client


def page_of(request: HelpRequest) -> str:
    return f"/en/bemiddeling/vragen/{request.reference}/"


@pytest.fixture
def mine(client: Client, volunteer: Volunteer) -> Client:
    client.force_login(volunteer.person.user)
    return client
