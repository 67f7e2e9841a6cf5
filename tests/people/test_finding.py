"""One search for all pages of the team: notations, accents, typing errors, and who may be found."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from portal.help.models import HelpRequest
from portal.people.finding import find_people
from portal.people.found_as import found_as, looked_for, plain
from portal.people.kept_actions import Details, correct_details, forget_person
from portal.people.models import Neighbourhood, Person, User, Volunteer
from tests.factories import PersonFactory, RequestFactory

PAGE = "/nl/bemiddeling/zoeken/"


@pytest.fixture
def zoe(area: Neighbourhood) -> Person:
    return PersonFactory.create(
        neighbourhood=area,
        first_name="Zoë",
        last_name="El Ámrani-Łubin",
        street="Verzonnenstraat",
        house_number="12",
        phone="+32470123456",
        second_phone="+3215999888",
        email="zoe.amrani@example.org",
    )


def found(words: str) -> list[Person]:
    return find_people(Person.objects.all(), words)


@pytest.mark.parametrize(
    "words",
    [
        "zoe",
        "ZOË",
        "zo el",
        "amrani zoe",
        "El Amrani",
        "lubin",
        "ámrani-łub",
        "verzonnenstraat 12",
        "Verzonnen",
        "zoe.amrani@example.org",
        "zoe.amrani@",
        "015 99 98 88",
        "+32 15/99.98.88",
        "Zoë 0470/12 34 56",
    ],
)
def test_is_found_by_all_we_know(words: str, zoe: Person) -> None:
    PersonFactory.create(
        first_name="Khadija", street="Anderlaan", phone="+32470999999", email="k@example.org"
    )
    assert found(words) == [zoe]


@pytest.mark.parametrize("words", ["zoe amrnai", "lubni", "verzonenstraat 12", "Verzonnestraet", "amrany"])
def test_a_typing_error_is_forgiven(words: str, zoe: Person) -> None:
    PersonFactory.create(first_name="Khadija", last_name="Maanveld", street="Anderlaan")
    assert found(words) == [zoe]


@pytest.mark.parametrize(
    "words", ["zoe maanveld", "verzonnenstraat 13", "0470 12 34 57", "zae", "", "z", "%", "_o"]
)
def test_another_word_or_number_is_somebody_else(words: str, zoe: Person) -> None:
    assert found(words) == []


def test_who_fits_best_stands_first_and_typing_errors_last(area: Neighbourhood) -> None:
    names = ["Marinda", "Rosamarin", "Marin", "Maren"]
    for name in reversed(names):
        PersonFactory.create(first_name=name, neighbourhood=area)
    assert [person.first_name for person in found("marin")] == ["Marin", "Marinda", "Rosamarin", "Maren"]


def test_what_is_corrected_is_found_and_what_it_was_no_more(zoe: Person, broker: User, now: datetime) -> None:
    details = Details("Zita", "Nieuw", "+447700900111", "", "Elderslaan", "1", "", "", "", "nl")
    correct_details(zoe, details, by=broker, now=now)
    assert found("zita elders") == [zoe]
    assert found("0470123456") == []
    forget_person(zoe, by=broker, now=now)
    zoe.refresh_from_db()
    assert zoe.found_as == ""
    assert found("zita") == []


def test_saving_some_fields_keeps_it_right(zoe: Person) -> None:
    zoe.street = "Elderslaan"
    zoe.save(update_fields=["street"])
    zoe.refresh_from_db()
    assert " elderslaan 12 " in zoe.found_as


@given(st.text(max_size=60), st.text(max_size=60))
def test_whoever_types_the_whole_name_finds_it(first: str, last: str) -> None:
    written = found_as(Person(first_name=first, last_name=last))
    if any(letter.isalpha() for letter in first + last):
        for word in plain(f"{first} {last}").split():
            assert word in written
        assert all(part in written for part in looked_for(f"{first} {last}") if not part.isdigit())


def test_people_of_another_neighbourhood_stay_unknown(
    client: Client, zoe: Person, broker: User, far_broker: User
) -> None:
    for user, knows in ((broker, True), (far_broker, False)):
        client.force_login(user)
        html = client.get(PAGE, {"q": "zoe"}).content.decode()
        assert ("Verzonnenstraat" in html) is knows
        assert ("Amrani" in client.get(PAGE, {"q": "amrnai"}).content.decode()) is False
    client.force_login(broker)
    assert "Ámrani" in client.get(PAGE, {"q": "amrnai"}).content.decode()


def test_the_number_of_a_request_leads_there(
    client: Client, help_request: HelpRequest, broker: User, far_broker: User
) -> None:
    client.force_login(broker)
    words = {"q": help_request.spoken_reference.lower()}
    request_page = f"/nl/bemiddeling/vragen/{help_request.reference}/"
    assert client.get(PAGE, words)["Location"] == request_page
    typing = client.get(PAGE, words, headers={"HX-Request": "true"})
    assert typing.status_code == 200
    assert request_page in typing.content.decode()
    assert "<html" not in typing.content.decode()
    client.force_login(far_broker)
    assert client.get(PAGE, words).status_code == 200


def test_says_in_a_word_what_people_do(
    client: Client, help_request: HelpRequest, volunteer: Volunteer, broker: User
) -> None:
    client.force_login(broker)
    assert "zoekt hulp" in client.get(PAGE, {"q": "rosa"}).content.decode()
    assert "helpt" in client.get(PAGE, {"q": "youssef"}).content.decode()


def test_stays_in_no_cache_and_takes_as_many_queries_whatever_is_found(
    client: Client, area: Neighbourhood, broker: User
) -> None:
    client.force_login(broker)
    taken = []
    for size in (1, 12):
        for _each in range(size):
            RequestFactory.create(person=PersonFactory.create(first_name="Velen", neighbourhood=area))
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(PAGE, {"q": "velen"})
        taken.append(len(queries))
    assert "no-store" in answer["Cache-Control"]
    assert answer.content.decode().count("Velen") >= 12
    assert taken[1] <= taken[0] <= 14


def test_volunteers_are_found_by_the_same_search(client: Client, volunteer: Volunteer, broker: User) -> None:
    client.force_login(broker)
    for words, is_there in (("yousef", True), ("999 999 999", False), ("lies", False)):
        html = client.get("/nl/bemiddeling/vrijwilligers/", {"wie": words, "toestand": "active"})
        assert ("Youssef" in html.content.decode()) is is_there, words
