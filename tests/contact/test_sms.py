"""A code by text message, and what happens when none can go out."""

from __future__ import annotations

import json
import logging
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import Settings

from portal.contact import accounts, login_codes, sms
from portal.contact.sms import NotSent, send_sms
from portal.people.models import User

NUMBER = "+32470123456"
CODE = re.compile(r"[A-Z]{4}-[A-Z]{4}")


class Gateway(HTTPServer):
    """Keeps what it was handed; answers `status`."""

    status = 202

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.taken: list[tuple[str | None, Any]] = []


class _Handler(BaseHTTPRequestHandler):
    server: Gateway

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.taken.append((self.headers["Authorization"], body))
        self.send_response(self.server.status)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    do_GET = do_POST  # noqa: N815

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def gateway(settings: Settings) -> Iterator[Gateway]:
    server = Gateway()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.SMS_URL = f"http://127.0.0.1:{server.server_port}/send"
    settings.SMS_TOKEN = "key"
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def member(resident: User) -> User:
    resident.email, resident.phone = "rosa@example.org", NUMBER
    resident.save()
    return resident


def asks(client: Client, typed: str) -> Any:
    return client.post(reverse("account_request_login_code"), {"email": typed}, follow=True)


def test_the_gateway_gets_number_text_and_key(gateway: Gateway) -> None:
    send_sms(NUMBER, "Dag")
    assert gateway.taken == [("Bearer key", {"to": NUMBER, "text": "Dag"})]


@pytest.mark.parametrize("status", [302, 400, 401, 500])
def test_any_other_answer_is_a_failure_without_the_number(gateway: Gateway, status: int) -> None:
    gateway.status = status
    with pytest.raises(NotSent) as failure:
        send_sms(NUMBER, "Dag")
    assert str(failure.value) == str(status)
    assert len(gateway.taken) == 1


def test_a_gateway_that_is_away_is_a_failure(settings: Settings) -> None:
    settings.SMS_URL = "http://127.0.0.1:9/"
    with pytest.raises(NotSent, match="URLError"):
        send_sms(NUMBER, "Dag")


def test_a_gateway_that_says_nothing_is_a_failure(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sms, "SECONDS", 0.2)
    with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as silent:
        settings.SMS_URL = f"http://127.0.0.1:{silent.server_port}/"
        with pytest.raises(NotSent, match="TimeoutError"):
            send_sms(NUMBER, "Dag")


def test_without_a_gateway_production_logs_nothing(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.DEMO_ALLOWED = False
    with caplog.at_level(logging.INFO), pytest.raises(NotSent):
        send_sms(NUMBER, "Dag")
    assert not caplog.text


# --- Signing in -----------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["0470 12 34 56", "0470/12.34.56", "+32470123456"])
def test_a_code_to_the_phone_opens_the_door(
    typed: str, client: Client, member: User, gateway: Gateway, mailoutbox: list[EmailMessage]
) -> None:
    assert NUMBER in asks(client, typed).content.decode()
    [(_key, message)] = gateway.taken
    [code] = CODE.findall(message["text"])
    answer = client.post(reverse("account_confirm_login_code"), {"code": code})
    assert answer["Location"] == reverse("mine")
    assert client.session["_auth_user_id"] == str(member.pk)
    assert (message["to"], mailoutbox) == (NUMBER, [])


def test_in_the_language_of_the_person(client: Client, member: User, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str | None] = []
    monkeypatch.setattr(login_codes, "send_sms", lambda *args: written.append(translation.get_language()))
    member.person.language = "ary"
    member.person.save()
    asks(client, NUMBER)
    assert written == ["ar"]


def test_an_unknown_number_or_a_closed_account_gets_the_same_page_and_no_message(
    member: User, gateway: Gateway
) -> None:
    pages = []
    for number, is_active in ((NUMBER, True), (NUMBER, False), ("+32470999999", True)):
        User.objects.filter(pk=member.pk).update(is_active=is_active)
        answer = asks(Client(), number)
        html = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
        pages.append((answer.status_code, answer.redirect_chain, html.replace(number, "…")))
    assert pages[0] == pages[1] == pages[2]
    assert len(gateway.taken) == 1


def test_the_worker_gets_a_task_for_who_is_unknown_too(
    member: User, monkeypatch: pytest.MonkeyPatch, mailoutbox: list[EmailMessage]
) -> None:
    """So that the time of the answer tells nothing; the page itself sends nothing."""
    handed: list[tuple[int, bool]] = []
    monkeypatch.setattr(accounts, "_hand_over", lambda pk, code, by_mail: handed.append((pk, by_mail)))
    for typed in ("rosa@example.org", "nobody@example.org", NUMBER, "+32470999999"):
        asks(Client(), typed)
    assert handed == [(member.pk, True), (0, True), (member.pk, False), (0, False)]
    assert mailoutbox == []


def test_when_the_gateway_fails_the_code_goes_by_mail(
    client: Client,
    member: User,
    gateway: Gateway,
    mailoutbox: list[EmailMessage],
    caplog: pytest.LogCaptureFixture,
) -> None:
    gateway.status = 500
    asks(client, NUMBER)
    [mail] = mailoutbox
    assert mail.to == ["rosa@example.org"]
    [code] = CODE.findall(mail.body)
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert client.session["_auth_user_id"] == str(member.pk)
    assert "did not leave: 500" in caplog.text
    assert "470123456" not in caplog.text
    assert code not in caplog.text


@pytest.mark.parametrize("typed", ["015 12 34 56", "12", "rosa", "rosa@", ""])
def test_what_is_neither_says_so(typed: str, client: Client, db: None) -> None:
    page = asks(client, typed)
    assert page.redirect_chain == []
    assert 'id="errors"' in page.content.decode()


def test_without_a_gateway_only_an_address_will_do(client: Client, member: User, settings: Settings) -> None:
    settings.DEMO_ALLOWED = False
    page = asks(client, NUMBER)
    assert page.redirect_chain == []
    assert "mobile number" not in page.content.decode()


def test_a_number_gets_three_messages_a_minute(member: User, gateway: Gateway, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"request_login_code": "20/m/ip,100/h/ip,3/m/key,10/h/key"}
    pages = [asks(Client(), NUMBER).content.decode() for _ in range(4)]
    assert ["You tried very often" in page for page in pages] == [False, False, False, True]
    assert len(gateway.taken) == 3
