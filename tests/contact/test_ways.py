"""What people chose, text messages, the mail of the morning, and what did not arrive."""

from __future__ import annotations

from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from portal.contact import sending
from portal.contact.actions import send_mail, tell
from portal.contact.enums import MOST_TEXT_ATTEMPTS, MessageState, Problem, Route, Way
from portal.contact.hearing_actions import (
    AlreadyDone,
    NoAddress,
    NoSuchWay,
    call_instead,
    mark_wrong,
    set_hearing,
    try_again,
)
from portal.contact.models import Hearing, Message
from portal.contact.sending import send_due, send_text
from portal.contact.sms import NotSent
from portal.people.data_rules import NotForYou
from portal.people.models import Correction, Person, User

FACTS = {"link": "http://localhost/nl/mijn/", "reference": "ACE-346"}
NOON = datetime(2026, 11, 25, 12, tzinfo=ZoneInfo("Europe/Brussels"))
Texts = list[tuple[str, str]]


@pytest.fixture
def texts(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Texts:
    """What left by text message."""
    settings.SMS_URL = "https://sms.example/send"
    sent: Texts = []
    monkeypatch.setattr(sending, "send_sms", lambda number, text: sent.append((number, text)))
    return sent


@pytest.fixture
def rosa(resident: User) -> Person:
    """Somebody with an account, an e-mail address and a mobile number."""
    Person.objects.filter(user=resident).update(phone="+32470123456", email="rosa@example.org")
    return Person.objects.get(user=resident)


def choose(person: Person, way: str = "", **more: Any) -> Person:
    Hearing.objects.create(person=person, way=way, **more)
    return Person.objects.get(pk=person.pk)


def test_by_text_message_that_says_nothing_of_it(rosa: Person, texts: Texts) -> None:
    message = tell(choose(rosa, Way.TEXT), "moved", key="1", now=NOON, **FACTS)
    assert (message.route, send_mail(message.pk, now=NOON)) == (Route.TEXT, False)
    assert send_text(message.pk, now=NOON) is True
    assert send_text(message.pk, now=NOON) is False
    [(number, text)] = texts
    assert number == "+32470123456"
    assert "/nl/mijn/" in text
    assert not any(word in text for word in ("ACE", "Rosa"))
    message.refresh_from_db()
    assert message.state == MessageState.SENT


def test_at_night_a_text_message_waits(rosa: Person, texts: Texts) -> None:
    at = NOON.replace(hour=23)
    tell(choose(rosa, Way.TEXT), "moved", key="1", now=at, **FACTS)
    assert send_due(at) == (0, 0)
    assert send_due(at + timedelta(hours=9)) == (1, 1)
    assert len(texts) == 1


@pytest.mark.parametrize(("email", "becomes"), [("rosa@example.org", Route.MAIL), ("", Route.CALL)])
def test_a_gateway_that_is_down_becomes_a_mail_or_a_call(
    email: str, becomes: str, rosa: Person, texts: Texts, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(number: str, text: str) -> None:
        raise NotSent("503")

    monkeypatch.setattr(sending, "send_sms", refuse)
    message = tell(choose(rosa, Way.TEXT), "moved", key="1", now=NOON, **FACTS)
    Person.objects.filter(pk=rosa.pk).update(email=email)
    at = NOON
    for attempt in range(MOST_TEXT_ATTEMPTS):
        message.refresh_from_db()
        assert (message.route, message.attempts) == (Route.TEXT, attempt)
        assert send_text(message.pk, now=at) is False
        at += timedelta(minutes=30)
    message.refresh_from_db()
    assert (message.route, message.state, message.problem) == (
        becomes,
        MessageState.WAITING,
        Problem.TEXT_DOWN,
    )


def test_who_is_restricted_gets_no_text_message(rosa: Person, texts: Texts, now: datetime) -> None:
    message = tell(choose(rosa, Way.TEXT), "moved", key="1", now=NOON, **FACTS)
    Person.objects.filter(pk=rosa.pk).update(restricted_at=now)
    assert send_text(message.pk, now=NOON) is False
    assert not texts
    assert not Message.objects.to_call().exists()


def test_only_on_the_own_page_is_told_at_once(rosa: Person, mailoutbox: list[EmailMessage]) -> None:
    message = tell(choose(rosa, Way.PAGE), "moved", key="1", now=NOON, **FACTS)
    assert (message.route, message.state, message.settled_at) == (Route.PAGE, MessageState.DONE, NOON)
    assert send_due(NOON) == (0, 0)


# --- the mail of the morning ---


def test_what_waits_is_told_in_one_mail_once(rosa: Person, mailoutbox: list[EmailMessage]) -> None:
    person = choose(rosa, once_a_day=True)
    told = [tell(person, "volunteer_asked", key=str(n), now=NOON, needs_page=True, **FACTS) for n in range(3)]
    later = tell(person, "volunteer_asked", key="later", now=NOON + timedelta(days=1), **FACTS)
    assert send_due(NOON) == (0, 0)
    morning = NOON + timedelta(hours=20)
    assert send_due(morning) == (1, 3)
    assert send_due(morning) == (0, 0)
    [mail] = mailoutbox
    assert mail.subject.startswith("3 ")
    assert mail.body.count(f"- {told[0].subject}") == 3
    rows = list(Message.objects.filter(pk__in=[each.pk for each in told]))
    assert {each.state for each in rows} == {MessageState.SENT}
    assert {each.mail_id for each in rows} == {mail.extra_headers["Message-ID"]}
    later.refresh_from_db()
    assert later.state == MessageState.WAITING


def test_one_thing_that_waited_is_told_as_it_is(rosa: Person, mailoutbox: list[EmailMessage]) -> None:
    message = tell(choose(rosa, once_a_day=True), "volunteer_asked", key="1", now=NOON, **FACTS)
    assert send_due(NOON + timedelta(days=1)) == (1, 1)
    assert mailoutbox[0].subject == message.subject


def test_two_workers_in_the_morning_send_one_mail(
    threads: Any, rosa: Person, mailoutbox: list[EmailMessage]
) -> None:
    person = choose(rosa, once_a_day=True)
    for key in "12":
        tell(person, "volunteer_asked", key=key, now=NOON, **FACTS)
    first, last = Message.objects.order_by("pk")
    at = NOON + timedelta(days=1)
    results = threads(lambda: send_mail(first.pk, now=at), lambda: send_mail(last.pk, now=at))
    assert sorted(results) == [False, True]
    assert len(mailoutbox) == 1


def test_a_mail_is_readable_as_html_with_the_same_words(rosa: Person, mailoutbox: list[EmailMessage]) -> None:
    rosa.language = "ar"
    message = tell(rosa, "moved", key="1", now=NOON, **FACTS)
    assert send_mail(message.pk, now=NOON)
    page, kind = mailoutbox[0].alternatives[0]  # type: ignore[attr-defined]
    assert kind == "text/html"
    assert 'lang="ar" dir="rtl"' in page
    assert f'href="{FACTS["link"]}"' in page
    for line in message.body.strip().splitlines():
        assert line in page


# --- choosing ---


def test_somebody_chooses(rosa: Person, resident: User, now: datetime) -> None:
    assert set_hearing(rosa, Way.CALL, once_a_day=True, by=resident, now=now) is True
    assert set_hearing(rosa, Way.CALL, once_a_day=True, by=resident, now=now) is False
    found = Hearing.objects.get()
    assert (found.person, found.way, found.once_a_day) == (rosa, Way.CALL, True)
    assert Correction.objects.get().fields == "hearing"


def test_a_broker_writes_it_down_and_nobody_else(
    rosa: Person, broker: User, far_broker: User, now: datetime
) -> None:
    with pytest.raises(NotForYou):
        set_hearing(rosa, Way.CALL, once_a_day=False, by=far_broker, now=now)
    assert set_hearing(rosa, Way.CALL, once_a_day=False, by=broker, now=now)


@pytest.mark.parametrize("way", [Way.TEXT, "pigeon"])
def test_not_by_a_way_that_does_not_reach_them(way: str, rosa: Person, resident: User, now: datetime) -> None:
    """There is no gateway for text messages."""
    with pytest.raises(NoSuchWay):
        set_hearing(rosa, way, once_a_day=False, by=resident, now=now)


def test_chosen_twice_at_once_is_one_choice(
    threads: Any, rosa: Person, resident: User, now: datetime
) -> None:
    ways = [Way.CALL, Way.PAGE]
    threads(*(lambda w=w: set_hearing(rosa, w, once_a_day=False, by=resident, now=now) for w in ways))
    assert Hearing.objects.get().way in ways


def test_the_pages_keep_it(client: Client, rosa: Person, resident: User, broker: User) -> None:
    client.force_login(resident)
    assert client.post(reverse("my_hearing"), {"way": "call"}).status_code == 302
    assert 'value="call" checked' in client.get(reverse("my_data")).content.decode()
    assert client.post(reverse("my_hearing"), {"way": "pigeon"}).status_code == 400
    client.force_login(broker)
    client.post(reverse("hearing", args=[rosa.pk]), {"way": "mail", "once_a_day": "on"})
    assert 'value="mail" checked' in client.get(reverse("person", args=[rosa.pk])).content.decode()


# --- what did not arrive ---


@pytest.fixture
def stuck(rosa: Person, monkeypatch: pytest.MonkeyPatch) -> Message:
    """The mail server says for good that there is no such address."""

    def refuse(self: EmailBackend, messages: object) -> int:
        raise SMTPRecipientsRefused({"rosa@example.org": (550, b"no such user")})

    message = tell(rosa, "moved", key="1", now=NOON, **FACTS)
    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", refuse)
        assert send_mail(message.pk, now=NOON) is False
    message.refresh_from_db()
    return message


def test_an_address_that_is_refused_becomes_a_call_at_once(stuck: Message, broker: User) -> None:
    assert (stuck.route, stuck.problem, stuck.attempts) == (Route.CALL, Problem.REFUSED, 1)
    assert list(Message.objects.visible_to(broker).not_arrived()) == [stuck]


def test_tried_again_it_arrives(stuck: Message, mailoutbox: list[EmailMessage]) -> None:
    assert try_again(stuck, now=NOON).route == Route.MAIL
    assert send_mail(stuck.pk, now=NOON)
    assert len(mailoutbox) == 1
    assert not Message.objects.not_arrived().exists()
    with pytest.raises(AlreadyDone):
        try_again(stuck, now=NOON)


def test_call_instead_of_waiting(stuck: Message, broker: User) -> None:
    Message.objects.update(route=Route.MAIL, problem=Problem.MAIL_DOWN)
    assert call_instead(stuck, by=broker).route == Route.CALL
    Message.objects.update(state=MessageState.DONE)
    with pytest.raises(AlreadyDone):
        call_instead(stuck, by=broker)


def test_an_address_that_is_wrong_is_not_used_until_there_is_another(
    rosa: Person, broker: User, resident: User, now: datetime
) -> None:
    waiting = tell(rosa, "moved", key="1", now=now, **FACTS)
    with pytest.raises(NotForYou):
        mark_wrong(rosa, by=resident, now=now)
    assert mark_wrong(rosa, by=broker, now=now) == 1
    assert mark_wrong(rosa, by=broker, now=now) == 0
    waiting.refresh_from_db()
    assert waiting.route == Route.CALL
    rosa = Person.objects.get(pk=rosa.pk)
    assert tell(rosa, "moved", key="2", now=now, **FACTS).route == Route.CALL
    with pytest.raises(NoAddress):
        try_again(_with_problem(waiting), now=now)
    Person.objects.filter(pk=rosa.pk).update(email="new@example.org")
    assert tell(Person.objects.get(pk=rosa.pk), "moved", key="3", now=now, **FACTS).route == Route.MAIL


def _with_problem(message: Message) -> Message:
    Message.objects.filter(pk=message.pk).update(problem=Problem.MAIL_DOWN)
    return message


def test_the_page_says_why_and_takes_as_many_queries_whatever_its_size(
    client: Client, stuck: Message, broker: User, far_broker: User
) -> None:
    client.force_login(broker)
    page = reverse("not_arrived")
    counts = []
    for size in (1, 12):
        for number in range(size):
            person = Person.objects.create(first_name="Nog", neighbourhood=stuck.neighbourhood)
            message = tell(person, "moved", key=f"{size}.{number}", now=NOON, **FACTS)
            Message.objects.filter(pk=message.pk).update(problem=Problem.NO_ADDRESS)
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(page)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert answer["Cache-Control"] == "private, no-store"
    assert "this address does not exist" in client.get("/en/bemiddeling/niet-aangekomen/").content.decode()
    answer = client.post(reverse("act_on_not_arrived", args=[stuck.pk, "opnieuw"]))
    assert answer.status_code == 302
    again = client.post(reverse("act_on_not_arrived", args=[stuck.pk, "opnieuw"]))
    assert again.status_code == 409
    client.force_login(far_broker)
    assert client.post(reverse("act_on_not_arrived", args=[stuck.pk, "bellen"])).status_code == 404
