from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from portal.contact.models import Message
from portal.help.actions import accept, drop, propose
from portal.help.enums import MatchState, RequestState, Verb
from portal.help.models import Match
from portal.help.rules import Moved, NotForYou
from portal.people.models import User, Volunteer


def test_nobody_waits_for_this_answer_any_longer(proposed: Match, broker: User, now: datetime) -> None:
    match = drop(proposed, by=broker, now=now)
    assert (match.state, match.place, match.answered_at) == (MatchState.NO_ANSWER, None, now)
    assert match.request.state == RequestState.SEARCHING
    line = match.request.history.last()
    assert (line.verb, line.by, line.match) == (Verb.DROPPED, broker, match)


def test_then_a_yes_is_too_late(proposed: Match, volunteer: Volunteer, broker: User, now: datetime) -> None:
    drop(proposed, by=broker, now=now)
    with pytest.raises(Moved, match="no answer"):
        accept(proposed, by=volunteer.person.user, now=now)


def test_then_the_volunteer_can_be_asked_anew(
    proposed: Match, volunteer: Volunteer, broker: User, now: datetime
) -> None:
    drop(proposed, by=broker, now=now)
    [again] = propose(proposed.request, [volunteer], by=broker, now=now)
    assert again != proposed
    assert Message.objects.filter(kind="volunteer_asked", person=volunteer.person).count() == 2


def test_twice_is_refused(proposed: Match, broker: User, now: datetime) -> None:
    drop(proposed, by=broker, now=now)
    with pytest.raises(Moved):
        drop(proposed, by=broker, now=now)
    assert proposed.request.history.filter(verb=Verb.DROPPED).count() == 1


def test_not_after_a_yes(agreed: Match, broker: User, now: datetime) -> None:
    with pytest.raises(Moved, match="said yes"):
        drop(agreed, by=broker, now=now)


def test_nobody_else_may(proposed: Match, outsider: User, now: datetime) -> None:
    with pytest.raises(NotForYou):
        drop(proposed, by=outsider, now=now)


def test_the_volunteer_says_no_instead(proposed: Match, volunteer: Volunteer, now: datetime) -> None:
    with pytest.raises(NotForYou):
        drop(proposed, by=volunteer.person.user, now=now)


def test_a_page_that_is_older_than_the_request_is_refused(
    proposed: Match, broker: User, now: datetime
) -> None:
    with pytest.raises(Moved, match="changed this request"):
        drop(proposed, by=broker, now=now, version=1)


def test_a_yes_at_the_same_moment(
    threads: Any, proposed: Match, volunteer: Volunteer, broker: User, now: datetime
) -> None:
    results = threads(
        lambda: accept(proposed, by=volunteer.person.user, now=now),
        lambda: drop(proposed, by=broker, now=now),
    )
    assert sorted(type(result).__name__ for result in results) == ["Match", "Moved"]
