"""Practical points: only with consent, only by the team, and only what is needed for the helper."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from portal.help.enums import MatchState
from portal.help.models import HelpRequest, Match
from portal.people.actions import record_consent, withdraw_consent
from portal.people.data_rules import Gone, NotForYou
from portal.people.enums import Channel, Point, Purpose
from portal.people.kept_actions import forget_person, set_consent
from portal.people.models import Correction, Person, PracticalPoint, User, Volunteer
from portal.people.person_actions import NeedsConsent, set_points
from tests.factories import MatchFactory


@pytest.fixture
def agreed(resident: User, broker: User, now: datetime) -> Person:
    person: Person = resident.person
    record_consent(person, Purpose.PRACTICAL_POINTS, channel=Channel.PHONE, language="nl", by=broker, now=now)
    return person


def kept(person: Person) -> dict[str, bool]:
    return dict(PracticalPoint.objects.filter(person=person).values_list("point", "for_helper"))


def test_are_kept_and_changed(agreed: Person, broker: User, now: datetime) -> None:
    assert set_points(agreed, [Point.STAIRS, Point.DOG], [], by=broker, now=now)
    assert set_points(agreed, [Point.STAIRS], [Point.HEARING, Point.STAIRS], by=broker, now=now)
    assert kept(agreed) == {"stairs": True, "hearing": True}
    assert not set_points(agreed, [Point.STAIRS], [Point.HEARING, Point.STAIRS], by=broker, now=now)
    assert [each.fields for each in Correction.objects.all()] == ["points", "points"]


def test_need_consent_that_is_in_force(resident: User, broker: User, now: datetime) -> None:
    person = resident.person
    with pytest.raises(NeedsConsent):
        set_points(person, [Point.DOG], [], by=broker, now=now)
    said_by_child = {"channel": Channel.PHONE, "language": "nl", "said_by": "child"}
    record_consent(person, Purpose.PRACTICAL_POINTS, by=broker, now=now, **said_by_child)  # type: ignore[arg-type]
    with pytest.raises(NeedsConsent):
        set_points(person, [Point.DOG], [], by=broker, now=now)
    assert kept(person) == {}


@pytest.mark.parametrize("how", ["team", "own", "bare"])
def test_go_with_the_consent(how: str, agreed: Person, broker: User, resident: User, now: datetime) -> None:
    set_points(agreed, [Point.DOG], [Point.DOG], by=broker, now=now)
    if how == "bare":
        withdraw_consent(agreed, Purpose.PRACTICAL_POINTS, channel=Channel.PHONE, now=now)
    else:
        by = broker if how == "team" else resident
        set_consent(agreed, Purpose.PRACTICAL_POINTS, False, by=by, now=now)
    assert kept(agreed) == {}


def test_stay_when_another_consent_goes(agreed: Person, broker: User, now: datetime) -> None:
    set_points(agreed, [Point.DOG], [], by=broker, now=now)
    withdraw_consent(agreed, Purpose.CALL_AGAIN, channel=Channel.PHONE, now=now)
    assert kept(agreed) == {"dog": False}


def test_are_not_for_others(
    agreed: Person, resident: User, far_broker: User, desk: User, volunteer: Volunteer, now: datetime
) -> None:
    for other in (resident, far_broker, desk, volunteer.person.user):
        with pytest.raises(NotForYou):
            set_points(agreed, [Point.DOG], [], by=other, now=now)


def test_are_not_for_who_was_forgotten(agreed: Person, broker: User, resident: User, now: datetime) -> None:
    forget_person(agreed, by=resident, now=now)
    with pytest.raises(Gone):
        set_points(agreed, [Point.DOG], [], by=broker, now=now)


def test_withdrawn_at_the_same_moment_nothing_is_left(
    threads: Any, agreed: Person, broker: User, now: datetime
) -> None:
    threads(
        lambda: set_points(agreed, [Point.DOG], [], by=broker, now=now),
        lambda: set_consent(agreed, Purpose.PRACTICAL_POINTS, False, by=broker, now=now),
    )
    assert kept(agreed) == {}


@pytest.fixture
def held(
    agreed: Person, help_request: HelpRequest, volunteer: Volunteer, broker: User, now: datetime
) -> Match:
    set_points(agreed, [Point.STAIRS], [Point.HEARING], by=broker, now=now)
    return MatchFactory.create(
        request=help_request, volunteer=volunteer, state=MatchState.ACCEPTED, helps_on=now.date()
    )


def page_of(client: Client, user: User) -> str:
    client.force_login(user)
    return client.get("/nl/mijn/").content.decode()


def test_the_volunteer_sees_what_is_needed_and_no_more(
    client: Client, held: Match, volunteer: Volunteer
) -> None:
    page = page_of(client, volunteer.person.user)
    assert "slechthorend" in page
    assert "trappen zijn moeilijk" not in page


def test_not_before_yes_nor_without_consent(
    client: Client, held: Match, volunteer: Volunteer, now: datetime
) -> None:
    user = volunteer.person.user
    Match.objects.update(state=MatchState.PROPOSED, place=None, helps_on=None)
    assert "slechthorend" not in page_of(client, user)
    Match.objects.update(state=MatchState.ACCEPTED, place=1, helps_on=now.date())
    assert "slechthorend" in page_of(client, user)
    withdraw_consent(held.request.person, Purpose.SHARE_CONTACT, channel=Channel.PHONE, now=now)
    assert "slechthorend" not in page_of(client, user)


def test_ends_with_its_own_consent(client: Client, held: Match, volunteer: Volunteer, now: datetime) -> None:
    withdraw_consent(held.request.person, Purpose.PRACTICAL_POINTS, channel=Channel.PHONE, now=now)
    page = page_of(client, volunteer.person.user)
    assert "slechthorend" not in page
    assert str(held.request.person) in page


def test_another_volunteer_sees_nothing(client: Client, held: Match, volunteer2: Volunteer) -> None:
    assert "slechthorend" not in page_of(client, volunteer2.person.user)
