from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from design import traps
from design.traps import start_stamp
from portal.gather.actions import call_off, cancel, sign_up
from portal.gather.models import Gathering, SignUp
from portal.people.models import Person, User
from tests.gather.conftest import MakesDates


@pytest.fixture
def typed(no_waiting: None) -> dict[str, Any]:
    return {
        "first_name": "Rosa",
        "phone": "0470 12 34 56",
        "email": "",
        "language": "nl",
        "party": "2",
        "note": "met een rolstoel",
        "submission": str(uuid.uuid4()),
        "started": start_stamp(),
    }


def page_of(date: Gathering) -> str:
    return reverse("sign_up", args=[date.pk])


def test_signs_up_and_sees_the_own_page(client: Client, date: Gathering, typed: dict[str, Any]) -> None:
    page = client.get(page_of(date)).content.decode()
    assert "Soup" in page
    answers = [client.post(page_of(date), typed) for _ in range(2)]
    made = SignUp.objects.get()
    assert (made.party, made.note, made.state) == (2, "met een rolstoel", "going")
    assert [answer["Location"] for answer in answers] == [f"/en/inschrijving/{made.key}/"] * 2
    own = client.get(answers[0]["Location"])
    assert own["X-Robots-Tag"] == "noindex"
    assert "with 2 people" in own.content.decode()
    assert "Rosa" not in own.content.decode()


def test_somebody_else_on_the_same_form_is_asked_again(
    client: Client, date: Gathering, typed: dict[str, Any]
) -> None:
    client.post(page_of(date), typed)
    answer = client.post(page_of(date), {**typed, "first_name": "Fatima"})
    assert answer.status_code == 409
    assert typed["submission"] not in answer.content.decode()
    assert SignUp.objects.count() == 1


def test_nobody_gets_the_link_of_another(
    client: Client, date: Gathering, typed: dict[str, Any], people: list[Person], now: datetime
) -> None:
    made = sign_up(date, people[0], by=None, now=now)
    data = {**typed, "first_name": people[0].first_name, "phone": "", "email": people[0].email}
    answer = client.post(page_of(date), data)
    assert answer.status_code == 409
    assert made.key not in answer.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"first_name": ""},
        {"phone": ""},
        {"phone": "12"},
        {"party": "7"},
        {"party": "x"},
        {"language": "klingon"},
        {"note": "x" * 201},
        {"submission": "x"},
        {"website": "spam"},
        {"started": "x"},
    ],
)
def test_a_wrong_form_keeps_what_was_typed(
    client: Client, date: Gathering, typed: dict[str, Any], wrong: dict[str, str]
) -> None:
    answer = client.post(page_of(date), {**typed, **wrong})
    assert answer.status_code == 400
    assert "met een rolstoel" in answer.content.decode() or "note" in wrong
    assert not SignUp.objects.exists()


def test_a_form_sent_at_once_is_a_program(
    client: Client, date: Gathering, typed: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(traps, "LEAST_SECONDS", 3)
    assert client.post(page_of(date), {**typed, "started": start_stamp()}).status_code == 400


@pytest.mark.parametrize("is_past", [True, False])
def test_past_or_taken_down_is_410(
    client: Client, date_in: MakesDates, typed: dict[str, Any], is_past: bool, now: datetime
) -> None:
    date = date_in(starts=timedelta(days=-1)) if is_past else date_in(withdrawn_at=now)
    assert client.get(page_of(date)).status_code == 410
    assert client.post(page_of(date), typed).status_code == 410


def test_without_sign_ups_is_409(client: Client, date_in: MakesDates, typed: dict[str, Any]) -> None:
    page = client.post(page_of(date_in(takes_sign_ups=False)), typed)
    assert page.status_code == 409
    assert "Everybody is welcome" in page.content.decode()


def test_a_full_date_says_so(
    client: Client, one_seat: Gathering, typed: dict[str, Any], people: list[Person], now: datetime
) -> None:
    assert "1 place is free" in client.get(page_of(one_seat)).content.decode()
    sign_up(one_seat, people[0], by=None, now=now)
    assert "It is full" in client.get(page_of(one_seat)).content.decode()
    page = client.post(page_of(one_seat), {**typed, "party": "1"}, follow=True)
    assert "on the waiting list" in page.content.decode()


def test_says_yes_and_no_by_link(
    client: Client, one_seat: Gathering, people: list[Person], now: datetime
) -> None:
    first, second = (sign_up(one_seat, person, by=None, now=now) for person in people[:2])

    def act(made: SignUp, verb: str) -> Any:
        return client.post(reverse("answer_sign_up", args=[made.key, verb]), follow=True)

    assert act(second, "ja").status_code == 409
    assert "You are not coming" in act(first, "niet").content.decode()
    assert "A place came free" in client.get(reverse("own_sign_up", args=[second.key])).content.decode()
    assert "You are on the list" in act(second, "ja").content.decode()
    assert act(second, "onzin").status_code == 404
    assert client.get(reverse("answer_sign_up", args=[second.key, "niet"])).status_code == 302


def test_the_own_page_of_what_does_not_take_place(
    client: Client, date: Gathering, people: list[Person], broker: User, now: datetime
) -> None:
    made = sign_up(date, people[0], by=None, now=now)
    call_off(date, "De zaal is dicht", by=broker, now=now)
    page = client.get(reverse("own_sign_up", args=[made.key])).content.decode()
    assert "De zaal is dicht" in page
    assert client.post(reverse("answer_sign_up", args=[made.key, "niet"])).status_code == 410


@pytest.mark.parametrize("key", ["x", "0" * 32])
def test_an_unknown_link_is_404(client: Client, db: None, key: str) -> None:
    assert client.get(reverse("own_sign_up", args=[key])).status_code == 404
    assert client.post(reverse("answer_sign_up", args=[key, "ja"])).status_code == 404


def test_who_is_signed_in_is_known(
    client: Client, date: Gathering, resident: User, typed: dict[str, Any]
) -> None:
    client.force_login(resident)
    assert "Rosa" in client.get(page_of(date)).content.decode()
    client.post(page_of(date), typed)
    client.post(page_of(date), {**typed, "first_name": "Fatima", "submission": str(uuid.uuid4())})
    first, second = SignUp.objects.order_by("pk")
    assert first.person == resident.person
    assert second.person != resident.person


def test_many_from_one_place_wait(client: Client, date: Gathering, typed: dict[str, Any]) -> None:
    for number in range(21):
        data = {**typed, "first_name": f"Buur{number}", "submission": str(uuid.uuid4())}
        answer = client.post(page_of(date), data)
    assert answer.status_code == 429
    assert SignUp.objects.count() == 20


def test_cancelled_may_sign_up_again(date: Gathering, people: list[Person], now: datetime) -> None:
    cancel(sign_up(date, people[0], by=None, now=now), by=None, now=now)
    assert sign_up(date, people[0], by=None, now=now).state == "going"
