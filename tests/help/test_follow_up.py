from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from portal.help.actions import done, follow_up, postpone_call_back
from portal.help.enums import BEFORE_AGREED, ENDS, Face, MatchState, RequestState, Side, Verb
from portal.help.models import FollowUp, HelpRequest, Match
from portal.help.rules import Moved, NotForYou, NotPossible
from portal.people.models import User, Volunteer
from tests.factories import MatchFactory
from tests.help.conftest import RequestIn


def state_of(match: Match) -> str:
    return HelpRequest.objects.get(pk=match.request_id).state


def test_one_of_the_two_keeps_it_open(helped: Match, broker: User, now: datetime) -> None:
    answer = follow_up(
        helped, side=Side.ASKER, face=Face.GOOD, remark="Vriendelijke jongen", by=broker, now=now
    )
    assert (answer.side, answer.face, answer.remark, answer.by, answer.at) == (
        Side.ASKER,
        Face.GOOD,
        "Vriendelijke jongen",
        broker,
        now,
    )
    assert state_of(helped) == RequestState.DONE
    assert helped.request.history.last().verb == Verb.CALLED_BACK


def test_both_close_it(helped: Match, broker: User, now: datetime) -> None:
    for side in Side:
        follow_up(helped, side=side, face=Face.SO_SO, by=broker, now=now)
    helped.request.refresh_from_db()
    assert (helped.request.state, helped.request.ended_at) == (RequestState.CLOSED, now)


def test_a_second_answer_replaces_the_first(helped: Match, broker: User, now: datetime) -> None:
    for face in (Face.BAD, Face.GOOD):
        follow_up(helped, side=Side.HELPER, face=face, by=broker, now=now)
    assert [(answer.side, answer.face) for answer in helped.follow_ups.all()] == [(Side.HELPER, Face.GOOD)]
    assert state_of(helped) == RequestState.DONE


def test_of_two_helpers_all_four_close_it(pair: list[Match], broker: User, now: datetime) -> None:
    for match in pair:
        done(match, by=broker, now=now)
    states = []
    for match in pair:
        for side in Side:
            follow_up(match, side=side, face=Face.GOOD, by=broker, now=now)
            states.append(state_of(match))
    assert states == [RequestState.DONE] * 3 + [RequestState.CLOSED]


def test_answers_about_the_first_helper_do_not_close_before_the_second_is_done(
    pair: list[Match], broker: User, now: datetime
) -> None:
    done(pair[0], by=broker, now=now)
    for side in Side:
        follow_up(pair[0], side=side, face=Face.GOOD, by=broker, now=now)
    assert state_of(pair[0]) == RequestState.AGREED


def test_not_before_the_help_is_given(agreed: Match, broker: User, now: datetime) -> None:
    with pytest.raises(Moved, match="once the help is given"):
        follow_up(agreed, side=Side.ASKER, face=Face.GOOD, by=broker, now=now)
    assert not FollowUp.objects.exists()


@pytest.mark.parametrize("state", sorted(ENDS))
def test_not_once_it_is_ended(
    state: RequestState, request_in: RequestIn, volunteer: Volunteer, broker: User, now: datetime
) -> None:
    match = MatchFactory.create(
        request=request_in(state), volunteer=volunteer, state=MatchState.DONE, place=1, done_at=now
    )
    with pytest.raises(Moved):
        follow_up(match, side=Side.ASKER, face=Face.GOOD, by=broker, now=now)


def test_nobody_else_may(helped: Match, outsider: User, now: datetime) -> None:
    with pytest.raises(NotForYou):
        follow_up(helped, side=Side.ASKER, face=Face.GOOD, by=outsider, now=now)


def test_the_volunteer_does_not_write_it_down_alone(
    helped: Match, volunteer: Volunteer, now: datetime
) -> None:
    with pytest.raises(NotForYou):
        follow_up(helped, side=Side.HELPER, face=Face.GOOD, by=volunteer.person.user, now=now)


def test_a_page_that_is_older_than_the_request_is_refused(helped: Match, broker: User, now: datetime) -> None:
    with pytest.raises(Moved, match="changed this request"):
        follow_up(helped, side=Side.ASKER, face=Face.GOOD, by=broker, now=now, version=1)


def test_two_brokers_at_once_close_it_together(
    threads: Any, helped: Match, broker: User, other_broker: User, now: datetime
) -> None:
    results = threads(
        lambda: follow_up(helped, side=Side.ASKER, face=Face.GOOD, by=broker, now=now),
        lambda: follow_up(helped, side=Side.HELPER, face=Face.GOOD, by=other_broker, now=now),
    )
    assert [type(result).__name__ for result in results] == ["FollowUp", "FollowUp"]
    assert state_of(helped) == RequestState.CLOSED
    assert helped.request.history.filter(to_state=RequestState.CLOSED).count() == 1


def test_two_brokers_at_once_on_the_same_page(
    threads: Any, helped: Match, broker: User, other_broker: User, now: datetime
) -> None:
    version = helped.request.version
    results = threads(
        *(
            lambda by=by: follow_up(helped, side=Side.ASKER, face=Face.BAD, by=by, now=now, version=version)
            for by in (broker, other_broker)
        )
    )
    assert sorted(type(result).__name__ for result in results) == ["FollowUp", "Moved"]


def test_nobody_answers_and_we_call_another_day(helped: Match, broker: User, now: datetime) -> None:
    until = timezone.localdate(now) + timedelta(days=3)
    request = postpone_call_back(helped.request, until=until, by=broker, now=now)
    assert (request.call_back_on, request.state) == (until, RequestState.DONE)
    line = request.history.last()
    assert (line.verb, line.by) == (Verb.POSTPONED, broker)


@pytest.mark.parametrize("days", [0, -1])
def test_another_day_is_after_today(helped: Match, broker: User, now: datetime, days: int) -> None:
    with pytest.raises(NotPossible, match="a day after today"):
        postpone_call_back(
            helped.request, until=timezone.localdate(now) + timedelta(days=days), by=broker, now=now
        )


@pytest.mark.parametrize("state", [*sorted(BEFORE_AGREED), *sorted(ENDS)])
def test_nothing_to_call_back_about(
    state: RequestState, request_in: RequestIn, broker: User, now: datetime
) -> None:
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    with pytest.raises(Moved, match="nothing to call back about"):
        postpone_call_back(request_in(state), until=tomorrow, by=broker, now=now)


def test_nobody_else_postpones(helped: Match, outsider: User, now: datetime) -> None:
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    with pytest.raises(NotForYou):
        postpone_call_back(helped.request, until=tomorrow, by=outsider, now=now)


def test_postponing_from_an_old_page_is_refused(helped: Match, broker: User, now: datetime) -> None:
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    with pytest.raises(Moved, match="changed this request"):
        postpone_call_back(helped.request, until=tomorrow, by=broker, now=now, version=1)
