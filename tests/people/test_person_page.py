"""One person on one page: how to reach them, what they agreed to, and everything that happened."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.contact.models import Message
from portal.help.enums import Verb
from portal.help.models import Event, FollowUp
from portal.people.enums import Channel, Purpose
from portal.people.kept_actions import forget_person
from portal.people.models import Consent, Correction, FileAccess, Person, User
from portal.people.moments import moments
from portal.people.person_page import MOST_MOMENTS, ways
from tests.factories import MatchFactory, PersonFactory, RequestFactory
from tests.factories.gather import SignUpFactory
from tests.people.conftest import MARK


@pytest.fixture
def team(client: Client, broker: User) -> Client:
    client.force_login(broker)
    return client


def page_of(person: Person) -> str:
    return f"/nl/bemiddeling/mensen/{person.pk}/"


@pytest.mark.parametrize(
    ("first", "order"),
    [
        ("", ["phone", "second_phone", "email"]),
        ("email", ["email", "phone", "second_phone"]),
        ("second_phone", ["second_phone", "phone", "email"]),
    ],
)
def test_in_the_order_to_try_them(first: str, order: list[str]) -> None:
    known = Person(phone="+32470123456", second_phone="+3215999888", email="a@example.org", first_way=first)
    assert [each.way for each in ways(known)] == order
    assert ways(Person(first_way=first)) == []


def test_shows_what_a_broker_needs_with_a_phone_in_one_hand(team: Client, resident: User) -> None:
    person = resident.person
    person.language, person.needs_interpreter = "ar", True
    person.second_phone, person.second_phone_of = "+3215999888", "dochter"
    person.best_time = "na tien uur"
    person.save()
    html = team.get(page_of(person)).content.decode()
    for words in ("Bel in het: Arabisch", "tolk", "tel:+3215999888", "dochter", "na tien uur"):
        assert words in html
    assert f"?persoon={person.pk}" in html


def test_every_opening_is_noted(team: Client, resident: User) -> None:
    for _again in range(2):
        answer = team.get(page_of(resident.person))
        assert "no-store" in answer["Cache-Control"]
    looked = FileAccess.objects.get()
    assert (looked.person, looked.what, looked.role) == (resident.person, "person", "broker")


def test_correcting_for_somebody(team: Client, resident: User) -> None:
    form = {"first_name": "Rosa", "email": "rosa@example.org", "language": "nl", "best_time": "’s avonds"}
    page = f"{page_of(resident.person)}verbeteren/"
    wrong = team.post(page, {**form, "first_way": "second_phone"})
    assert wrong.status_code == 400
    assert "’s avonds" in wrong.content.decode()
    number = {"second_phone": "015 99 98 88", "second_phone_of": "dochter", "needs_interpreter": "on"}
    assert team.post(page, {**form, **number, "first_way": "second_phone"}).status_code == 302
    person = Person.objects.get(pk=resident.person.pk)
    assert (person.second_phone.as_e164, person.first_way) == ("+3215999888", "second_phone")
    assert person.needs_interpreter
    assert {"second_phone", "best_time", "needs_interpreter"} <= set(
        Correction.objects.get().fields.split(",")
    )


def test_correcting_oneself_leaves_what_the_team_knows(client: Client, resident: User) -> None:
    Person.objects.filter(user=resident).update(best_time="na tien uur", needs_interpreter=True)
    client.force_login(resident)
    form = {"first_name": "Roza", "email": "rosa@example.org", "language": "nl"}
    assert client.post("/nl/mijn/gegevens/verbeteren/", form).status_code == 302
    person = Person.objects.get(user=resident)
    assert (person.first_name, person.best_time, person.needs_interpreter) == ("Roza", "na tien uur", True)


def test_yes_and_no_are_written_down_with_how_it_was_said(team: Client, resident: User, broker: User) -> None:
    page = f"{page_of(resident.person)}toestemming/practical_points/"
    assert team.post(f"{page}geven/", {"channel": "web"}).status_code == 400
    for _again in range(2):
        said = {"channel": "home", "interpreter": "een buur"}
        assert team.post(f"{page}geven/", said).status_code == 302
    given = Consent.objects.get(purpose=Purpose.PRACTICAL_POINTS)
    assert (given.channel, given.interpreter, given.recorded_by) == (Channel.HOME, "een buur", broker)
    assert team.post(f"{page}intrekken/", {"channel": "desk"}).status_code == 302
    given.refresh_from_db()
    assert given.withdrawn_how == Channel.DESK


def test_points_are_refused_with_a_sentence_without_consent(team: Client, resident: User) -> None:
    page = f"{page_of(resident.person)}aandachtspunten/"
    answer = team.post(page, {"points": ["dog"]})
    assert answer.status_code == 409
    assert "Vraag eerst" in answer.content.decode()
    assert team.post(page, {"points": ["a disease"]}).status_code == 400


def happened(person: Person, broker: User, now: datetime, size: int) -> None:
    """So many of each sort, a day apart."""
    for number in range(size):
        then = now - timedelta(days=number)
        request = RequestFactory.create(person=person, created_at=then)
        Event.objects.create(request=request, at=then, by=broker, verb=Verb.ASKED, to_state="new")
        match = MatchFactory.create(request=request, state="done")
        FollowUp.objects.create(match=match, side="asker", face=3, at=then, by=broker)
        SignUpFactory.create(person=person).history.create(
            gathering=SignUpFactory.create().gathering, at=then, verb="signed_up"
        )
        Correction.objects.create(person=person, at=then, by=broker, fields="street,spoken")
        Message.objects.create(
            person=person,
            neighbourhood=person.neighbourhood,
            route="call",
            kind="x",
            language="nl",
            subject="Bellen",
            key=f"{size}.{number}",
            created_at=then,
        )


def test_everything_that_happened_newest_first(known_well: Person, broker: User, now: datetime) -> None:
    happened(known_well, broker, now, 3)
    found, has_more = moments(known_well, by=broker, most=200)
    assert not has_more
    assert [each.when for each in found] == sorted((each.when for each in found), reverse=True)
    kinds = {str(each.kind) for each in found}
    assert kinds == {
        "fixed days",
        "person",
        "question",
        "question for somebody else",
        "helping",
        "activity",
        "street that takes part",
        "call",
        "mail",
        "consent",
        "details",
        "question about data",
        "volunteer",
    }
    assert found[-1].kind == "person" or found[-1].when <= known_well.created_at
    first = moments(known_well, by=broker, most=5)
    assert first == (found[:5], True)


def test_another_neighbourhood_does_not_tell(
    known_well: Person, far_broker: User, broker: User, now: datetime
) -> None:
    happened(known_well, broker, now, 1)
    words = " ".join(each.words for each in moments(known_well, by=far_broker, most=200)[0])
    assert "asked" not in words
    assert "Bellen" not in words
    assert MARK not in words


def test_takes_as_many_queries_whatever_happened(
    team: Client, resident: User, broker: User, now: datetime
) -> None:
    person, taken = resident.person, []
    for size in (1, 12):
        happened(person, broker, now, size)
        for _warm in range(2):
            with CaptureQueriesContext(connection) as queries:
                html = team.get(page_of(person)).content.decode()
        taken.append(len(queries))
    assert taken[0] == taken[1] <= 34
    assert html.count("<li><b>") == MOST_MOMENTS
    assert "?meer=2" in html
    assert team.get(page_of(person), {"meer": "2"}).content.decode().count("<li><b>") > MOST_MOMENTS
    assert team.get(page_of(person), {"meer": "x"}).status_code == 200


def test_is_linked_from_where_people_are_named(team: Client, resident: User, now: datetime) -> None:
    request = RequestFactory.create(person=resident.person, created_at=now)
    other = PersonFactory.create(neighbourhood=resident.person.neighbourhood)
    Message.objects.create(
        person=other,
        neighbourhood=other.neighbourhood,
        route="call",
        kind="x",
        language="nl",
        subject="Bellen",
        key="k",
        created_at=now,
    )
    work_list = team.get("/nl/bemiddeling/").content.decode()
    assert page_of(resident.person) in work_list
    assert page_of(other) in work_list
    assert (
        page_of(resident.person) in team.get(f"/nl/bemiddeling/vragen/{request.reference}/").content.decode()
    )
    assert page_of(other) in team.get(f"/nl/bemiddeling/mensen/zoeken/?q={other.first_name}").content.decode()


def test_who_was_forgotten_is_a_name_without_a_page(team: Client, resident: User, now: datetime) -> None:
    ended = {"state": "withdrawn", "ended_at": now, "created_at": now}
    request = RequestFactory.create(person=resident.person, **ended)
    forget_person(resident.person, by=resident, now=now)
    html = team.get(f"/nl/bemiddeling/vragen/{request.reference}/").content.decode()
    assert f'href="{page_of(resident.person)}"' not in html
    assert team.get(page_of(resident.person)).status_code == 404
