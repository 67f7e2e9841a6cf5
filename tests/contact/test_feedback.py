"""What somebody whom we do not know tells us about the website ends on the call list."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse

from design import traps
from portal.contact.enums import MessageState, Route
from portal.contact.models import Message
from portal.people.models import Neighbourhood, User

TOLD = {"page": "/nl/agenda/", "text": "De letters zijn te klein.", "reach": "0470 12 34 56"}


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traps, "LEAST_SECONDS", 0)


def send(client: Client, **fields: Any) -> Any:
    data = {**TOLD, "started": traps.start_stamp(), "website": "", **fields}
    return client.post("/fr/toegankelijkheid-melden/", data)


def test_it_is_on_the_call_list(client: Client, area: Neighbourhood, broker: User) -> None:
    answer = send(client)
    assert (answer.status_code, answer["Location"]) == (302, "/fr/toegankelijkheid-melden/klaar/")
    assert "30" in client.get(answer["Location"]).content.decode()
    message = Message.objects.get()
    assert (message.route, message.stranger, message.script) == (Route.CALL, TOLD["reach"], TOLD["text"])
    assert (message.language, message.path, message.neighbourhood) == ("fr", "/nl/agenda/", area)
    client.force_login(broker)
    page = client.get(reverse("worklist")).content.decode()
    for expected in (TOLD["reach"], TOLD["text"], 'href="/nl/agenda/"'):
        assert expected in page
    client.post(reverse("told", args=[message.pk]))
    message.refresh_from_db()
    assert message.state == MessageState.DONE


def test_without_a_name_and_without_a_page(client: Client, area: Neighbourhood, broker: User) -> None:
    send(client, page="", reach="")
    client.force_login(broker)
    assert "Somebody who gave no name" in client.get("/en/bemiddeling/").content.decode()


def test_sent_twice_is_told_once(client: Client, area: Neighbourhood) -> None:
    stamp = traps.start_stamp()
    for text in ("Te klein.", "Te klein.", "Nog iets."):
        send(client, started=stamp, text=text)
    assert Message.objects.count() == 2


def test_the_secretary_reads_that_it_is_there_and_nothing_of_it(
    client: Client,
    area: Neighbourhood,
    mailoutbox: list[EmailMessage],
    django_capture_on_commit_callbacks: Any,
) -> None:
    area.secretary = "secretaris@example.org"
    area.save()
    with django_capture_on_commit_callbacks(execute=True):
        send(client)
    [mail] = mailoutbox
    assert mail.to == ["secretaris@example.org"]
    assert "http://localhost:8000/nl/bemiddeling/" in mail.body
    assert not any(value in mail.body + mail.subject for value in TOLD.values())
    assert Message.objects.to_call().count() == 1


@pytest.mark.parametrize(
    ("asked", "filled"),
    [
        ("/nl/agenda/", "/nl/agenda/"),
        ("//kwaad.example/", ""),
        ("https://kwaad.example/", ""),
        ("javascript:x", ""),
        ("/\\kwaad.example", ""),
    ],
)
def test_the_page_is_filled_in_when_it_is_ours(
    client: Client, area: Neighbourhood, asked: str, filled: str
) -> None:
    form = client.get(reverse("feedback"), {"pagina": asked}).context["form"]
    assert form["page"].value() == filled


def test_a_page_elsewhere_is_no_link_for_a_broker(client: Client, area: Neighbourhood) -> None:
    send(client, page="https://kwaad.example/")
    assert Message.objects.get().path == ""


@pytest.mark.parametrize("wrong", [{"text": ""}, {"text": "x" * 1001}, {"website": "x"}, {"started": "x"}])
def test_what_is_wrong_is_given_back(client: Client, area: Neighbourhood, wrong: dict[str, str]) -> None:
    answer = send(client, **wrong)
    assert answer.status_code == 400
    assert TOLD["reach"] in answer.content.decode()
    assert not Message.objects.exists()


def test_a_program_that_sends_many_has_to_wait(client: Client, area: Neighbourhood) -> None:
    assert [send(client, text=str(number)).status_code for number in range(11)] == [302] * 10 + [429]


@pytest.mark.parametrize(
    ("target", "address"),
    [("feedback", "/en/toegankelijkheid-melden/?pagina=/nl/over/"), ("agenda", "/en/agenda/")],
)
def test_buttons_of_editors_lead_there(target: str, address: str) -> None:
    context = {
        "value": {"target": target, "text": "Ga"},
        "request": RequestFactory().get("/nl/over/"),
        "LANGUAGE_CODE": "en",
    }
    assert f'href="{address}"' in render_to_string("components/streamfield/action.html", context)
