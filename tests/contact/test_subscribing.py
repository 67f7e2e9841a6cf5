"""The monthly mail goes to who confirmed it from the mailbox itself, until they stop it."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from design import traps
from portal.contact.actions import send_mail, tell_subscriber
from portal.contact.enums import DAYS_TO_CONFIRM, MOST_ATTEMPTS, MessageState, Route
from portal.contact.errors import LinkIsOver
from portal.contact.models import Message, Subscriber
from portal.contact.subscribing import confirm, forget_subscribers, stop, subscribe
from portal.people.models import Neighbourhood

ADDRESS = "lezer@example.org"


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traps, "LEAST_SECONDS", 0)


@pytest.fixture
def asked(area: Neighbourhood, now: datetime) -> Subscriber:
    return subscribe(ADDRESS, neighbourhood=area, language="fr", now=now)


@pytest.fixture
def reader(asked: Subscriber, now: datetime) -> Subscriber:
    return confirm(asked, now=now)


def send(client: Client, email: str = ADDRESS, **fields: Any) -> Any:
    data = {"email": email, "started": traps.start_stamp(), "website": "", **fields}
    return client.post(reverse("subscribe"), data)


# --- asking ---


def test_asking_mails_a_link_that_confirms(
    client: Client,
    area: Neighbourhood,
    mailoutbox: list[EmailMessage],
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = send(client)
    assert (answer.status_code, answer["Location"]) == (302, reverse("subscribe_done"))
    subscriber = Subscriber.objects.get()
    assert (subscriber.email, subscriber.language, subscriber.confirmed_at) == (ADDRESS, "en", None)
    [mail] = mailoutbox
    assert mail.to == [ADDRESS]
    assert f"http://localhost:8000/en/buurtkrant/bevestig/{subscriber.key}/" in mail.body
    assert ADDRESS not in mail.body


def test_the_answer_is_the_same_for_who_has_it_already(
    client: Client,
    reader: Subscriber,
    mailoutbox: list[EmailMessage],
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        known, unknown = send(client, ADDRESS.upper()), send(client, "nieuw@example.org")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert Subscriber.objects.count() == 2
    assert Message.objects.filter(kind="subscribed_already", subscriber=reader).exists()
    assert [mail.to for mail in mailoutbox] == [[ADDRESS], ["nieuw@example.org"]]


def test_one_mail_a_day_to_one_address(area: Neighbourhood, asked: Subscriber, now: datetime) -> None:
    again = subscribe(ADDRESS.upper(), neighbourhood=area, language="nl", now=now)
    assert again == asked
    assert Message.objects.count() == 1
    later = subscribe(ADDRESS, neighbourhood=area, language="nl", now=now + timedelta(days=1))
    assert Message.objects.count() == 2
    assert (later.language, later.asked_at) == ("nl", now + timedelta(days=1))


def test_asking_at_once_makes_one(threads: Any, area: Neighbourhood, now: datetime) -> None:
    found = threads(
        *(lambda: subscribe(ADDRESS, neighbourhood=area, language="nl", now=now) for _ in range(3))
    )
    assert len(set(found)) == 1, found
    assert (Subscriber.objects.count(), Message.objects.count()) == (1, 1)


def test_the_database_holds_an_address_once(asked: Subscriber, now: datetime) -> None:
    again = Subscriber(email=ADDRESS.upper(), neighbourhood=asked.neighbourhood, key="x", asked_at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


@pytest.mark.parametrize("wrong", [{"email": "geen adres"}, {"email": ""}, {"website": "x"}, {"started": ""}])
def test_what_is_wrong_is_given_back(client: Client, area: Neighbourhood, wrong: dict[str, str]) -> None:
    answer = send(client, **wrong)
    assert answer.status_code == 400
    assert wrong.get("email", ADDRESS) in answer.content.decode()
    assert not Subscriber.objects.exists()


def test_a_program_that_sends_many_has_to_wait(client: Client, area: Neighbourhood) -> None:
    answers = [send(client, f"a{number}@example.org").status_code for number in range(11)]
    assert answers == [302] * 10 + [429]


# --- confirming ---


def test_following_the_link_does_not_confirm_pressing_does(client: Client, asked: Subscriber) -> None:
    address = reverse("confirm_subscription", args=[asked.key])
    assert client.get(address).status_code == 200
    asked.refresh_from_db()
    assert asked.confirmed_at is None
    assert client.post(address).status_code == 200
    asked.refresh_from_db()
    assert asked.confirmed_at is not None


def test_confirming_needs_the_form(asked: Subscriber) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(reverse("confirm_subscription", args=[asked.key])).status_code == 403


def test_confirming_twice_keeps_the_first_time(reader: Subscriber, now: datetime) -> None:
    assert confirm(reader, now=now + timedelta(days=30)).confirmed_at == now


@pytest.mark.parametrize("days", [DAYS_TO_CONFIRM, DAYS_TO_CONFIRM + 1])
def test_too_late_to_confirm(client: Client, asked: Subscriber, now: datetime, days: int) -> None:
    with pytest.raises(LinkIsOver):
        confirm(asked, now=now + timedelta(days=days))
    Subscriber.objects.update(asked_at=now - timedelta(days=days))
    assert client.post(reverse("confirm_subscription", args=[asked.key])).status_code == 410


def test_unknown_links(client: Client, area: Neighbourhood) -> None:
    for name in ("confirm_subscription", "stop_subscription"):
        address = reverse(name, args=["x"])
        assert [client.get(address).status_code, client.post(address).status_code] == [404, 404]


# --- stopping ---


def test_stopping_erases_the_address(client: Client, reader: Subscriber) -> None:
    address = reverse("stop_subscription", args=[reader.key])
    assert "<button" in client.get(address).content.decode()
    reader.refresh_from_db()
    assert reader.stopped_at is None
    assert client.post(address).status_code == 200
    reader.refresh_from_db()
    assert (reader.email, reader.stopped_at is None) == ("", False)


def test_the_mail_program_stops_it_with_one_click(reader: Subscriber) -> None:
    strict = Client(enforce_csrf_checks=True)
    address = reverse("stop_subscription", args=[reader.key])
    assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscriber.objects.confirmed().exists()


def test_stopping_twice_keeps_the_first_time(reader: Subscriber, now: datetime) -> None:
    stop(reader, now=now)
    assert stop(reader, now=now + timedelta(days=1)).stopped_at == now


def test_who_stopped_can_ask_again(area: Neighbourhood, reader: Subscriber, now: datetime) -> None:
    stop(reader, now=now)
    assert subscribe(ADDRESS, neighbourhood=area, language="nl", now=now) != reader
    with pytest.raises(LinkIsOver):
        confirm(reader, now=now)


def test_stopping_and_confirming_at_once_ends_stopped(threads: Any, asked: Subscriber, now: datetime) -> None:
    found = threads(lambda: stop(asked, now=now), lambda: confirm(asked, now=now))
    assert isinstance(found[0], Subscriber)
    assert not Subscriber.objects.confirmed().exists()


# --- mail ---


def test_every_mail_says_how_to_stop(
    reader: Subscriber, now: datetime, mailoutbox: list[EmailMessage]
) -> None:
    message = tell_subscriber(reader, "subscribed_already", key="1", now=now)
    assert tell_subscriber(reader, "subscribed_already", key="1", now=now) == message
    assert send_mail(message.pk)
    [mail] = mailoutbox
    link = f"http://localhost:8000/fr/buurtkrant/stop/{reader.key}/"
    assert mail.extra_headers["List-Unsubscribe"] == f"<{link}>"
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in mail.body


def test_a_mail_that_waits_does_not_reach_who_stopped(
    reader: Subscriber, now: datetime, mailoutbox: list[EmailMessage]
) -> None:
    message = tell_subscriber(reader, "subscribed_already", key="1", now=now)
    stop(reader, now=now)
    assert not send_mail(message.pk)
    message.refresh_from_db()
    assert (message.state, message.route, mailoutbox) == (MessageState.FAILED, Route.MAIL, [])


def test_a_mail_that_never_leaves_is_given_up(
    reader: Subscriber, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: EmailBackend, messages: object) -> int:
        raise OSError

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    message = tell_subscriber(reader, "subscribed_already", key="1", now=now)
    for _attempt in range(MOST_ATTEMPTS):
        message.refresh_from_db()
        assert message.state == MessageState.WAITING
        send_mail(message.pk, now=message.send_after or now)
    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.FAILED, MOST_ATTEMPTS)
    assert not Message.objects.to_call().exists()


# --- being forgotten ---


def test_who_did_not_confirm_is_forgotten(area: Neighbourhood, reader: Subscriber, now: datetime) -> None:
    old = subscribe("oud@example.org", neighbourhood=area, language="nl", now=now - timedelta(days=7))
    new = subscribe("nieuw@example.org", neighbourhood=area, language="nl", now=now - timedelta(days=6))
    Subscriber.objects.create(
        email="blijft@example.org", neighbourhood=area, key="x", asked_at=now, stopped_at=now
    )
    assert forget_subscribers(now=now) == (1, 1)
    assert not Subscriber.objects.filter(pk=old.pk).exists()
    assert set(Subscriber.objects.exclude(email="")) == {reader, new}
    out = StringIO()
    call_command("forget_subscribers", stdout=out)
    assert out.getvalue() == "0 forgotten, 0 erased\n"
