from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.contact.models import Message
from portal.help.actions import accept, propose
from portal.help.enums import HOLDS_PLACE, MatchState, RequestState, Verb
from portal.help.models import HelpRequest, Match
from portal.help.rules import Moved, NotForYou, NotPossible
from portal.people.models import User, Volunteer
from tests.factories import MatchFactory, RequestFactory


@pytest.fixture
def asked(
    help_request: HelpRequest, volunteer: Volunteer, volunteer2: Volunteer, broker: User, now: datetime
) -> list[Match]:
    return propose(help_request, [volunteer, volunteer2], by=broker, now=now)


def test_takes_the_place_and_agrees_the_request(
    asked: list[Match], volunteer: Volunteer, now: datetime
) -> None:
    match = accept(asked[0], by=volunteer.person.user, now=now)
    assert (match.state, match.place) == (MatchState.ACCEPTED, 1)
    request = match.request
    assert request.state == RequestState.AGREED
    assert request.call_back_on == timezone.localdate(now) + timedelta(days=2)
    assert request.history.last().verb == Verb.ACCEPTED


def test_lets_the_others_go(asked: list[Match], volunteer: Volunteer, now: datetime) -> None:
    accept(asked[0], by=volunteer.person.user, now=now)
    asked[1].refresh_from_db()
    assert asked[1].state == MatchState.TAKEN


def test_the_second_hears_that_somebody_was_first(
    asked: list[Match], volunteer: Volunteer, volunteer2: Volunteer, now: datetime
) -> None:
    accept(asked[0], by=volunteer.person.user, now=now)
    with pytest.raises(Moved, match="just before you"):
        accept(asked[1], by=volunteer2.person.user, now=now)


def test_yes_twice_is_yes_once(asked: list[Match], volunteer: Volunteer, now: datetime) -> None:
    for _ in range(2):
        accept(asked[0], by=volunteer.person.user, now=now)
    assert asked[0].request.history.filter(verb=Verb.ACCEPTED).count() == 1


def test_nobody_says_yes_for_another(asked: list[Match], volunteer2: Volunteer, now: datetime) -> None:
    with pytest.raises(NotForYou):
        accept(asked[0], by=volunteer2.person.user, now=now)


def test_a_broker_writes_down_a_yes_by_telephone(asked: list[Match], broker: User, now: datetime) -> None:
    assert accept(asked[0], by=broker, now=now).state == MatchState.ACCEPTED


def test_not_by_a_broker_of_elsewhere(asked: list[Match], far_broker: User, now: datetime) -> None:
    with pytest.raises(NotForYou):
        accept(asked[0], by=far_broker, now=now)


def test_two_places_agree_only_when_both_are_taken(
    resident: User, kind: object, volunteer: Volunteer, volunteer2: Volunteer, broker: User, now: datetime
) -> None:
    request = RequestFactory.create(person=resident.person, kind=kind, places=2)
    first, second = propose(request, [volunteer, volunteer2], by=broker, now=now)
    assert accept(first, by=broker, now=now).request.state == RequestState.SEARCHING
    match = accept(second, by=broker, now=now)
    assert (match.place, match.request.state) == (2, RequestState.AGREED)


def test_the_month_is_full(asked: list[Match], volunteer: Volunteer, now: datetime) -> None:
    volunteer.month_maximum = 0
    volunteer.save()
    with pytest.raises(NotPossible, match="as often as agreed"):
        accept(asked[0], by=volunteer.person.user, now=now)


def test_the_resident_is_told_once(
    asked: list[Match], volunteer: Volunteer, resident: User, now: datetime
) -> None:
    for _ in range(2):
        accept(asked[0], by=volunteer.person.user, now=now)
    assert Message.objects.filter(person=resident.person, kind="somebody_found").count() == 1


def test_the_database_has_the_last_word(
    help_request: HelpRequest, volunteer: Volunteer, volunteer2: Volunteer
) -> None:
    MatchFactory.create(request=help_request, volunteer=volunteer, state=MatchState.ACCEPTED, place=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        MatchFactory.create(request=help_request, volunteer=volunteer2, state=MatchState.ACCEPTED, place=1)


def test_page_answers_409_to_who_comes_second(
    client: Client, asked: list[Match], volunteer: Volunteer, volunteer2: Volunteer, now: datetime
) -> None:
    accept(asked[0], by=volunteer.person.user, now=now)
    client.force_login(volunteer2.person.user)
    answer = client.post(reverse("answer", args=[asked[1].pk, "ja"]))
    assert answer.status_code == 409
    assert "just before you" in answer.content.decode()


def test_page_refuses_get(client: Client, asked: list[Match], volunteer: Volunteer) -> None:
    client.force_login(volunteer.person.user)
    assert client.get(reverse("answer", args=[asked[0].pk, "ja"])).status_code == 302


def test_two_volunteers_at_once(
    threads: object,
    help_request: HelpRequest,
    volunteer: Volunteer,
    volunteer2: Volunteer,
    broker: User,
    now: datetime,
) -> None:
    first, second = propose(help_request, [volunteer, volunteer2], by=broker, now=now)
    results = threads(  # type: ignore[operator]
        lambda: accept(first, by=volunteer.person.user, now=now),
        lambda: accept(second, by=volunteer2.person.user, now=now),
    )
    assert sorted(type(result).__name__ for result in results) == ["Match", "Moved"]
    assert help_request.matches.filter(state__in=HOLDS_PLACE).count() == 1
    assert help_request.history.filter(verb=Verb.ACCEPTED).count() == 1


def test_one_volunteer_accepting_two_last_hours_of_the_month_at_once(
    threads: object, resident: User, kind: object, volunteer: Volunteer, broker: User, now: datetime
) -> None:
    volunteer.month_maximum = 1
    volunteer.save()
    requests = [RequestFactory.create(person=resident.person, kind=kind) for _ in range(2)]
    matches = [propose(request, [volunteer], by=broker, now=now)[0] for request in requests]
    results = threads(*(lambda m=m: accept(m, by=broker, now=now) for m in matches))  # type: ignore[operator, misc]
    assert sorted(type(result).__name__ for result in results) == ["Match", "NotPossible"]
