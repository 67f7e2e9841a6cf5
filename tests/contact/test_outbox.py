"""What must reach somebody reaches them once: by mail, or by a call."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from io import StringIO
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Any

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse

from portal.contact.actions import send_mail, tell, tick_off
from portal.contact.enums import MOST_ATTEMPTS, MessageState, Problem, Route
from portal.contact.models import Message
from portal.people.models import Neighbourhood, Person, User
from tests.factories import PersonFactory

FACTS = {"link": "http://localhost/nl/mijn/", "reference": "ACE-346"}


@pytest.fixture
def reader(area: Neighbourhood) -> Person:
    """Somebody with an e-mail address."""
    return PersonFactory.create(email="fatima@example.org", neighbourhood=area)


@pytest.fixture
def listener(area: Neighbourhood) -> Person:
    """Somebody without one."""
    return PersonFactory.create(neighbourhood=area)


@pytest.fixture
def waiting(reader: Person, now: datetime) -> Message:
    """A mail that did not leave yet."""
    return Message.objects.create(
        person=reader,
        neighbourhood=reader.neighbourhood,
        route=Route.MAIL,
        kind="moved",
        language="nl",
        subject="Een andere dag",
        body="Dag,\n",
        key="waiting",
        created_at=now,
    )


@pytest.fixture
def call(listener: Person, now: datetime) -> Message:
    return tell(listener, "moved", key="1", now=now, **FACTS)


Down = Callable[[Exception], Any]


@pytest.fixture
def down(monkeypatch: pytest.MonkeyPatch) -> Down:
    """The mail server answers with an error as long as the `with` lasts."""

    @contextmanager
    def broken(error: Exception) -> Iterator[None]:
        def refuse(self: EmailBackend, messages: object) -> int:
            raise error

        with monkeypatch.context() as patch:
            patch.setattr(EmailBackend, "send_messages", refuse)
            yield

    return broken


def send_all() -> str:
    out = StringIO()
    call_command("send_mail", stdout=out)
    return out.getvalue().strip()


def test_a_mail_for_who_reads_mail(reader: Person, now: datetime) -> None:
    message = tell(reader, "moved", key="1", now=now, **FACTS)
    assert (message.route, message.state, message.neighbourhood) == (
        Route.MAIL,
        MessageState.WAITING,
        reader.neighbourhood,
    )
    assert "ACE-346" in message.subject
    assert FACTS["link"] in message.body


def test_a_call_for_who_does_not(listener: Person, now: datetime) -> None:
    assert tell(listener, "moved", key="1", now=now, **FACTS).route == Route.CALL


def test_the_same_thing_is_told_once(
    reader: Person, now: datetime, mailoutbox: list[EmailMessage], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        first, second = (tell(reader, "moved", key="1", now=now, **FACTS) for _ in range(2))
    assert first == second
    assert len(mailoutbox) == 1


def test_another_thing_or_another_person_is_told_too(reader: Person, listener: Person, now: datetime) -> None:
    for person, key in ((reader, "1"), (reader, "2"), (listener, "1")):
        tell(person, "moved", key=key, now=now, **FACTS)
    assert Message.objects.count() == 3


@pytest.mark.parametrize(
    ("language", "written", "word"),
    [("nl", "nl", "Dag"), ("fr", "fr", "Bonjour"), ("ary", "ar", "مرحب"), ("tr", "nl", "Dag")],
)
def test_in_the_language_of_the_person(
    language: str, written: str, word: str, reader: Person, now: datetime
) -> None:
    reader.language = language
    message = tell(reader, "moved", key="1", now=now, **FACTS)
    assert message.language == written
    assert word in message.body


def test_the_mail_leaves_after_the_commit_only(
    reader: Person, now: datetime, mailoutbox: list[EmailMessage], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        message = tell(reader, "moved", key="1", now=now, **FACTS)
        assert not mailoutbox
    [mail] = mailoutbox
    assert (mail.to, mail.subject, mail.body) == (["fatima@example.org"], message.subject, message.body)
    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.SENT, 1)
    assert message.settled_at >= now


def test_what_is_undone_is_not_told(
    transactional_db: None, reader: Person, now: datetime, mailoutbox: list[EmailMessage]
) -> None:
    with transaction.atomic():
        tell(reader, "moved", key="1", now=now, **FACTS)
        transaction.set_rollback(True)
    assert not mailoutbox
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    "error", [ConnectionRefusedError(), TimeoutError(), SMTPException(), SMTPRecipientsRefused({})]
)
def test_while_the_mail_server_is_down_the_message_waits_and_then_goes_out_once(
    error: Exception,
    down: Down,
    reader: Person,
    now: datetime,
    mailoutbox: list[EmailMessage],
    django_capture_on_commit_callbacks: Any,
) -> None:
    with down(error), django_capture_on_commit_callbacks(execute=True):
        message = tell(reader, "moved", key="1", now=now, **FACTS)
    message.refresh_from_db()
    assert (message.state, message.route, message.attempts) == (MessageState.WAITING, Route.MAIL, 1)
    assert send_all() == "0 of 0 sent"  # not before a minute passed
    with time_machine.travel(now + timedelta(minutes=2)):
        assert [send_all(), send_all()] == ["1 of 1 sent", "0 of 0 sent"]
    assert len(mailoutbox) == 1
    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.SENT, 2)


def test_a_command_that_meets_the_server_down_says_so(down: Down, waiting: Message) -> None:
    with down(ConnectionRefusedError()):
        assert send_all() == "0 of 1 sent"


def test_tried_often_enough_it_becomes_a_call(down: Down, waiting: Message, broker: User) -> None:
    routes, waits, at = [], [], waiting.created_at
    with down(SMTPException()):
        for _ in range(MOST_ATTEMPTS):
            assert send_mail(waiting.pk, now=at) is False
            waiting.refresh_from_db()
            routes.append(waiting.route)
            waits.append((waiting.send_after - at).total_seconds() / 60)
            at = waiting.send_after
            assert send_mail(waiting.pk, now=at - timedelta(seconds=1)) is False
    assert waits[:-1] == [1, 5, 30, 120, 720]
    assert waiting.problem == Problem.MAIL_DOWN
    assert routes == [Route.MAIL] * (MOST_ATTEMPTS - 1) + [Route.CALL]
    assert list(Message.objects.visible_to(broker).to_call()) == [waiting]


def test_a_call_is_not_mailed_as_well(call: Message, mailoutbox: list[EmailMessage]) -> None:
    assert send_mail(call.pk) is False
    assert send_all() == "0 of 0 sent"
    assert not mailoutbox


def test_a_mail_to_nobody_is_not_sent(waiting: Message, mailoutbox: list[EmailMessage]) -> None:
    """The address was taken away after the message was written."""
    Person.objects.filter(pk=waiting.person_id).update(email="")
    assert send_mail(waiting.pk) is False
    assert not mailoutbox
    waiting.refresh_from_db()
    assert waiting.state == MessageState.WAITING


def test_a_mail_that_is_gone_is_no_crash(db: None) -> None:
    assert send_mail(1) is False


def test_two_workers_at_once_send_one_mail(
    threads: Any, waiting: Message, mailoutbox: list[EmailMessage]
) -> None:
    results = threads(*[lambda: send_mail(waiting.pk)] * 2)
    assert sorted(results) == [False, True]
    assert len(mailoutbox) == 1


def test_two_who_tell_the_same_at_once_tell_it_once(
    threads: Any, reader: Person, now: datetime, mailoutbox: list[EmailMessage]
) -> None:
    first, second = threads(*[lambda: tell(reader, "moved", key="1", now=now, **FACTS)] * 2)
    assert first == second
    assert len(mailoutbox) == 1


def test_a_call_is_ticked_off(call: Message, broker: User, now: datetime) -> None:
    message = tick_off(call, by=broker, now=now)
    assert (message.state, message.settled_by, message.settled_at) == (MessageState.DONE, broker, now)
    assert not Message.objects.to_call().exists()


def test_ticking_twice_keeps_the_first_tick(
    call: Message, broker: User, other_broker: User, now: datetime
) -> None:
    tick_off(call, by=broker, now=now)
    message = tick_off(call, by=other_broker, now=now + timedelta(hours=1))
    assert (message.settled_by, message.settled_at) == (broker, now)


def test_a_mail_is_not_ticked_off(waiting: Message, broker: User, now: datetime) -> None:
    assert tick_off(waiting, by=broker, now=now).state == MessageState.WAITING


def test_two_brokers_tick_at_once(
    threads: Any, call: Message, broker: User, other_broker: User, now: datetime
) -> None:
    first, second = threads(*(lambda by=by: tick_off(call, by=by, now=now) for by in (broker, other_broker)))
    assert first.settled_by == second.settled_by


def test_page_ticks_off_and_returns_to_the_work_list(client: Client, call: Message, broker: User) -> None:
    client.force_login(broker)
    answer = client.post(reverse("told", args=[call.pk]))
    assert (answer.status_code, answer["Location"]) == (302, reverse("worklist"))
    call.refresh_from_db()
    assert (call.state, call.settled_by) == (MessageState.DONE, broker)


def test_page_refuses_get(client: Client, call: Message, broker: User) -> None:
    client.force_login(broker)
    assert client.get(reverse("told", args=[call.pk])).status_code == 302


def test_page_of_another_neighbourhood_is_not_found(client: Client, call: Message, far_broker: User) -> None:
    client.force_login(far_broker)
    assert client.post(reverse("told", args=[call.pk])).status_code == 404
    call.refresh_from_db()
    assert call.state == MessageState.WAITING


@pytest.mark.parametrize("role", ["desk", "editor", "steering", "partner", "resident"])
def test_page_is_closed_to_other_roles(
    role: str, client: Client, call: Message, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(role))
    assert client.post(reverse("told", args=[call.pk])).status_code == 403


def test_page_does_nothing_for_strangers(client: Client, call: Message) -> None:
    assert client.post(reverse("told", args=[call.pk])).status_code == 403
    call.refresh_from_db()
    assert call.state == MessageState.WAITING


@pytest.mark.parametrize("role", ["desk", "editor", "steering", "partner", "resident", "far_broker"])
def test_only_the_team_of_the_neighbourhood_sees_it(
    role: str, call: Message, broker: User, coordinator: User, request: pytest.FixtureRequest
) -> None:
    assert not Message.objects.visible_to(request.getfixturevalue(role)).exists()
    for user in (broker, coordinator):
        assert list(Message.objects.visible_to(user)) == [call]
