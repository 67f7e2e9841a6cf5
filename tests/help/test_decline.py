from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.help.actions import accept, decline, propose
from portal.help.enums import MatchState, RequestState, Verb
from portal.help.models import HelpRequest, Match
from portal.help.rules import Moved, NotForYou
from portal.people.models import User, Volunteer


def test_no_is_no_and_the_search_goes_on(proposed: Match, volunteer: Volunteer, now: datetime) -> None:
    match = decline(proposed, by=volunteer.person.user, now=now, why="Ik ben op reis")
    assert (match.state, match.place, match.answered_at, match.why_not) == (
        MatchState.DECLINED,
        None,
        now,
        "Ik ben op reis",
    )
    assert match.request.state == RequestState.SEARCHING
    line = match.request.history.last()
    assert (line.verb, line.by, line.match, line.note) == (
        Verb.DECLINED,
        volunteer.person.user,
        match,
        "Ik ben op reis",
    )


def test_no_reason_is_needed(proposed: Match, volunteer: Volunteer, now: datetime) -> None:
    assert decline(proposed, by=volunteer.person.user, now=now).why_not == ""


def test_no_twice_is_no_once_with_the_first_reason(
    proposed: Match, volunteer: Volunteer, now: datetime
) -> None:
    for why in ("eerst", "later"):
        decline(proposed, by=volunteer.person.user, now=now, why=why)
    proposed.refresh_from_db()
    assert proposed.why_not == "eerst"
    assert proposed.request.history.filter(verb=Verb.DECLINED).count() == 1


def test_a_broker_writes_down_a_no_by_telephone(proposed: Match, broker: User, now: datetime) -> None:
    assert decline(proposed, by=broker, now=now).state == MatchState.DECLINED


def test_nobody_else_says_no_for_another(proposed: Match, outsider: User, now: datetime) -> None:
    with pytest.raises(NotForYou):
        decline(proposed, by=outsider, now=now)


def test_another_volunteer_neither(proposed: Match, volunteer2: Volunteer, now: datetime) -> None:
    with pytest.raises(NotForYou):
        decline(proposed, by=volunteer2.person.user, now=now)


def test_after_no_a_yes_is_too_late(proposed: Match, volunteer: Volunteer, now: datetime) -> None:
    decline(proposed, by=volunteer.person.user, now=now)
    with pytest.raises(Moved, match="said no"):
        accept(proposed, by=volunteer.person.user, now=now)


def test_after_yes_it_is_no_longer_a_no(agreed: Match, volunteer: Volunteer, now: datetime) -> None:
    with pytest.raises(Moved, match="said yes"):
        decline(agreed, by=volunteer.person.user, now=now)
    agreed.refresh_from_db()
    assert (agreed.state, agreed.place) == (MatchState.ACCEPTED, 1)


def test_the_other_who_was_asked_still_may_say_yes(
    help_request: HelpRequest, volunteer: Volunteer, volunteer2: Volunteer, broker: User, now: datetime
) -> None:
    first, second = propose(help_request, [volunteer, volunteer2], by=broker, now=now)
    decline(first, by=volunteer.person.user, now=now)
    assert accept(second, by=volunteer2.person.user, now=now).request.state == RequestState.AGREED


def test_page_keeps_the_reason(client: Client, proposed: Match, volunteer: Volunteer) -> None:
    client.force_login(volunteer.person.user)
    answer = client.post(reverse("answer", args=[proposed.pk, "nee"]), {"why": "Ik ben op reis"})
    assert (answer.status_code, answer["Location"]) == (302, reverse("mine"))
    proposed.refresh_from_db()
    assert (proposed.state, proposed.why_not) == (MatchState.DECLINED, "Ik ben op reis")


def test_page_refuses_get(client: Client, proposed: Match, volunteer: Volunteer) -> None:
    client.force_login(volunteer.person.user)
    assert client.get(reverse("answer", args=[proposed.pk, "nee"])).status_code == 302


def test_yes_and_no_at_once_is_one_of_the_two(
    threads: Any, proposed: Match, volunteer: Volunteer, broker: User, now: datetime
) -> None:
    results = threads(
        lambda: accept(proposed, by=volunteer.person.user, now=now),
        lambda: decline(proposed, by=broker, now=now),
    )
    assert sorted(type(result).__name__ for result in results) == ["Match", "Moved"]
    assert proposed.request.history.filter(verb__in=[Verb.ACCEPTED, Verb.DECLINED]).count() == 1
