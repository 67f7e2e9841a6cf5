from __future__ import annotations

from datetime import datetime
from itertools import product
from typing import Any

import pytest

from portal.contact.models import Message
from portal.help.actions import accept, done, end, propose
from portal.help.enums import ENDS, REQUEST_MOVES, MatchState, RequestState, Verb
from portal.help.models import HelpRequest, Match
from portal.help.rules import Moved, NotForYou, NotPossible
from portal.people.models import User, Volunteer
from tests.help.conftest import RequestIn


@pytest.mark.parametrize(("state", "outcome"), product(RequestState, RequestState))
def test_every_state_against_every_outcome(
    state: RequestState, outcome: RequestState, request_in: RequestIn, broker: User, now: datetime
) -> None:
    request = request_in(state)
    ends = ENDS - {RequestState.SKIPPED}  # a date of fixed days, with an action of its own
    if outcome in REQUEST_MOVES[state] & ends:
        request = end(request, outcome=outcome, by=broker, now=now)
        assert (request.state, request.ended_at) == (outcome, now)
        return
    with pytest.raises(Moved if outcome in ends else NotPossible):
        end(request, outcome=outcome, by=broker, now=now)
    request.refresh_from_db()
    assert (request.state, request.history.count()) == (state, 0)


def test_history_tells_who_and_why(help_request: HelpRequest, broker: User, now: datetime) -> None:
    request = end(
        help_request, outcome=RequestState.REFERRED, by=broker, now=now, note="Poetshulp via het OCMW"
    )
    line = request.history.get()
    assert (line.verb, line.from_state, line.to_state) == (Verb.ENDED, "new", "referred")
    assert (line.by, line.at, line.note) == (broker, now, "Poetshulp via het OCMW")


def test_who_was_asked_is_no_longer_waited_for(
    help_request: HelpRequest, volunteer: Volunteer, volunteer2: Volunteer, broker: User, now: datetime
) -> None:
    made = propose(help_request, [volunteer, volunteer2], by=broker, now=now)
    end(help_request, outcome=RequestState.WITHDRAWN, by=broker, now=now)
    assert set(help_request.matches.values_list("state", "answered_at")) == {(MatchState.DROPPED, now)}
    with pytest.raises(Moved, match="no longer needed"):
        accept(made[0], by=volunteer.person.user, now=now)


def test_what_was_agreed_falls_away(agreed: Match, broker: User, now: datetime) -> None:
    end(agreed.request, outcome=RequestState.WITHDRAWN, by=broker, now=now)
    agreed.refresh_from_db()
    assert (agreed.state, agreed.place) == (MatchState.CANCELLED, None)


def test_who_agreed_is_told_once_and_without_personal_data(
    agreed: Match, volunteer: Volunteer, broker: User, now: datetime
) -> None:
    end(agreed.request, outcome=RequestState.WITHDRAWN, by=broker, now=now)
    told = Message.objects.get(kind="called_off")
    assert told.person == volunteer.person
    assert "Rosa" not in told.body + told.subject
    assert "Chores" not in told.body + told.subject


def test_who_already_helped_is_not_told(helped: Match, broker: User, now: datetime) -> None:
    end(helped.request, outcome=RequestState.CLOSED, by=broker, now=now)
    assert not Message.objects.filter(kind="called_off").exists()


def test_what_was_done_stays_done(pair: list[Match], broker: User, now: datetime) -> None:
    done(pair[0], by=broker, now=now)
    end(pair[0].request, outcome=RequestState.INDEPENDENT, by=broker, now=now)
    assert list(pair[0].request.matches.order_by("pk").values_list("state", "place")) == [
        (MatchState.DONE, 1),
        (MatchState.CANCELLED, None),
    ]


def test_closing_keeps_the_helper(helped: Match, broker: User, now: datetime) -> None:
    assert end(helped.request, outcome=RequestState.CLOSED, by=broker, now=now).state == RequestState.CLOSED
    helped.refresh_from_db()
    assert (helped.state, helped.place) == (MatchState.DONE, 1)


def test_twice_is_refused(help_request: HelpRequest, broker: User, now: datetime) -> None:
    end(help_request, outcome=RequestState.WITHDRAWN, by=broker, now=now)
    with pytest.raises(Moved, match="withdrawn"):
        end(help_request, outcome=RequestState.REFERRED, by=broker, now=now)


def test_nobody_else_may(help_request: HelpRequest, outsider: User, now: datetime) -> None:
    with pytest.raises(NotForYou):
        end(help_request, outcome=RequestState.WITHDRAWN, by=outsider, now=now)


def test_a_page_that_is_older_than_the_request_is_refused(
    proposed: Match, broker: User, now: datetime
) -> None:
    with pytest.raises(Moved, match="changed this request"):
        end(proposed.request, outcome=RequestState.NOT_FOUND, by=broker, now=now, version=1)
    proposed.refresh_from_db()
    assert proposed.state == MatchState.PROPOSED


def test_two_brokers_at_once(
    threads: Any, help_request: HelpRequest, broker: User, other_broker: User, now: datetime
) -> None:
    results = threads(
        lambda: end(help_request, outcome=RequestState.REFERRED, by=broker, now=now, version=1),
        lambda: end(help_request, outcome=RequestState.WITHDRAWN, by=other_broker, now=now, version=1),
    )
    assert sorted(type(result).__name__ for result in results) == ["HelpRequest", "Moved"]
    assert help_request.history.count() == 1


def test_a_yes_at_the_same_moment(
    threads: Any, proposed: Match, volunteer: Volunteer, broker: User, now: datetime
) -> None:
    """Whoever is first, no place is held in what is ended."""
    threads(
        lambda: accept(proposed, by=volunteer.person.user, now=now),
        lambda: end(proposed.request, outcome=RequestState.WITHDRAWN, by=broker, now=now),
    )
    proposed.refresh_from_db()
    proposed.request.refresh_from_db()
    assert proposed.request.state == RequestState.WITHDRAWN
    assert proposed.state in {MatchState.CANCELLED, MatchState.DROPPED}
    assert proposed.place is None
