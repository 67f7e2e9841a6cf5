"""GDPR art. 18: what is restricted is kept, and used for nothing."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from design.errors import RuleError
from portal.contact.actions import send_mail, tell
from portal.contact.enums import Route
from portal.contact.models import Message
from portal.help.actions import accept, propose
from portal.help.enums import MatchState, Verb
from portal.help.matching import candidates
from portal.help.models import HelpRequest, Match
from portal.help.rules import NotPossible
from portal.people.data_rules import NotForYou
from portal.people.enums import Channel, DataQuestion
from portal.people.kept_actions import ask_about_data, restrict
from portal.people.models import DataRequest, Person, Restriction, User, Volunteer
from tests.factories import MatchFactory

pytestmark = pytest.mark.django_db


def test_by_the_person_and_twice_is_once(resident: User, now: datetime) -> None:
    person = resident.person
    assert restrict(person, True, by=resident, now=now) is True
    assert restrict(person, True, by=resident, now=now) is False
    person.refresh_from_db()
    assert (person.restricted_at, person.restricted_by) == (now, None)
    assert restrict(person, False, by=resident, now=now) is True
    assert list(Restriction.objects.values_list("begins", "by")) == [
        (False, resident.pk),
        (True, resident.pk),
    ]
    assert Person.objects.usable().filter(pk=person.pk).exists()


def test_by_the_team_answers_what_was_asked(resident: User, broker: User, now: datetime) -> None:
    ask_about_data(resident.person, DataQuestion.RESTRICT, channel=Channel.PHONE, by=broker, now=now)
    restrict(resident.person, True, by=broker, now=now)
    assert DataRequest.objects.get().answered_at == now


@pytest.mark.parametrize("who", ["far_broker", "desk", "editor", "steering", "partner", "volunteer"])
def test_not_by_others(who: str, request: pytest.FixtureRequest, resident: User, now: datetime) -> None:
    found = request.getfixturevalue(who)
    by = found.person.user if isinstance(found, Volunteer) else found
    with pytest.raises(NotForYou):
        restrict(resident.person, True, by=by, now=now)
    assert not Restriction.objects.exists()


def test_only_the_coordinator_or_who_handles_it_ends_it_and_sees_them(
    resident: User,
    broker: User,
    other_broker: User,
    coordinator: User,
    help_request: HelpRequest,
    now: datetime,
) -> None:
    restrict(resident.person, True, by=broker, now=now)
    with pytest.raises(NotForYou):
        restrict(resident.person, False, by=other_broker, now=now)
    for user, sees in ((broker, True), (coordinator, True), (other_broker, False), (resident, True)):
        assert Person.objects.visible_to(user).filter(pk=resident.person.pk).exists() is sees
        assert HelpRequest.objects.visible_to(user).exists() is sees
    assert restrict(resident.person, False, by=coordinator, now=now)


def test_open_questions_wait_and_say_so(
    help_request: HelpRequest, volunteer: Volunteer, broker: User, resident: User, now: datetime
) -> None:
    [asked] = propose(help_request, [volunteer], by=broker, now=now)
    restrict(resident.person, True, by=resident, now=now)
    assert help_request.history.last().verb == Verb.RESTRICTED  # type: ignore[union-attr]
    for by in (volunteer.person.user, broker):
        with pytest.raises(NotPossible):
            accept(asked, by=by, now=now)
    with pytest.raises(NotPossible, match="waits"):
        propose(help_request, [volunteer], by=broker, now=now)
    restrict(resident.person, False, by=resident, now=now)
    assert accept(asked, by=broker, now=now).state == MatchState.ACCEPTED


def test_a_volunteer_is_not_proposed_and_says_no_yes(
    help_request: HelpRequest, volunteer: Volunteer, broker: User, now: datetime
) -> None:
    [asked] = propose(help_request, [volunteer], by=broker, now=now)
    asked.delete()
    assert volunteer in candidates(help_request, by=broker, now=now)
    earlier = MatchFactory.create(request=help_request, volunteer=volunteer)
    restrict(volunteer.person, True, by=volunteer.person.user, now=now)
    for by in (volunteer.person.user, broker):
        with pytest.raises(NotPossible, match="may not be used"):
            accept(earlier, by=by, now=now)
    earlier.delete()
    assert volunteer not in candidates(help_request, by=broker, now=now)
    fresh = Volunteer.objects.select_related("person").get(pk=volunteer.pk)
    with pytest.raises(NotPossible):
        propose(help_request, [fresh], by=broker, now=now)


@pytest.mark.parametrize("whose", ["resident", "volunteer"])
def test_contact_details_go_at_once(
    help_request: HelpRequest, volunteer: Volunteer, now: datetime, whose: str
) -> None:
    match = MatchFactory.create(request=help_request, volunteer=volunteer, state=MatchState.ACCEPTED)
    person = help_request.person if whose == "resident" else volunteer.person
    assert Match.objects.get(pk=match.pk).shows_contact(now)
    restrict(person, True, by=person.user, now=now)
    assert not Match.objects.get(pk=match.pk).shows_contact(now)


def test_no_mail_and_no_call(resident: User, coordinator: User, now: datetime) -> None:
    person = resident.person
    Message.objects.create(
        person=person, neighbourhood=person.neighbourhood, route=Route.MAIL, kind="moved", language="nl",
        subject="x", body="y", key="1", created_at=now,
    )  # fmt: skip
    restrict(person, True, by=resident, now=now)
    assert send_mail(Message.objects.get().pk, now=now) is False
    assert not mail.outbox
    assert not Message.objects.visible_to(coordinator).to_call().exists()
    restrict(person, False, by=resident, now=now)
    assert Message.objects.visible_to(coordinator).to_call().exists()


def test_what_concerns_their_own_data_is_mailed(resident: User, now: datetime) -> None:
    restrict(resident.person, True, by=resident, now=now)
    person = Person.objects.get(pk=resident.person.pk)
    made = tell(person, "second_factor_reset", key="1", now=now, route=Route.MAIL)
    assert send_mail(made.pk, now=now) is True


def test_on_the_screens(
    client: Client, resident: User, broker: User, other_broker: User, now: datetime
) -> None:
    client.force_login(resident)
    assert client.post(reverse("restrict_me", args=["stoppen"])).status_code == 302
    assert "/gebruik/hervatten/" in client.get(reverse("my_data")).content.decode()
    assert client.post(reverse("restrict_me", args=["iets"])).status_code == 404
    assert client.post(reverse("restrict_me", args=["hervatten"])).status_code == 302
    client.force_login(broker)
    dossier = reverse("dossier", args=[resident.person.pk])
    client.post(reverse("restrict_person", args=[resident.person.pk, "stoppen"]))
    assert "may not use it" in client.get(dossier).content.decode()
    client.force_login(other_broker)
    assert client.get(dossier).status_code == 404
    assert client.post(reverse("restrict_person", args=[resident.person.pk, "hervatten"])).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_yes_and_a_stop_at_the_same_time(
    threads: object,
    help_request: HelpRequest,
    volunteer: Volunteer,
    broker: User,
    resident: User,
    now: datetime,
) -> None:
    """Whoever is second sees what the first did: either the yes was first, or it is refused."""
    [asked] = propose(help_request, [volunteer], by=broker, now=now)
    said, _stopped = threads(  # type: ignore[operator]
        lambda: accept(asked, by=broker, now=now),
        lambda: restrict(resident.person, True, by=resident, now=now),
    )
    match = Match.objects.select_related("request__person", "volunteer__person").get(pk=asked.pk)
    assert isinstance(said, RuleError) == (match.state == MatchState.PROPOSED)
    assert not match.shows_contact(now)
