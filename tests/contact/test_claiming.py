"""Somebody with an invitation proves that the record is theirs."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from portal.contact import login_codes
from portal.contact.claiming import ask_proof, claim, find
from portal.contact.enums import InvitationRoute
from portal.contact.invitation_rules import (
    InvitationOver,
    NoMoreProofs,
    SomebodyElse,
    TakenAddress,
    WrongProof,
)
from portal.contact.invitations import invite, spoken, take_back
from portal.contact.models import Invitation, Message
from portal.people.models import Neighbourhood, Person, User
from portal.people.roles import Role
from tests.factories import PersonFactory, UserFactory

MOBILE = "+32470123412"
CODE = re.compile(r"[A-Z]{4}-[A-Z]{4}")


@pytest.fixture
def neighbour(area: Neighbourhood) -> Person:
    return PersonFactory.create(
        neighbourhood=area, first_name="Fatima", email="fatima@example.org", phone=MOBILE
    )


@pytest.fixture
def invited(neighbour: Person, broker: User, now: datetime) -> tuple[Invitation, str]:
    return invite(neighbour, InvitationRoute.LETTER, by=broker, now=now)


@pytest.fixture
def texts(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    monkeypatch.setattr(login_codes, "send_sms", lambda *args: found.append(args))
    return found


@pytest.fixture
def proof(
    invited: tuple[Invitation, str],
    now: datetime,
    mailoutbox: list[EmailMessage],
    django_capture_on_commit_callbacks: Any,
) -> str:
    """The second code, as it was mailed."""
    with django_capture_on_commit_callbacks(execute=True):
        ask_proof(invited[0].pk, "email", now=now)
    assert mailoutbox[-1].to == ["fatima@example.org"]
    return CODE.findall(mailoutbox[-1].body)[0]


# --- The action -----------------------------------------------------------------------------


def test_with_the_proof_they_get_an_account(
    invited: tuple[Invitation, str], neighbour: Person, proof: str, now: datetime
) -> None:
    user = claim(invited[0].pk, proof.lower(), signed_in=None, now=now)
    neighbour.refresh_from_db()
    assert neighbour.user == user
    # What was not proven is no way in.
    assert (user.email, user.phone) == ("fatima@example.org", None)
    assert user.roles == {Role.RESIDENT}
    assert Invitation.objects.get().used_at == now


def test_once(invited: tuple[Invitation, str], proof: str, now: datetime) -> None:
    claim(invited[0].pk, proof, signed_in=None, now=now)
    with pytest.raises(InvitationOver):
        claim(invited[0].pk, proof, signed_in=None, now=now)
    with pytest.raises(InvitationOver):
        find(invited[1], now)
    assert User.objects.filter(email="fatima@example.org").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one(
    threads: Any, neighbour: Person, broker: User, mailoutbox: list[EmailMessage]
) -> None:
    now = timezone.now()
    invitation, _code = invite(neighbour, InvitationRoute.LETTER, by=broker, now=now)
    ask_proof(invitation.pk, "email", now=now)
    [code] = CODE.findall(mailoutbox[-1].body)
    results = threads(*[partial(claim, invitation.pk, code, signed_in=None, now=now)] * 2)
    assert sorted(type(result).__name__ for result in results) == ["InvitationOver", "User"]
    assert User.objects.filter(email="fatima@example.org").count() == 1


def test_wrong_five_times_is_the_end_of_that_code(
    invited: tuple[Invitation, str], proof: str, now: datetime
) -> None:
    for _ in range(5):
        with pytest.raises(WrongProof):
            claim(invited[0].pk, "AAAA-AAAA", signed_in=None, now=now)
    with pytest.raises(NoMoreProofs):
        claim(invited[0].pk, proof, signed_in=None, now=now)


def test_five_codes_and_no_more(invited: tuple[Invitation, str], now: datetime) -> None:
    for _ in range(5):
        ask_proof(invited[0].pk, "email", now=now)
    with pytest.raises(NoMoreProofs):
        ask_proof(invited[0].pk, "email", now=now)


def test_the_second_code_is_good_for_a_quarter(
    invited: tuple[Invitation, str], proof: str, now: datetime
) -> None:
    with pytest.raises(WrongProof):
        claim(invited[0].pk, proof, signed_in=None, now=now + timedelta(minutes=15))
    assert claim(invited[0].pk, proof, signed_in=None, now=now + timedelta(minutes=14))


def test_no_code_was_asked(invited: tuple[Invitation, str], now: datetime) -> None:
    with pytest.raises(WrongProof):
        claim(invited[0].pk, "", signed_in=None, now=now)


def test_a_record_that_changed_meanwhile_is_not_proven(
    invited: tuple[Invitation, str], proof: str, now: datetime
) -> None:
    Person.objects.filter(invitations=invited[0]).update(email="other@example.org")
    with pytest.raises(WrongProof):
        claim(invited[0].pk, proof, signed_in=None, now=now)
    assert not User.objects.filter(email="other@example.org").exists()


def test_who_is_signed_in_and_nobody_yet_keeps_that_account(
    invited: tuple[Invitation, str], neighbour: Person, proof: str, now: datetime
) -> None:
    user = UserFactory.create()
    assert claim(invited[0].pk, proof, signed_in=user, now=now) == user
    neighbour.refresh_from_db()
    assert neighbour.user == user


def test_nobody_takes_two_people(
    invited: tuple[Invitation, str], resident: User, proof: str, now: datetime
) -> None:
    with pytest.raises(SomebodyElse):
        claim(invited[0].pk, proof, signed_in=resident, now=now)
    assert Invitation.objects.live(now).exists()


def test_an_address_that_is_a_login_already_comes_on_the_call_list(
    invited: tuple[Invitation, str], neighbour: Person, proof: str, now: datetime
) -> None:
    UserFactory.create(email="fatima@example.org")
    for _ in range(2):
        with pytest.raises(TakenAddress):
            claim(invited[0].pk, proof, signed_in=None, now=now)
    line = Message.objects.get(kind="taken_address", route="call")
    assert line.neighbourhood == neighbour.neighbourhood
    neighbour.refresh_from_db()
    assert neighbour.user is None


@pytest.mark.parametrize("how", ["taken back", "replaced", "expired", "forgotten"])
def test_what_is_over_opens_nothing(
    how: str, invited: tuple[Invitation, str], neighbour: Person, proof: str, broker: User, now: datetime
) -> None:
    later = now
    if how == "taken back":
        take_back(neighbour, by=broker, now=now)
    elif how == "replaced":
        invite(neighbour, InvitationRoute.LETTER, by=broker, now=now)
    elif how == "forgotten":
        Person.objects.filter(pk=neighbour.pk).update(forgotten_at=now)
    else:
        later = now + timedelta(days=30)
    with pytest.raises(InvitationOver):
        claim(invited[0].pk, proof, signed_in=None, now=later)


# --- The pages ------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_the_whole_way_by_letter(
    client: Client, neighbour: Person, broker: User, texts: list[tuple[str, str]]
) -> None:
    _invitation, code = invite(neighbour, InvitationRoute.LETTER, by=broker, now=timezone.now())
    answer = client.post(reverse("welcome"), {"code": f" {spoken(code).lower()} "})
    assert answer["Location"] == reverse("welcome_proof")
    page = client.get(answer["Location"]).content.decode()
    assert "04•• •• •• 12" in page.replace("\u00a0", " ")
    for told in ("Fatima", "fatima", "470", "example"):
        assert told not in page
    client.post(reverse("welcome_send"), {"way": "phone"})
    [(number, text)] = texts
    assert number == MOBILE
    wrong = client.post(reverse("welcome_claim"), {"code": "nee"})
    assert (wrong.status_code, "Fatima" in wrong.content.decode()) == (400, False)
    answer = client.post(reverse("welcome_claim"), {"code": CODE.findall(text)[0]})
    assert answer["Location"] == reverse("mine")
    assert "Fatima" in client.get(reverse("mine")).content.decode()
    assert str(User.objects.get(person=neighbour).phone.as_e164) == MOBILE


def test_following_a_link_changes_nothing_and_tells_nothing(
    client: Client, neighbour: Person, broker: User, now: datetime
) -> None:
    _invitation, secret = invite(neighbour, InvitationRoute.MAIL, by=broker, now=now)
    pages = []
    for each in (secret, "onbekend"):
        html = client.get(reverse("welcome_link", args=[each])).content.decode()
        pages.append(re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html).replace(each, ""))
    assert pages[0] == pages[1]
    assert Invitation.objects.get().proofs_sent == 0
    assert client.get(reverse("welcome_proof"))["Location"] == reverse("welcome")
    assert client.post(reverse("welcome_link", args=[secret]))["Location"] == reverse("welcome_proof")


@pytest.mark.parametrize("how", ["wrong", "expired", "used", "taken back"])
def test_the_same_answer_whatever_is_wrong(
    how: str, client: Client, invited: tuple[Invitation, str], neighbour: Person, broker: User, now: datetime
) -> None:
    code = "2222-2222" if how == "wrong" else spoken(invited[1])
    if how == "used":
        Invitation.objects.update(used_at=now)
    if how == "taken back":
        take_back(neighbour, by=broker, now=now)
    with time_machine.travel(now + timedelta(days=31 if how == "expired" else 0), tick=False):
        answer = client.post(reverse("welcome"), {"code": code})
    assert answer.status_code == 400
    assert "This code does not work, or not any more." in answer.content.decode()
    assert spoken(invited[1]) in answer.content.decode() or how == "wrong"


def test_guessing_has_an_end_per_address_and_per_beginning(client: Client, db: None) -> None:
    statuses = [client.post(reverse("welcome"), {"code": "2222-3333"}).status_code for _ in range(21)]
    assert statuses == [400] * 20 + [429]


def test_guessing_the_rest_of_a_beginning_has_an_end_everywhere(
    db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from portal.contact.views import welcome

    monkeypatch.setattr(welcome, "BEGIN_ALIKE", {"most": 2, "seconds": 3600})
    statuses = []
    for number in range(4):
        client = Client(REMOTE_ADDR=f"192.0.2.{number}")
        statuses.append(client.post(reverse("welcome"), {"code": f"2222-333{number + 2}"}).status_code)
    assert statuses == [400, 400, 429, 429]
    assert Client().post(reverse("welcome"), {"code": "3333-2222"}).status_code == 400


def test_over_while_they_are_under_way(
    client: Client, invited: tuple[Invitation, str], neighbour: Person, broker: User, now: datetime
) -> None:
    client.post(reverse("welcome"), {"code": invited[1]})
    take_back(neighbour, by=broker, now=now)
    for name, data in (("welcome_send", {"way": "email"}), ("welcome_claim", {"code": "AAAA"})):
        assert client.post(reverse(name), data).status_code == 400
