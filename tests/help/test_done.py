from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.help.actions import accept, cancel, done, propose
from portal.help.enums import MatchState, RequestState, Timing, Verb
from portal.help.models import Match
from portal.help.rules import Moved, NotForYou
from portal.people.models import User, Volunteer
from tests.help.conftest import RequestIn

CALL_BACK_AFTER = timedelta(days=2)


def test_the_help_is_given(agreed: Match, volunteer: Volunteer, now: datetime) -> None:
    match = done(agreed, by=volunteer.person.user, now=now)
    assert (match.state, match.place, match.done_at) == (MatchState.DONE, 1, now)
    request = match.request
    assert (request.state, request.ended_at) == (RequestState.DONE, None)
    line = request.history.last()
    assert (line.verb, line.by, line.to_state) == (Verb.DONE, volunteer.person.user, RequestState.DONE)


@pytest.mark.parametrize(("asked_for", "counts_from"), [(-3, -3), (0, 0), (5, 0)])
def test_the_call_back_stands_two_days_after_the_day(
    request_in: RequestIn, volunteer: Volunteer, broker: User, now: datetime, asked_for: int, counts_from: int
) -> None:
    """Ticked off before its day, the help was given today."""
    today = timezone.localdate(now)
    request = request_in(RequestState.NEW, timing=Timing.DAY, day=today + timedelta(days=asked_for))
    before = now - timedelta(days=4)
    match = accept(propose(request, [volunteer], by=broker, now=before)[0], by=broker, now=before)
    assert (
        done(match, by=broker, now=now).request.call_back_on
        == today + timedelta(days=counts_from) + CALL_BACK_AFTER
    )


def test_without_a_day_it_stands_two_days_from_now(agreed: Match, broker: User, now: datetime) -> None:
    later = now + timedelta(days=9)
    request = done(agreed, by=broker, now=later).request
    assert request.call_back_on == timezone.localdate(later) + CALL_BACK_AFTER


def test_of_two_helpers_only_the_last_moves_the_request(
    pair: list[Match], broker: User, now: datetime
) -> None:
    assert done(pair[0], by=broker, now=now).request.state == RequestState.AGREED
    assert done(pair[1], by=broker, now=now).request.state == RequestState.DONE


def test_done_while_the_second_place_is_still_empty(
    request_in: RequestIn, volunteer: Volunteer, volunteer2: Volunteer, broker: User, now: datetime
) -> None:
    request = request_in(RequestState.NEW, places=2)
    first, second = propose(request, [volunteer, volunteer2], by=broker, now=now)
    accept(first, by=broker, now=now)
    assert done(first, by=broker, now=now).request.state == RequestState.SEARCHING
    assert accept(second, by=broker, now=now).request.state == RequestState.AGREED
    assert done(second, by=broker, now=now).request.state == RequestState.DONE


def test_done_twice_is_done_once(agreed: Match, broker: User, now: datetime) -> None:
    first = done(agreed, by=broker, now=now)
    again = done(agreed, by=broker, now=now + timedelta(days=1))
    assert again.done_at == first.done_at
    assert again.request.history.filter(verb=Verb.DONE).count() == 1


def test_not_before_yes(proposed: Match, volunteer: Volunteer, now: datetime) -> None:
    with pytest.raises(Moved, match="asked"):
        done(proposed, by=volunteer.person.user, now=now)


def test_not_when_it_did_not_happen(agreed: Match, broker: User, now: datetime) -> None:
    cancel(agreed, by=broker, now=now)
    with pytest.raises(Moved, match="did not happen"):
        done(agreed, by=broker, now=now)


def test_nobody_else_may(agreed: Match, outsider: User, now: datetime) -> None:
    with pytest.raises(NotForYou):
        done(agreed, by=outsider, now=now)


def test_another_volunteer_neither(agreed: Match, volunteer2: Volunteer, now: datetime) -> None:
    with pytest.raises(NotForYou):
        done(agreed, by=volunteer2.person.user, now=now)


def test_page_says_thanks(client: Client, agreed: Match, volunteer: Volunteer) -> None:
    client.force_login(volunteer.person.user)
    page = client.post(reverse("answer", args=[agreed.pk, "gedaan"]), follow=True)
    assert "Wonderful, thank you for helping!" in page.content.decode()
    agreed.refresh_from_db()
    assert agreed.state == MatchState.DONE


def test_page_refuses_get(client: Client, agreed: Match, volunteer: Volunteer) -> None:
    client.force_login(volunteer.person.user)
    assert client.get(reverse("answer", args=[agreed.pk, "gedaan"])).status_code == 302


def test_both_helpers_at_once(threads: Any, pair: list[Match], now: datetime) -> None:
    results = threads(
        *(lambda match=match: done(match, by=match.volunteer.person.user, now=now) for match in pair)
    )
    assert [type(result).__name__ for result in results] == ["Match", "Match"]
    request = pair[0].request
    request.refresh_from_db()
    assert request.state == RequestState.DONE
    assert request.history.filter(to_state=RequestState.DONE).count() == 1
