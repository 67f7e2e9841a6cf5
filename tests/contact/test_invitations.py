"""Inviting somebody we know to have an account: what the team does."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from design.errors import RuleError
from portal.contact import invitations
from portal.contact.actions import send_mail
from portal.contact.enums import InvitationRoute, MessageState, Route
from portal.contact.invitation_rules import CannotInvite, masked_address, masked_number
from portal.contact.invitations import hash_of, invite, link_secret, spoken, take_back, typed
from portal.contact.letters import letter, letter_data
from portal.contact.models import Invitation, Message
from portal.people.data_rules import NotForYou
from portal.people.models import Neighbourhood, Person, User
from tests.factories import PersonFactory

MOBILE = "+32470123412"


@pytest.fixture
def neighbour(area: Neighbourhood) -> Person:
    """Known, with a mobile number and an address, without an account."""
    return PersonFactory.create(
        neighbourhood=area, first_name="Fatima", email="fatima@example.org", phone=MOBILE
    )


def test_a_link_by_mail_stands_nowhere_but_in_the_mail(
    neighbour: Person,
    broker: User,
    now: datetime,
    mailoutbox: list[EmailMessage],
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        invitation, secret = invite(neighbour, InvitationRoute.MAIL, by=broker, now=now)
    [mail] = mailoutbox
    assert mail.to == ["fatima@example.org"]
    assert reverse("welcome_link", args=[secret]) in mail.body.replace("/nl/", "/en/")
    assert "Fatima" not in mail.body
    assert secret not in str(Message.objects.values()) + str(Invitation.objects.values())
    assert invitation.expires_at == now + timedelta(days=7)


def test_one_that_is_over_is_not_mailed(
    neighbour: Person, broker: User, now: datetime, mailoutbox: list[EmailMessage]
) -> None:
    invite(neighbour, InvitationRoute.MAIL, by=broker, now=now)
    take_back(neighbour, by=broker, now=now)
    message = Message.objects.get()
    assert send_mail(message.pk, now=now) is False
    message.refresh_from_db()
    assert (message.state, mailoutbox) == (MessageState.FAILED, [])


@pytest.mark.parametrize("fails", [False, True])
def test_a_link_by_text_message(
    fails: bool,
    neighbour: Person,
    broker: User,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    sent: list[tuple[str, str]] = []

    def gateway(number: str, text: str) -> None:
        if fails:
            raise invitations.NotSent("500")
        sent.append((number, text))

    monkeypatch.setattr(invitations, "send_sms", gateway)
    with django_capture_on_commit_callbacks(execute=True):
        invitation, secret = invite(neighbour, InvitationRoute.TEXT, by=broker, now=now)
    if fails:
        assert Message.objects.get().route == Route.CALL
    else:
        [(number, text)] = sent
        assert number == MOBILE
        assert secret in text
    assert link_secret(invitation) == secret


def test_only_a_hash_of_the_letters_code_is_kept(neighbour: Person, broker: User, now: datetime) -> None:
    invitation, code = invite(neighbour, InvitationRoute.LETTER, by=broker, now=now)
    assert len(code) == 8
    assert invitation.secret_hash == hash_of(typed(spoken(code).lower()))
    assert code not in str(Invitation.objects.values())
    assert invitation.expires_at == now + timedelta(days=30)


def test_a_new_one_replaces_the_one_before(neighbour: Person, broker: User, now: datetime) -> None:
    first, _code = invite(neighbour, InvitationRoute.LETTER, by=broker, now=now)
    second, _code = invite(neighbour, InvitationRoute.LETTER, by=broker, now=now)
    assert list(Invitation.objects.live(now)) == [second]
    assert Invitation.objects.get(pk=first.pk).ended_at == now


def test_two_at_once_leave_one(threads: Any, neighbour: Person, broker: User, other_broker: User) -> None:
    now = timezone.now()
    results = threads(
        *(partial(invite, neighbour, InvitationRoute.LETTER, by=by, now=now) for by in (broker, other_broker))
    )
    assert all(isinstance(result, tuple) for result in results)
    assert Invitation.objects.live(now).count() == 1


def test_taken_back_twice_is_once(neighbour: Person, broker: User, now: datetime) -> None:
    invite(neighbour, InvitationRoute.LETTER, by=broker, now=now)
    assert take_back(neighbour, by=broker, now=now) is True
    assert take_back(neighbour, by=broker, now=now) is False
    assert not Invitation.objects.live(now).exists()


@pytest.mark.parametrize("role", ["far_broker", "editor", "desk", "resident", "partner"])
def test_only_by_the_team_of_here(
    role: str, neighbour: Person, now: datetime, request: pytest.FixtureRequest
) -> None:
    by = request.getfixturevalue(role)
    with pytest.raises(NotForYou):
        invite(neighbour, InvitationRoute.LETTER, by=by, now=now)
    with pytest.raises(NotForYou):
        take_back(neighbour, by=by, now=now)
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("details", "route"),
    [
        ({"email": "", "phone": ""}, InvitationRoute.LETTER),
        ({"email": "", "phone": "+3215123456"}, InvitationRoute.LETTER),
        ({"email": ""}, InvitationRoute.MAIL),
        ({"phone": ""}, InvitationRoute.TEXT),
    ],
)
def test_without_a_way_to_prove_it_there_is_none(
    details: dict[str, str], route: InvitationRoute, neighbour: Person, broker: User, now: datetime
) -> None:
    Person.objects.filter(pk=neighbour.pk).update(**details)
    with pytest.raises(CannotInvite):
        invite(neighbour, route, by=broker, now=now)


def test_who_has_an_account_or_was_forgotten_is_not_invited(
    resident: User, neighbour: Person, broker: User, now: datetime
) -> None:
    Person.objects.filter(pk=neighbour.pk).update(forgotten_at=now)
    for person in (resident.person, neighbour):
        with pytest.raises(RuleError):
            invite(person, InvitationRoute.LETTER, by=broker, now=now)


@given(minutes=st.integers(0, 60 * 24 * 60))
def test_it_lives_until_the_minute_it_expires(minutes: int) -> None:
    start = datetime(2026, 3, 1, tzinfo=timezone.get_default_timezone())
    found = Invitation(expires_at=start + timedelta(days=30))
    assert found.is_live(start + timedelta(minutes=minutes)) is (minutes < 30 * 24 * 60)


@given(digits=st.text("0123456789", min_size=9, max_size=11))
def test_a_mask_shows_four_digits_at_most(digits: str) -> None:
    shown = masked_number(digits)
    assert [letter for letter in shown if letter.isdigit()] == list(digits[:2] + digits[-2:])
    assert masked_number("0470 12 34 12").split("\u00a0") == ["04••", "••", "••", "12"]


def test_a_mask_of_an_address_tells_no_length() -> None:
    assert masked_address("fatima@example.org") == "f••••@e••••.org"
    assert masked_address("f@e.org") == "f••••@e••••.org"


@pytest.mark.parametrize("code", ["nl", "fr", "en", "ar"])
def test_the_letter_in_their_language(code: str, neighbour: Person, broker: User, now: datetime) -> None:
    neighbour.language = code
    neighbour.save()
    invitation, secret = invite(neighbour, InvitationRoute.LETTER, by=broker, now=now)
    assert letter(invitation, secret).startswith(b"%PDF-")
    with translation.override(code):
        data = letter_data(invitation, secret)
    assert data["receiver"][0].startswith("Fatima")
    assert data["code"] == f"{secret[:4]}-{secret[4:]}"
    assert f"/{code}/" in data["address"]
    assert (" je " in " ".join([*data["before"], *data["steps"], *data["after"]])) is False


# --- The pages ------------------------------------------------------------------------------


def test_from_the_dossier(client: Client, neighbour: Person, broker: User) -> None:
    client.force_login(broker)
    dossier = reverse("dossier", args=[neighbour.pk])
    page = client.get(dossier).content.decode()
    assert reverse("invite", args=[neighbour.pk, "brief"]) in page
    paper = client.post(reverse("invite", args=[neighbour.pk, "brief"]))
    assert (paper["Content-Type"], paper["Cache-Control"]) == ("application/pdf", "private, no-store")
    assert reverse("take_invitation_back", args=[neighbour.pk]) in client.get(dossier).content.decode()
    answer = client.post(reverse("take_invitation_back", args=[neighbour.pk]), {"next": "//evil.example/"})
    assert answer["Location"] == dossier
    assert not Invitation.objects.live(timezone.now()).exists()


def test_without_a_gateway_there_is_no_text_message(
    client: Client, neighbour: Person, broker: User, settings: Settings
) -> None:
    settings.DEMO_ALLOWED = False
    client.force_login(broker)
    page = client.get(reverse("dossier", args=[neighbour.pk])).content.decode()
    assert reverse("invite", args=[neighbour.pk, "bericht"]) not in page
    assert client.post(reverse("invite", args=[neighbour.pk, "bericht"])).status_code == 409
    assert client.post(reverse("invite", args=[neighbour.pk, "duif"])).status_code == 404


def test_the_days_are_settings() -> None:
    assert set(django_settings.INVITATION_DAYS) == set(InvitationRoute.values)
