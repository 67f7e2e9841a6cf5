from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.gather.actions import sign_up
from portal.gather.enums import SignUpState
from portal.gather.models import Gathering, SignUp
from portal.people.enums import Channel
from portal.people.models import Neighbourhood, Person, User
from tests.factories import PersonFactory
from tests.factories.gather import SignUpFactory, StreetEntryFactory
from tests.gather.conftest import MakesDates


@pytest.fixture
def typed() -> dict[str, Any]:
    return {
        "first_name": "Rosa",
        "last_name": "Proef",
        "phone": "0470 12 34 56",
        "language": "ar",
        "party": "2",
        "channel": "phone",
        "submission": str(uuid.uuid4()),
    }


def page_of(date: Gathering) -> str:
    return reverse("keep_date", args=[date.pk])


def act(client: Client, date: Gathering, verb: str, **data: Any) -> Any:
    return client.post(reverse("act_on_date", args=[date.pk, verb]), data)


def test_a_broker_sees_names_an_editor_numbers(
    client: Client, date: Gathering, people: list[Person], broker: User, editor: User, now: datetime
) -> None:
    made = sign_up(date, people[0], 3, by=None, now=now)
    name = people[0].first_name
    client.force_login(broker)
    assert name in client.get(page_of(date)).content.decode()
    assert name in client.get(reverse("date_list", args=[date.pk])).content.decode()
    client.force_login(editor)
    for page in (page_of(date), reverse("keep_agenda")):
        text = client.get(page).content.decode()
        assert name not in text
        assert "3 people signed up" in text
    assert client.post(reverse("act_on_sign_up", args=[made.pk, "niet"])).status_code == 403
    assert act(client, date, "toevoegen").status_code == 400


def test_a_coordinator_of_elsewhere_sees_no_names(
    client: Client, date: Gathering, people: list[Person], coordinator: User, elsewhere: Any, now: datetime
) -> None:
    sign_up(date, people[0], by=None, now=now)
    coordinator.neighbourhoods.set([elsewhere])
    client.force_login(coordinator)
    assert people[0].first_name not in client.get(page_of(date)).content.decode()
    assert client.get(reverse("date_list", args=[date.pk])).status_code == 404


def test_an_editor_adds_nobody(client: Client, date: Gathering, editor: User, typed: dict[str, Any]) -> None:
    client.force_login(editor)
    assert act(client, date, "toevoegen", **typed).status_code == 403
    assert not SignUp.objects.exists()


def test_adds_who_calls(team: Client, date: Gathering, typed: dict[str, Any]) -> None:
    for _ in range(2):
        assert act(team, date, "toevoegen", **typed).status_code == 302
    made = SignUp.objects.get()
    assert (str(made.person), made.party) == ("Rosa Proef", 2)
    consent = made.person.consents.get()
    assert (consent.channel, bool(consent.given_at)) == (Channel.PHONE, True)
    assert "Rosa Proef" in team.get(page_of(date)).content.decode()


def test_the_next_caller_on_a_form_of_before(team: Client, date: Gathering, typed: dict[str, Any]) -> None:
    act(team, date, "toevoegen", **typed)
    answer = act(team, date, "toevoegen", **{**typed, "first_name": "Fatima"})
    assert answer.status_code == 409
    assert 'value="Fatima"' in answer.content.decode()
    assert typed["submission"] not in answer.content.decode()


def test_adds_somebody_we_know(team: Client, date: Gathering, people: list[Person]) -> None:
    page = team.get(page_of(date), {"q": people[0].first_name}).content.decode()
    assert f"?persoon={people[0].pk}" in page
    assert people[0].first_name in team.get(page_of(date), {"persoon": people[0].pk}).content.decode()
    data = {"person": people[0].pk, "party": 1, "channel": "desk", "submission": str(uuid.uuid4())}
    assert act(team, date, "toevoegen", **data).status_code == 302
    assert SignUp.objects.get().person == people[0]


def test_not_a_person_of_elsewhere(team: Client, date: Gathering, elsewhere: Neighbourhood) -> None:
    far = PersonFactory.create(neighbourhood=elsewhere)
    assert team.get(page_of(date), {"persoon": far.pk}).status_code == 404


@pytest.mark.parametrize(
    ("verb", "wrong"),
    [
        ("toevoegen", {"party": "9"}),
        ("toevoegen", {"phone": "12"}),
        ("tellen", {"attended": "-1"}),
        ("tellen", {"attended": "99999999999999999999"}),
        ("afgelasten", {"why": ""}),
        ("afgelasten", {"why": "x" * 201}),
    ],
)
def test_wrong_input_is_400(
    team: Client, date_in: MakesDates, typed: dict[str, Any], verb: str, wrong: dict[str, str]
) -> None:
    date = date_in(starts=timedelta(minutes=-5) if verb == "tellen" else timedelta(days=1))
    answer = act(team, date, verb, **{**(typed if verb == "toevoegen" else {}), **wrong})
    assert answer.status_code == 400
    assert verb != "toevoegen" or 'value="Rosa"' in answer.content.decode()


def test_calls_off_with_a_reason(team: Client, date: Gathering) -> None:
    assert act(team, date, "afgelasten", why="De zaal is dicht").status_code == 302
    assert "De zaal is dicht" in team.get(page_of(date)).content.decode()
    assert act(team, date, "onzin").status_code == 404


def test_a_refusal_keeps_the_words(team: Client, date_in: MakesDates) -> None:
    answer = act(team, date_in(starts=timedelta(days=-1)), "afgelasten", why="Te laat gezegd")
    assert answer.status_code == 410
    assert "Te laat gezegd" in answer.content.decode()


def test_answers_for_who_calls(
    team: Client, one_seat: Gathering, people: list[Person], now: datetime
) -> None:
    first, second = (sign_up(one_seat, person, by=None, now=now) for person in people[:2])

    def press(made: SignUp, verb: str) -> int:
        return team.post(reverse("act_on_sign_up", args=[made.pk, verb])).status_code

    assert press(second, "ja") == 409
    assert press(first, "niet") == 302
    assert press(second, "ja") == 302
    assert press(second, "gekomen") == 409
    assert press(second, "onzin") == 404
    Gathering.objects.filter(pk=one_seat.pk).update(starts_at=now, ends_at=now + timedelta(hours=1))
    assert press(second, "gekomen") == 302
    second.refresh_from_db()
    assert second.came is True
    assert "was there" in team.get(page_of(one_seat)).content.decode()


def test_pages_take_as_many_queries_whatever_their_size(
    team: Client, date_in: MakesDates, area: Neighbourhood, broker: User, now: datetime
) -> None:
    pages = [page_of(date_in(seats=50)), reverse("keep_agenda"), reverse("keep_streets")]
    date, taken = Gathering.objects.get(), []
    campaign = uuid.uuid4()
    for size in (2, 12):
        for _ in range(size):
            SignUpFactory.create(gathering=date, person__neighbourhood=area)
            SignUpFactory.create(
                gathering=date, person__neighbourhood=area, state=SignUpState.WAITING, party=2
            )
            date_in(starts=timedelta(days=-2))
            date_in()
            StreetEntryFactory.create(campaign=campaign, neighbourhood=area, state="confirmed")
        counts = []
        for page in pages:
            team.get(page)
            with CaptureQueriesContext(connection) as queries:
                assert team.get(page).status_code == 200
            counts.append(len(queries))
        taken.append(counts)
    assert taken[0] == taken[1]
    assert max(taken[0]) <= 14
    found = Gathering.objects.with_counts().get(pk=date.pk)
    assert (found.coming, found.waiting) == (14, 28)
