from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from portal.help.enums import (
    BEFORE_AGREED,
    ENDS,
    HOLDS_PLACE,
    LIVE_MATCH,
    MATCH_MOVES,
    OPEN,
    PUBLIC_LABELS,
    REQUEST_MOVES,
    Face,
    MatchState,
    RequestState,
    Side,
    Timing,
)
from portal.help.models import FollowUp, HelpRequest, Match
from portal.people.models import User, Volunteer
from tests.factories import MatchFactory, PersonFactory, RequestFactory

S, M = RequestState, MatchState


@pytest.mark.parametrize("state", RequestState)
def test_every_state_has_a_sentence_for_the_resident(state: RequestState) -> None:
    assert HelpRequest(state=state).public_state == str(PUBLIC_LABELS[state])
    with translation.override("nl"):
        assert str(PUBLIC_LABELS[state]).endswith(".")


def test_no_two_states_read_the_same() -> None:
    assert len({str(label) for label in PUBLIC_LABELS.values()}) == len(RequestState)
    assert len({str(state.label) for state in MatchState}) == len(MatchState)


def test_every_state_has_its_moves() -> None:
    assert set(REQUEST_MOVES) == set(RequestState)
    assert set(MATCH_MOVES) == set(MatchState)


def test_the_moves_of_a_request() -> None:
    no_longer = {S.REFERRED, S.WITHDRAWN, S.INDEPENDENT, S.SKIPPED}
    assert {state: moves for state, moves in REQUEST_MOVES.items() if moves} == {
        S.NEW: {S.DISCUSSED, S.SEARCHING, S.NOT_FOR_US} | no_longer,
        S.DISCUSSED: {S.SEARCHING, S.NOT_FOR_US} | no_longer,
        S.SEARCHING: {S.AGREED, S.DONE, S.NOT_FOUND, S.NOT_FOR_US} | no_longer,
        S.AGREED: {S.DONE, S.SEARCHING} | no_longer,
        S.DONE: {S.CLOSED},
    }


def test_the_moves_of_a_match() -> None:
    assert {state: moves for state, moves in MATCH_MOVES.items() if moves} == {
        M.PROPOSED: {M.ACCEPTED, M.DECLINED, M.NO_ANSWER, M.TAKEN, M.DROPPED},
        M.ACCEPTED: {M.DONE, M.CANCELLED},
        M.OFFERED: {M.ACCEPTED, M.THANKED, M.WITHDRAWN, M.TAKEN, M.DROPPED},
    }


def test_open_and_ended_share_the_states_between_them() -> None:
    assert set(RequestState) == OPEN | ENDS
    assert not OPEN & ENDS
    assert {state for state, moves in REQUEST_MOVES.items() if not moves} == ENDS
    assert {S.AGREED, S.DONE} == OPEN - BEFORE_AGREED
    assert HOLDS_PLACE < LIVE_MATCH


def test_every_state_can_be_reached() -> None:
    reached, new = {S.NEW}, {S.NEW}
    while new:
        new = {move for state in new for move in REQUEST_MOVES[state]} - reached
        reached |= new
    assert reached == set(RequestState)


NOW = datetime.fromisoformat("2030-03-15T12:00:00+00:00")


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"timing": Timing.DAY, "day": None}, "request_day_with_timing"),
        ({"timing": Timing.NO_HURRY, "day": date(2030, 3, 15)}, "request_day_with_timing"),
        ({"timing": Timing.THIS_WEEK, "day": date(2030, 3, 15)}, "request_day_with_timing"),
        ({"places": 0}, "request_has_a_place"),
        ({"state": S.CLOSED, "ended_at": None}, "request_ended_when_closed"),
        ({"state": S.SEARCHING, "ended_at": NOW}, "request_ended_when_closed"),
    ],
)
def test_the_database_refuses_such_a_request(
    help_request: HelpRequest, change: dict[str, Any], constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        HelpRequest.objects.filter(pk=help_request.pk).update(**change)


def test_who_asks_for_another_says_who_they_are(help_request: HelpRequest) -> None:
    with pytest.raises(IntegrityError, match="request_relation_of_asker"), transaction.atomic():
        HelpRequest.objects.filter(pk=help_request.pk).update(asked_by=PersonFactory.create(), relation="")


def test_a_reference_is_given_once(help_request: HelpRequest) -> None:
    with pytest.raises(IntegrityError, match="reference"), transaction.atomic():
        RequestFactory.create(reference=help_request.reference)


@pytest.mark.parametrize(
    ("state", "place"),
    [(state, None) for state in sorted(HOLDS_PLACE)]
    + [(state, 0) for state in sorted(HOLDS_PLACE)]
    + [(state, 1) for state in sorted(set(MatchState) - HOLDS_PLACE)],
)
def test_a_place_is_held_by_who_helps_and_nobody_else(
    help_request: HelpRequest, volunteer: Volunteer, state: MatchState, place: int | None
) -> None:
    with pytest.raises(IntegrityError, match="match_holds_place"), transaction.atomic():
        MatchFactory.create(request=help_request, volunteer=volunteer, state=state, place=place)


def test_who_holds_a_place_has_a_day_that_counts(help_request: HelpRequest, volunteer: Volunteer) -> None:
    with pytest.raises(IntegrityError, match="match_holds_place"), transaction.atomic():
        MatchFactory.create(request=help_request, volunteer=volunteer, state=M.ACCEPTED, helps_on=None)


@pytest.mark.parametrize("state", sorted(MatchState))
def test_a_volunteer_is_asked_once_at_a_time(
    help_request: HelpRequest, volunteer: Volunteer, state: MatchState
) -> None:
    MatchFactory.create(
        request=help_request, volunteer=volunteer, state=state, place=1 if state in HOLDS_PLACE else None
    )
    if state not in LIVE_MATCH:
        MatchFactory.create(request=help_request, volunteer=volunteer)
        return
    with pytest.raises(IntegrityError), transaction.atomic():
        MatchFactory.create(request=help_request, volunteer=volunteer)


def test_one_helper_a_place(help_request: HelpRequest, volunteer: Volunteer, volunteer2: Volunteer) -> None:
    MatchFactory.create(request=help_request, volunteer=volunteer, state=M.DONE, place=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        MatchFactory.create(request=help_request, volunteer=volunteer2, state=M.ACCEPTED, place=1)


def test_one_answer_a_side(helped: Match, broker: User, now: datetime) -> None:
    answer = {"match": helped, "side": Side.ASKER, "face": Face.GOOD, "by": broker, "at": now}
    FollowUp.objects.create(**answer)
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUp.objects.create(**answer)
