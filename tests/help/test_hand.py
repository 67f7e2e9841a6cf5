""" "Ik kan helpen": a hand goes up, a broker answers it, or nobody needs to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from portal.contact.models import Message
from portal.help.actions import (
    accept,
    decline,
    end,
    propose,
    put_on_board,
    raise_hand,
    take_off_board,
    thank_hand,
    withdraw_hand,
)
from portal.help.board_rules import is_proven
from portal.help.enums import HOLDS_PLACE, Face, MatchState, RequestState, Side, Verb
from portal.help.models import FollowUp, HelpKind, HelpRequest, Match
from portal.help.rules import Moved, NotForYou, NotPossible
from portal.people.enums import VolunteerState
from portal.people.kept_actions import forget_person
from portal.people.models import User, Volunteer
from tests.factories import MatchFactory, RequestFactory
from tests.help.conftest import RequestIn, page_of

BOARD, LINE = "/en/bord/", "Een lamp vervangen."
Helps = Callable[[Volunteer], Match]


@pytest.fixture
def up(help_request: HelpRequest, broker: User, now: datetime) -> HelpRequest:
    return put_on_board(help_request, line=LINE, by=broker, now=now)


@pytest.fixture
def direct(up: HelpRequest) -> HelpRequest:
    HelpKind.objects.filter(pk=up.kind_id).update(is_direct=True)
    return up


@pytest.fixture
def hand(up: HelpRequest, volunteer: Volunteer, now: datetime) -> Match:
    return raise_hand(up, volunteer, by=volunteer.person.user, now=now)


def went(person: Any, volunteer: Volunteer, face: Face, at: datetime, side: Side = Side.ASKER) -> None:
    request = RequestFactory.create(person=person, state=RequestState.CLOSED, ended_at=at)
    match = MatchFactory.create(request=request, volunteer=volunteer, state=MatchState.DONE)
    FollowUp.objects.create(match=match, side=side, face=face, at=at)


def test_waits_for_a_broker(hand: Match) -> None:
    assert (hand.state, hand.place) == (MatchState.OFFERED, None)
    assert hand.request.state == RequestState.SEARCHING
    assert hand.request.history.last().verb == Verb.HAND_UP


def test_up_twice_is_up_once(hand: Match, volunteer: Volunteer, now: datetime) -> None:
    assert raise_hand(hand.request, volunteer, by=volunteer.person.user, now=now) == hand
    assert hand.request.history.filter(verb=Verb.HAND_UP).count() == 1


def test_only_ones_own_hand(
    up: HelpRequest, volunteer: Volunteer, volunteer2: Volunteer, broker: User, now: datetime
) -> None:
    for by in (volunteer2.person.user, broker):
        with pytest.raises(NotForYou):
            raise_hand(up, volunteer, by=by, now=now)
    assert not up.matches.exists()


def test_not_for_what_is_not_on_the_board(
    help_request: HelpRequest, volunteer: Volunteer, now: datetime
) -> None:
    with pytest.raises(Moved, match="no longer on the board"):
        raise_hand(help_request, volunteer, by=volunteer.person.user, now=now)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"state": VolunteerState.RESTING}, NotForYou),
        ({"state": VolunteerState.STOPPED}, NotForYou),
        ({"state": VolunteerState.READY}, NotForYou),
        ({"paused_until": timezone.localdate() + timedelta(days=3)}, NotForYou),
        ({"month_maximum": 0}, NotPossible),
        ({"birth_date": timezone.localdate() - timedelta(days=17 * 365)}, NotPossible),
    ],
)
def test_within_the_limits_and_without_a_name(
    up: HelpRequest, volunteer: Volunteer, now: datetime, change: dict[str, Any], error: type[Exception]
) -> None:
    Volunteer.objects.filter(pk=volunteer.pk).update(**change)
    with pytest.raises(error) as raised:
        raise_hand(up, volunteer, by=volunteer.person.user, now=now)
    assert "Youssef" not in str(raised.value)
    assert not up.matches.exists()


def test_not_for_a_kind_they_do_not_do(up: HelpRequest, volunteer: Volunteer, now: datetime) -> None:
    volunteer.kinds.clear()
    with pytest.raises(NotPossible, match="this kind of help yet"):
        raise_hand(up, volunteer, by=volunteer.person.user, now=now)


def test_who_was_asked_answers_that_question(
    up: HelpRequest, volunteer: Volunteer, broker: User, now: datetime
) -> None:
    asked = propose(up, [volunteer], by=broker, now=now)[0]
    assert raise_hand(up, volunteer, by=volunteer.person.user, now=now) == asked
    assert asked.state == MatchState.PROPOSED


def test_whose_hand_is_up_is_not_asked_as_well(
    hand: Match, volunteer: Volunteer, broker: User, now: datetime
) -> None:
    assert propose(hand.request, [volunteer], by=broker, now=now) == []


def test_a_broker_agrees(hand: Match, broker: User, resident: User, now: datetime) -> None:
    match = accept(hand, by=broker, now=now)
    assert (match.state, match.place, match.request.state) == (MatchState.ACCEPTED, 1, RequestState.AGREED)
    assert Message.objects.filter(person=resident.person, kind="somebody_found").count() == 1


def test_a_volunteer_does_not_agree_with_themselves(hand: Match, volunteer: Volunteer, now: datetime) -> None:
    with pytest.raises(NotForYou):
        accept(hand, by=volunteer.person.user, now=now)
    with pytest.raises(Moved):
        decline(hand, by=volunteer.person.user, now=now)


def test_nor_over_the_page_where_one_answers(mine: Client, hand: Match) -> None:
    assert mine.post(f"/en/mijn/koppelingen/{hand.pk}/ja/").status_code == 403
    hand.refresh_from_db()
    assert hand.state == MatchState.OFFERED


def test_a_broker_agrees_only_with_who_may_still_help(
    hand: Match, volunteer: Volunteer, broker: User, now: datetime
) -> None:
    Volunteer.objects.filter(pk=volunteer.pk).update(state=VolunteerState.STOPPED)
    with pytest.raises(NotPossible, match="not an active"):
        accept(hand, by=broker, now=now)


def test_not_by_an_outsider(hand: Match, outsider: User, now: datetime) -> None:
    for act in (accept, thank_hand, withdraw_hand):
        with pytest.raises(NotForYou):
            act(hand, by=outsider, now=now)


def test_the_others_are_let_go(hand: Match, volunteer2: Volunteer, broker: User, now: datetime) -> None:
    accept(propose(hand.request, [volunteer2], by=broker, now=now)[0], by=volunteer2.person.user, now=now)
    hand.refresh_from_db()
    assert hand.state == MatchState.TAKEN


def test_a_question_that_ends_needs_no_hands(hand: Match, broker: User, now: datetime) -> None:
    end(hand.request, outcome=RequestState.WITHDRAWN, by=broker, now=now)
    hand.refresh_from_db()
    assert hand.state == MatchState.DROPPED


def test_thanked_once_and_kindly(hand: Match, volunteer: Volunteer, broker: User, now: datetime) -> None:
    for _ in range(2):
        assert thank_hand(hand, by=broker, now=now).state == MatchState.THANKED
    message = Message.objects.get(person=volunteer.person)
    assert (message.kind, "Rosa" in message.body) == ("hand_thanked", False)
    with pytest.raises(Moved, match="no longer needed"):
        raise_hand(hand.request, volunteer, by=volunteer.person.user, now=now)


def test_a_volunteer_does_not_thank(hand: Match, volunteer: Volunteer, now: datetime) -> None:
    with pytest.raises(NotForYou):
        thank_hand(hand, by=volunteer.person.user, now=now)


def test_down_again_and_up_again(hand: Match, volunteer: Volunteer, now: datetime) -> None:
    user = volunteer.person.user
    for _ in range(2):
        assert withdraw_hand(hand, by=user, now=now).state == MatchState.WITHDRAWN
    assert hand.request.history.filter(verb=Verb.HAND_DOWN).count() == 1
    again = raise_hand(hand.request, volunteer, by=user, now=now)
    assert (again.pk != hand.pk, again.state) == (True, MatchState.OFFERED)


def test_not_down_once_it_is_agreed(hand: Match, volunteer: Volunteer, broker: User, now: datetime) -> None:
    accept(hand, by=broker, now=now)
    with pytest.raises(Moved):
        withdraw_hand(hand, by=volunteer.person.user, now=now)


def test_taken_off_the_board_a_hand_still_waits(hand: Match, broker: User, now: datetime) -> None:
    take_off_board(hand.request, by=broker, now=now)
    assert accept(hand, by=broker, now=now).state == MatchState.ACCEPTED


def test_a_direct_kind_is_agreed_at_once(
    direct: HelpRequest, volunteer: Volunteer, resident: User, team: Client, now: datetime
) -> None:
    match = raise_hand(direct, volunteer, by=volunteer.person.user, now=now)
    assert (match.state, match.request.state) == (MatchState.ACCEPTED, RequestState.AGREED)
    assert [each.verb for each in match.request.history.all()][-1] == Verb.AT_ONCE
    assert Message.objects.filter(person=resident.person, kind="somebody_found").exists()
    assert "greed from the board, without a broker" in team.get("/en/bemiddeling/").content.decode()


def test_so_is_a_pair_that_went_well(up: HelpRequest, volunteer: Volunteer, now: datetime) -> None:
    went(up.person, volunteer, Face.GOOD, now - timedelta(days=9))
    match = raise_hand(up, volunteer, by=volunteer.person.user, now=now)
    assert match.state == MatchState.ACCEPTED


@pytest.mark.parametrize(
    ("faces", "proven"),
    [
        ([], False),
        ([(Face.GOOD, Side.ASKER)], True),
        ([(Face.GOOD, Side.HELPER)], False),
        ([(Face.SO_SO, Side.ASKER)], False),
        ([(Face.GOOD, Side.ASKER), (Face.SO_SO, Side.ASKER)], True),
        ([(Face.GOOD, Side.ASKER), (Face.BAD, Side.ASKER)], False),
        ([(Face.GOOD, Side.ASKER), (Face.BAD, Side.HELPER)], False),
        ([(Face.BAD, Side.ASKER), (Face.GOOD, Side.ASKER)], True),
    ],
)
def test_a_proven_pair(
    resident: User,
    volunteer: Volunteer,
    volunteer2: Volunteer,
    now: datetime,
    faces: list[tuple[Face, Side]],
    proven: bool,
) -> None:
    for days, (face, side) in enumerate(faces):
        went(resident.person, volunteer, face, now - timedelta(days=90 - days), side)
    went(resident.person, volunteer2, Face.BAD, now)
    assert is_proven(resident.person, volunteer) is proven
    assert not is_proven(volunteer2.person, volunteer)


def test_on_the_board_and_my_page(mine: Client, up: HelpRequest, volunteer: Volunteer) -> None:
    url = f"{BOARD}{up.pk}/"
    assert mine.get(url + "hand/").status_code == 302
    assert not up.matches.exists()
    for _ in range(2):
        assert mine.post(url + "hand/").headers["Location"] == BOARD
    for page in (BOARD, "/en/mijn/"):
        assert "Your hand is up" in mine.get(page).content.decode()
    assert mine.post(url + "toch-niet/").status_code == 302
    assert up.matches.get().state == MatchState.WITHDRAWN
    assert mine.post(url + "anders/").status_code == 404


def test_the_page_answers_409_when_it_is_gone(
    mine: Client, up: HelpRequest, broker: User, now: datetime
) -> None:
    take_off_board(up, by=broker, now=now)
    answer = mine.post(f"{BOARD}{up.pk}/hand/")
    assert (answer.status_code, "no longer on the board" in answer.content.decode()) == (409, True)


def test_what_was_never_there_does_not_exist(mine: Client, help_request: HelpRequest) -> None:
    for verb in ("hand", "toch-niet"):
        assert mine.post(f"{BOARD}{help_request.pk}/{verb}/").status_code == 404


def test_the_team_sees_it_and_answers(team: Client, hand: Match, volunteer: Volunteer) -> None:
    for page in ("/en/bemiddeling/", page_of(hand.request)):
        assert "wants to help" in team.get(page).content.decode()
    assert team.post(f"/en/bemiddeling/koppelingen/{hand.pk}/bedanken/").status_code == 302
    hand.refresh_from_db()
    assert hand.state == MatchState.THANKED
    assert "wants to help" not in team.get("/en/bemiddeling/").content.decode()


def test_who_is_forgotten_wants_nothing(
    hand: Match, volunteer: Volunteer, broker: User, now: datetime
) -> None:
    forget_person(volunteer.person, by=broker, now=now)
    hand.refresh_from_db()
    assert hand.state == MatchState.WITHDRAWN


def test_two_hands_for_the_last_place(
    threads: Any, direct: HelpRequest, volunteer: Volunteer, volunteer2: Volunteer, now: datetime
) -> None:
    results = threads(
        *(lambda v=each: raise_hand(direct, v, by=v.person.user, now=now) for each in (volunteer, volunteer2))
    )
    assert sorted(type(result).__name__ for result in results) == ["Match", "Moved"]
    assert direct.matches.filter(state__in=HOLDS_PLACE).count() == 1


def test_a_hand_while_somebody_who_was_asked_says_yes(
    threads: Any,
    direct: HelpRequest,
    volunteer: Volunteer,
    volunteer2: Volunteer,
    broker: User,
    now: datetime,
) -> None:
    asked = propose(direct, [volunteer2], by=broker, now=now)[0]
    results = threads(
        lambda: raise_hand(direct, volunteer, by=volunteer.person.user, now=now),
        lambda: accept(asked, by=volunteer2.person.user, now=now),
    )
    assert sorted(type(result).__name__ for result in results) == ["Match", "Moved"]
    assert direct.matches.filter(state__in=HOLDS_PLACE).count() == 1


def test_a_hand_while_it_comes_off_the_board(
    threads: Any, up: HelpRequest, volunteer: Volunteer, broker: User, now: datetime
) -> None:
    hand, off = threads(
        lambda: raise_hand(up, volunteer, by=volunteer.person.user, now=now),
        lambda: take_off_board(up, by=broker, now=now),
    )
    assert isinstance(off, HelpRequest)
    assert up.matches.filter(state=MatchState.OFFERED).count() == int(isinstance(hand, Match))
    assert isinstance(hand, Match | Moved)


def test_one_hand_twice_at_once(threads: Any, up: HelpRequest, volunteer: Volunteer, now: datetime) -> None:
    act = lambda: raise_hand(up, volunteer, by=volunteer.person.user, now=now)  # noqa: E731
    first, second = threads(act, act)
    assert first == second
    assert up.matches.count() == 1


def test_the_last_hour_of_the_month_is_given_once(
    threads: Any,
    direct: HelpRequest,
    request_in: RequestIn,
    volunteer: Volunteer,
    broker: User,
    now: datetime,
) -> None:
    Volunteer.objects.filter(pk=volunteer.pk).update(month_maximum=1)
    other = put_on_board(request_in(RequestState.NEW), line=LINE, by=broker, now=now)
    results = threads(
        *(
            lambda r=each: raise_hand(r, volunteer, by=volunteer.person.user, now=now)
            for each in (direct, other)
        )
    )
    assert sorted(type(result).__name__ for result in results) == ["Match", "NotPossible"]
