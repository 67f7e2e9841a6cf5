"""What somebody can and cannot do who only says to be a person that we know."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from design import traps
from portal.contact.models import Message
from portal.help.models import HelpKind, HelpRequest
from portal.people.actions import has_consent
from portal.people.enums import Purpose
from portal.people.models import Neighbourhood, Person, User
from tests.factories import PersonFactory

WHO = {"first_name": "Fatima", "last_name": "", "phone": "0470 12 34 56", "email": "", "language": "nl"}
WHERE = {"neighbourhood": "oud-oefenplein", "street": "Nieuwstraat", "house_number": "9", "box": ""}
YES = {"keep_request": "on", "share_contact": "on"}


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traps, "LEAST_SECONDS", 0)


@pytest.fixture
def known(area: Neighbourhood) -> Person:
    return PersonFactory.create(
        first_name="Fatima", phone="+32470123456", email="fatima@example.org", neighbourhood=area, agrees=[]
    )


def asks(client: Client, kind: HelpKind, **who: Any) -> Any:
    client.post(reverse("ask"), {"kind": kind.code})
    client.post(reverse("ask_step", args=["wat"]), {"text": "Een lamp"})
    client.post(reverse("ask_step", args=["wanneer"]), {"timing": "no_hurry", "half_day": ""})
    client.post(reverse("ask_step", args=["wie"]), {**WHO, **WHERE, **who})
    return client.post(reverse("ask_check"), YES, follow=True)


def test_their_yes_waits_to_be_confirmed(client: Client, kind: HelpKind, known: Person) -> None:
    asks(client, kind)
    assert HelpRequest.objects.get().person == known
    assert not has_consent(known, Purpose.SHARE_CONTACT)
    assert known.consents.count() == 2


def test_they_do_not_learn_that_we_know_an_address(client: Client, kind: HelpKind, known: Person) -> None:
    page = asks(client, kind)
    assert "Thank you. We have your question." in page.content.decode()
    assert "You also get a mail" not in page.content.decode()
    assert [message.to for message in mail.outbox] in ([], [["fatima@example.org"]])


def test_what_they_gave_is_kept_beside_what_we_know(client: Client, kind: HelpKind, known: Person) -> None:
    asks(client, kind)
    known.refresh_from_db()
    assert known.street == ""
    assert HelpRequest.objects.get().gave == "Nieuwstraat, 9"


def test_who_is_signed_in_completes_what_we_did_not_know(
    client: Client, kind: HelpKind, resident: User
) -> None:
    client.force_login(resident)
    asks(client, kind, first_name="Rosa")
    resident.person.refresh_from_db()
    assert (resident.person.street, resident.person.house_number) == ("Nieuwstraat", "9")
    assert HelpRequest.objects.get().gave == "+32470123456"
    assert has_consent(resident.person, Purpose.KEEP_REQUEST)


def test_a_computer_that_many_use_forgets(client: Client, kind: HelpKind, area: Neighbourhood) -> None:
    client.post(reverse("ask"), {"kind": kind.code})
    client.post(reverse("ask_step", args=["wat"]), {"text": "Geheim"})
    assert client.session.get_expiry_age() <= 2 * 60 * 60
    client.post(reverse("ask_start_over"))
    client.post(reverse("ask"), {"kind": kind.code})
    assert "Geheim" not in client.get(reverse("ask_step", args=["wat"])).content.decode()


def test_looking_leaves_nothing_behind(client: Client, kind: HelpKind, area: Neighbourhood) -> None:
    page = client.get(reverse("ask"), {"soort": kind.code}, follow=True)
    assert page.status_code == 200
    assert not client.session.keys()


def test_a_correction_leads_back_to_the_check(client: Client, kind: HelpKind, area: Neighbourhood) -> None:
    asks(client, kind)
    client.post(reverse("ask_start_over"))
    client.post(reverse("ask"), {"kind": kind.code})
    client.post(reverse("ask_step", args=["wat"]), {"text": "Een lamp"})
    client.post(reverse("ask_step", args=["wanneer"]), {"timing": "no_hurry", "half_day": ""})
    client.post(reverse("ask_step", args=["wie"]), {**WHO, **WHERE})
    page = client.post(reverse("ask_step", args=["wat"]) + "?naar=nakijken", {"text": "Twee lampen"})
    assert page["Location"] == reverse("ask_check")


@pytest.mark.parametrize("times", [10, 11])
def test_many_questions_from_one_place_wait(
    client: Client, kind: HelpKind, area: Neighbourhood, times: int
) -> None:
    for number in range(times):
        page = asks(client, kind, first_name=f"Buur{number}")
    assert page.status_code == (200 if times == 10 else 429)
    assert HelpRequest.objects.count() == 10


def test_asking_to_be_called_again_once_it_was_done(
    client: Client, area: Neighbourhood, broker: User, settings: Any
) -> None:
    data = {
        "first_name": "Nadia",
        "phone": "0470 99 99 99",
        "language": "ar",
        "started": traps.start_stamp(),
    }
    for _ in range(2):
        assert client.post(reverse("call_me"), data).status_code == 302
    assert Message.objects.to_call().count() == 1
    client.force_login(broker)
    client.post(reverse("told", args=[Message.objects.get().pk]))
    client.post(reverse("call_me"), data)
    assert Message.objects.to_call().count() == 1
    assert Message.objects.count() == 2
