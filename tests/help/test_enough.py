from __future__ import annotations

from datetime import datetime

import pytest
from django.utils import timezone

from portal.help.actions import accept, cancel, done, enough, follow_up, propose
from portal.help.enums import Face, MatchState, RequestState, Side, Verb
from portal.help.models import HelpKind, HelpRequest
from portal.help.rules import Moved, NotForYou
from portal.people.models import User, Volunteer
from tests.factories import RequestFactory


@pytest.fixture
def half(
    resident: User, kind: HelpKind, volunteer: Volunteer, volunteer2: Volunteer, broker: User, now: datetime
) -> HelpRequest:
    """Two were asked for; one helped, the other fell ill."""
    request = RequestFactory.create(person=resident.person, kind=kind, places=2)
    first, second = propose(request, [volunteer, volunteer2], by=broker, now=now)
    accept(first, by=broker, now=now)
    accept(second, by=broker, now=now)
    done(first, by=broker, now=now)
    return cancel(second, by=broker, now=now, why="ziek").request


def test_those_who_came_did_it(half: HelpRequest, broker: User, now: datetime) -> None:
    request = enough(half, by=broker, now=now)
    assert (request.state, request.places) == (RequestState.DONE, 1)
    assert request.call_back_on == timezone.localdate(now)
    assert request.history.last().verb == Verb.ENOUGH


def test_then_both_are_called_back_and_it_closes(half: HelpRequest, broker: User, now: datetime) -> None:
    request = enough(half, by=broker, now=now)
    match = request.matches.get(state=MatchState.DONE)
    for side in Side:
        follow_up(match, side=side, face=Face.GOOD, by=broker, now=now)
    request.refresh_from_db()
    assert request.state == RequestState.CLOSED


def test_not_while_nobody_helped(help_request: HelpRequest, broker: User, now: datetime) -> None:
    with pytest.raises(Moved):
        enough(help_request, by=broker, now=now)


def test_not_by_a_broker_of_elsewhere(half: HelpRequest, far_broker: User, now: datetime) -> None:
    with pytest.raises(NotForYou):
        enough(half, by=far_broker, now=now)


def test_two_brokers_at_once(
    threads: object, half: HelpRequest, broker: User, other_broker: User, now: datetime
) -> None:
    version = half.version
    results = threads(  # type: ignore[operator]
        lambda: enough(half, by=broker, now=now, version=version),
        lambda: enough(half, by=other_broker, now=now, version=version),
    )
    assert sorted(type(result).__name__ for result in results) == ["HelpRequest", "Moved"]
