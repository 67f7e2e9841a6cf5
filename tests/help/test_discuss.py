from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from portal.help.actions import discuss
from portal.help.enums import RequestState, Verb
from portal.help.models import HelpRequest
from portal.help.rules import Moved, NotForYou
from portal.people.models import User
from tests.help.conftest import RequestIn


def test_the_request_is_discussed_and_says_by_whom(
    help_request: HelpRequest, broker: User, now: datetime
) -> None:
    request = discuss(help_request, by=broker, now=now, note="Belt liefst in de namiddag")
    assert (request.state, request.version) == (RequestState.DISCUSSED, help_request.version + 1)
    line = request.history.get()
    assert (line.verb, line.from_state, line.to_state) == (Verb.DISCUSSED, "new", "discussed")
    assert (line.by, line.at, line.note) == (broker, now, "Belt liefst in de namiddag")


def test_a_coordinator_may_too(help_request: HelpRequest, coordinator: User, now: datetime) -> None:
    assert discuss(help_request, by=coordinator, now=now).state == RequestState.DISCUSSED


def test_nobody_else_may(help_request: HelpRequest, outsider: User, now: datetime) -> None:
    with pytest.raises(NotForYou):
        discuss(help_request, by=outsider, now=now)
    help_request.refresh_from_db()
    assert help_request.state == RequestState.NEW


def test_twice_is_refused(help_request: HelpRequest, broker: User, now: datetime) -> None:
    discuss(help_request, by=broker, now=now)
    with pytest.raises(Moved, match="discussed"):
        discuss(help_request, by=broker, now=now)
    assert help_request.history.count() == 1


@pytest.mark.parametrize("state", sorted(set(RequestState) - {RequestState.NEW}))
def test_only_a_new_request(request_in: RequestIn, state: RequestState, broker: User, now: datetime) -> None:
    with pytest.raises(Moved):
        discuss(request_in(state), by=broker, now=now)


def test_a_page_that_is_older_than_the_request_is_refused(
    help_request: HelpRequest, broker: User, now: datetime
) -> None:
    with pytest.raises(Moved, match="changed this request"):
        discuss(help_request, by=broker, now=now, version=help_request.version - 1)


def test_two_brokers_at_once(
    threads: Any, help_request: HelpRequest, broker: User, other_broker: User, now: datetime
) -> None:
    results = threads(
        *(lambda by=by: discuss(help_request, by=by, now=now, version=1) for by in (broker, other_broker))
    )
    assert sorted(type(result).__name__ for result in results) == ["HelpRequest", "Moved"]
    assert help_request.history.count() == 1
