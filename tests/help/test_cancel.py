from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.help.actions import accept, cancel, done, propose
from portal.help.enums import HOLDS_PLACE, MatchState, RequestState, Verb
from portal.help.models import HelpRequest, Match
from portal.help.rules import Moved, NotForYou
from portal.people.models import User, Volunteer


def test_the_search_goes_on(agreed: Match, volunteer: Volunteer, now: datetime) -> None:
    match = cancel(agreed, by=volunteer.person.user, now=now, why="Ik ben ziek")
    assert (match.state, match.place, match.why_not) == (MatchState.CANCELLED, None, "Ik ben ziek")
    request = match.request
    assert (request.state, request.call_back_on) == (RequestState.SEARCHING, None)
    line = request.history.last()
    assert (line.verb, line.from_state, line.note) == (Verb.NOT_DONE, RequestState.AGREED, "Ik ben ziek")


def test_who_came_too_late_can_be_asked_anew_and_takes_the_place(
    help_request: HelpRequest, volunteer: Volunteer, volunteer2: Volunteer, broker: User, now: datetime
) -> None:
    first, late = propose(help_request, [volunteer, volunteer2], by=broker, now=now)
    accept(first, by=broker, now=now)
    cancel(first, by=broker, now=now)
    [again] = propose(help_request, [volunteer2], by=broker, now=now)
    match = accept(again, by=volunteer2.person.user, now=now)
    assert (match.place, match.request.state) == (1, RequestState.AGREED)
    late.refresh_from_db()
    assert late.state == MatchState.TAKEN


def test_of_two_helpers_the_other_stays_and_the_free_place_is_filled(
    pair: list[Match], volunteer: Volunteer, broker: User, now: datetime
) -> None:
    assert cancel(pair[0], by=broker, now=now).request.state == RequestState.SEARCHING
    pair[1].refresh_from_db()
    assert (pair[1].state, pair[1].place) == (MatchState.ACCEPTED, 2)
    [again] = propose(pair[0].request, [volunteer], by=broker, now=now)
    match = accept(again, by=broker, now=now)
    assert (match.place, match.request.state) == (1, RequestState.AGREED)


def test_twice_is_once(agreed: Match, broker: User, now: datetime) -> None:
    for why in ("eerst", "later"):
        cancel(agreed, by=broker, now=now, why=why)
    agreed.refresh_from_db()
    assert agreed.why_not == "eerst"
    assert agreed.request.history.filter(verb=Verb.NOT_DONE).count() == 1


def test_not_before_yes(proposed: Match, broker: User, now: datetime) -> None:
    with pytest.raises(Moved, match="asked"):
        cancel(proposed, by=broker, now=now)


def test_not_after_it_was_done(helped: Match, broker: User, now: datetime) -> None:
    with pytest.raises(Moved, match="done"):
        cancel(helped, by=broker, now=now)
    helped.refresh_from_db()
    assert helped.state == MatchState.DONE


def test_nobody_else_may(agreed: Match, outsider: User, now: datetime) -> None:
    with pytest.raises(NotForYou):
        cancel(agreed, by=outsider, now=now)


def test_another_volunteer_neither(agreed: Match, volunteer2: Volunteer, now: datetime) -> None:
    with pytest.raises(NotForYou):
        cancel(agreed, by=volunteer2.person.user, now=now)


def test_a_page_that_is_older_than_the_request_is_refused(agreed: Match, broker: User, now: datetime) -> None:
    with pytest.raises(Moved, match="changed this request"):
        cancel(agreed, by=broker, now=now, version=1)


def test_page_asks_what_happened(client: Client, agreed: Match, volunteer: Volunteer) -> None:
    client.force_login(volunteer.person.user)
    page = client.post(reverse("answer", args=[agreed.pk, "lukt-niet"]), {"why": ""})
    assert page.status_code == 400
    assert "Write a few words." in page.content.decode()
    agreed.refresh_from_db()
    assert agreed.state == MatchState.ACCEPTED


def test_page_refuses_get(client: Client, agreed: Match, volunteer: Volunteer) -> None:
    client.force_login(volunteer.person.user)
    assert client.get(reverse("answer", args=[agreed.pk, "lukt-niet"])).status_code == 302


def test_done_and_not_done_at_once_is_one_of_the_two(
    threads: Any, agreed: Match, volunteer: Volunteer, broker: User, now: datetime
) -> None:
    results = threads(
        lambda: done(agreed, by=volunteer.person.user, now=now), lambda: cancel(agreed, by=broker, now=now)
    )
    assert sorted(type(result).__name__ for result in results) == ["Match", "Moved"]
    agreed.refresh_from_db()
    assert (agreed.place is not None) == (agreed.state in HOLDS_PLACE)
