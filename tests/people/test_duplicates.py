"""Who may be the same: shown while typing, and on a page."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.help.models import HelpKind, HelpRequest
from portal.people.actions import Who
from portal.people.duplicates import MOST_TOGETHER, like, pairs
from portal.people.merge_actions import merge_people
from portal.people.models import FileAccess, Merge, Neighbourhood, NotTheSame, Person, User, Volunteer
from tests.factories import PersonFactory, UserFactory
from tests.people.twice import two_of_one

CONVERSATION = "/en/bemiddeling/nieuw-gesprek/"


@pytest.fixture
def team(client: Client, broker: User) -> Client:
    client.force_login(broker)
    return client


@pytest.fixture
def rosa(area: Neighbourhood) -> Person:
    return PersonFactory.create(
        neighbourhood=area,
        first_name="Rosa",
        last_name="Verzonnen",
        phone="+32470123456",
        email="rosa@example.org",
        street="Oefenstraat",
        house_number="7",
    )


@pytest.mark.parametrize(
    ("who", "reasons"),
    [
        (Who("Roza", phone="+32470123456"), ["same phone number"]),
        (Who("R.", email="Rosa@Example.org"), ["same e-mail"]),
        (Who("Rosa", "Verzonne", street="oefenstraat", house_number="7"), ["same house"]),
        (Who("Verzonnen", "Rosa", street="Oefenstraat", house_number="9"), ["same street"]),
        (Who("Jan", "Anders", street="Oefenstraat", house_number="7"), None),
        (Who("Rosa", "Verzonnen"), None),
        (Who("Rosa", "Verzonnen", phone="+32470123457", street="Proefplein"), None),
    ],
)
def test_who_looks_like_somebody(who: Who, reasons: list[str] | None, rosa: Person, broker: User) -> None:
    found = like(who, broker)
    assert [(each.person, each.why) for each in found] == ([(rosa, reasons)] if reasons else [])


def test_the_number_of_an_account_counts_too(area: Neighbourhood, broker: User) -> None:
    user = UserFactory.create(phone="+447700900222")
    known = PersonFactory.create(neighbourhood=area, user=user)
    assert [each.person for each in like(Who("Wie", phone="+447700900222"), broker)] == [known]


def test_nobody_of_elsewhere_is_shown(rosa: Person, far_broker: User) -> None:
    assert like(Who("Rosa", phone="+32470123456"), far_broker) == []


def test_the_best_comes_first_and_two_queries_are_enough(
    rosa: Person, area: Neighbourhood, broker: User, django_assert_max_num_queries: Any
) -> None:
    partner = PersonFactory.create(neighbourhood=area, first_name="Jan", phone="+32470123456")
    broker.roles  # noqa: B018  known to the user of a page
    with django_assert_max_num_queries(2):
        found = like(Who("Rosa", "Verzonnen", phone="+32470123456"), broker)
    assert [each.person for each in found] == [rosa, partner]


# --- While a broker types ---


@pytest.fixture
def typed(area: Neighbourhood, kind: HelpKind) -> dict[str, Any]:
    return {
        "first_name": "Roza",
        "last_name": "Verzonnen",
        "phone": "0032 470 12 34 56",
        "email": "nieuw@example.org",
        "neighbourhood": area.slug,
        "language": "nl",
        "kind": kind.code,
        "text": "De lamp in de gang",
        "timing": "no_hurry",
        "places": "1",
        "channel": "phone",
        "submission": str(uuid.uuid4()),
    }


def test_a_conversation_asks_first_and_loses_nothing(
    team: Client, typed: dict[str, Any], rosa: Person
) -> None:
    page = team.post(CONVERSATION, typed)
    html = page.content.decode()
    assert page.status_code == 409
    assert f'name="same" value="{rosa.pk}"' in html
    assert [value for value in ("Roza", "nieuw@example.org", typed["submission"]) if value not in html] == []
    assert "De lamp in de gang" in html
    assert not HelpRequest.objects.exists()
    # Enter in a field presses the first button: not one that decides.
    assert html.index('aria-hidden="true">Save') < html.index('name="same"')


def test_the_same_person_goes_on_with_what_was_typed(
    team: Client, typed: dict[str, Any], rosa: Person
) -> None:
    rosa.email = ""
    rosa.save()
    before = Person.objects.count()
    assert team.post(CONVERSATION, {**typed, "last_name": "Anders", "same": rosa.pk}).status_code == 302
    made = HelpRequest.objects.get()
    rosa.refresh_from_db()
    assert (made.person, made.gave) == (rosa, "Anders")
    assert (rosa.last_name, rosa.email) == ("Verzonnen", "nieuw@example.org")
    assert Person.objects.count() == before


def test_somebody_else_is_new_and_never_suggested_again(
    team: Client, typed: dict[str, Any], rosa: Person, broker: User
) -> None:
    told = {**typed, "first_name": "Rosa", "somebody_else": "1"}
    first, again = (team.post(CONVERSATION, told) for _ in range(2))
    assert first.status_code == 302
    assert first["Location"] == again["Location"]
    made = HelpRequest.objects.get().person
    assert made != rosa
    apart = NotTheSame.objects.get()
    assert {apart.one, apart.other, apart.by} == {rosa, made, broker}
    assert pairs(broker) == []


def test_a_person_of_elsewhere_is_not_the_same(
    team: Client, typed: dict[str, Any], elsewhere: Neighbourhood
) -> None:
    stranger = PersonFactory.create(neighbourhood=elsewhere)
    assert team.post(CONVERSATION, {**typed, "same": stranger.pk}).status_code == 404


def test_a_chosen_person_who_was_put_together_meanwhile(
    team: Client, typed: dict[str, Any], area: Neighbourhood, broker: User, now: datetime
) -> None:
    kept, gone = two_of_one(area)
    merge_people(kept, gone, {}, by=broker, now=now)
    assert team.post(CONVERSATION, {**typed, "person": gone.pk}).status_code == 302
    assert HelpRequest.objects.get().person == kept


@pytest.fixture
def offered(area: Neighbourhood, kind: HelpKind) -> dict[str, Any]:
    return {
        "first_name": "Rosa",
        "phone": "0470 12 34 56",
        "email": "nieuw@example.org",
        "birth_date": "1980-05-06",
        "language": "nl",
        "speaks": ["nl"],
        "kinds": [kind.code],
        "half_days": ["0-morning"],
        "month_maximum": "2",
        "neighbourhood": area.slug,
        "channel": "phone",
        "motivation": "Graag gedaan",
        "submission": str(uuid.uuid4()),
    }


def test_a_volunteer_is_asked_about_first(team: Client, offered: dict[str, Any], rosa: Person) -> None:
    page = team.post(reverse("write_down_volunteer"), offered)
    html = page.content.decode()
    assert page.status_code == 409
    assert f'name="same" value="{rosa.pk}"' in html
    assert "Graag gedaan" in html
    assert not Volunteer.objects.exists()
    team.post(reverse("write_down_volunteer"), {**offered, "same": rosa.pk})
    assert Volunteer.objects.get().person == rosa


def test_a_volunteer_who_is_somebody_else(team: Client, offered: dict[str, Any], rosa: Person) -> None:
    answer = team.post(reverse("write_down_volunteer"), {**offered, "somebody_else": "1"})
    made = Volunteer.objects.get()
    assert answer["Location"] == reverse("volunteer", args=[made.pk])
    assert made.person != rosa
    assert NotTheSame.objects.count() == 1


# --- The list ---


def test_pairs_best_first_each_with_why(area: Neighbourhood, broker: User) -> None:
    def person(first: str, last: str, **more: Any) -> Person:
        return PersonFactory.create(neighbourhood=area, first_name=first, last_name=last, **more)

    one = person("Rosa", "Verzonnen", phone="+32470123456", email="r@example.org")
    same = person("Rosa", "Verzonnen", phone="+32470123456", email="R@example.org")
    house = person("Mohamed", "Proef", phone="", street="Oefenstraat", house_number="7")
    alike = person("Mohammed", "Proef", phone="", street="oefenstraat", house_number="7")
    person("Maria", "Anders", phone="", street="oefenstraat", house_number="7")
    person("Mohamed", "Proef", phone="", street="oefenstraat", house_number="9")
    found = pairs(broker)
    assert [(each.one, each.other) for each in found] == [(one, same), (house, alike)]
    assert found[0].why == ["same phone number", "same e-mail"]


def test_nobody_of_elsewhere_or_forgotten_or_put_together(
    area: Neighbourhood, elsewhere: Neighbourhood, broker: User, far_broker: User, now: datetime
) -> None:
    number = "+32470123456"
    PersonFactory.create(neighbourhood=area, phone=number)
    PersonFactory.create(neighbourhood=area, phone=number, forgotten_at=now)
    into = PersonFactory.create(neighbourhood=area)
    PersonFactory.create(neighbourhood=area, phone=number, merged_into=into)
    PersonFactory.create(neighbourhood=elsewhere, phone=number)
    assert pairs(broker) == []
    assert pairs(far_broker) == []


def test_the_number_of_a_whole_house_is_no_doubt(area: Neighbourhood, broker: User) -> None:
    PersonFactory.create_batch(MOST_TOGETHER + 1, neighbourhood=area, phone="+32470123456")
    assert pairs(broker) == []


def test_the_page_asks_as_much_whatever_its_length(team: Client, area: Neighbourhood) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert team.get(reverse("duplicates")).status_code == 200
        return len(found)

    for number in range(2):
        PersonFactory.create_batch(2, neighbourhood=area, phone=f"+3247012340{number}")
    few = queries()
    for number in range(9):
        PersonFactory.create_batch(2, neighbourhood=area, phone=f"+3247012341{number}")
    assert queries() == few


def test_not_the_same_is_remembered(team: Client, area: Neighbourhood, broker: User) -> None:
    one, other = PersonFactory.create_batch(2, neighbourhood=area, phone="+32470123456")
    html = team.get(reverse("duplicates")).content.decode()
    assert reverse("merge_people", args=[one.pk, other.pk]) in html
    for _ in range(2):
        assert team.post(reverse("not_the_same", args=[other.pk, one.pk])).status_code == 302
    assert "Nobody looks like somebody else." in team.get(reverse("duplicates")).content.decode()


# --- Two side by side ---


def test_the_two_side_by_side_then_together_then_two_again(
    team: Client, area: Neighbourhood, broker: User
) -> None:
    kept, gone = two_of_one(area)
    url = reverse("merge_people", args=[kept.pk, gone.pk])
    page = team.get(url)
    html = page.content.decode()
    assert page["Cache-Control"] == "private, no-store"
    assert 'name="phone" value="kept" id="phone-kept" checked' in html
    assert "rosa@example.org" in html
    assert 'name="email"' not in html  # only one has it
    assert set(FileAccess.objects.values_list("person", flat=True)) == {kept.pk, gone.pk}
    assert team.post(url, {"phone": "gone"})["Location"] == reverse("person", args=[kept.pk])
    kept.refresh_from_db()
    assert kept.phone.as_e164 == "+447700900456"
    for old in (reverse("person", args=[gone.pk]), url):
        assert team.get(old)["Location"] == reverse("person", args=[kept.pk])
    merge = Merge.objects.get()
    assert "Rosa Verzonne<" in team.get(reverse("merges")).content.decode()
    Person.objects.filter(pk=kept.pk).update(email="later@example.org")
    page = team.post(reverse("undo_merge", args=[merge.pk]), follow=True)
    assert "left it as it is now: E-mail." in page.content.decode()
    assert team.post(reverse("undo_merge", args=[merge.pk])).status_code == 409


def test_what_stops_it_is_said_and_the_choice_stays(team: Client, area: Neighbourhood) -> None:
    kept, gone = two_of_one(area)
    for person in (kept, gone):
        person.user = UserFactory.create()
        person.save()
    url = reverse("merge_people", args=[kept.pk, gone.pk])
    assert "Both have an account." in team.get(url).content.decode()
    refused = team.post(url, {"phone": "gone"})
    assert refused.status_code == 409
    assert 'name="phone" value="gone" id="phone-gone" checked' in refused.content.decode()


def test_old_links_of_somebody_elsewhere_tell_nothing(
    client: Client, area: Neighbourhood, broker: User, far_broker: User, now: datetime
) -> None:
    kept, gone = two_of_one(area)
    merge = merge_people(kept, gone, {}, by=broker, now=now)
    client.force_login(far_broker)
    for name, arguments in (("dossier", [gone.pk]), ("merge_people", [kept.pk, gone.pk])):
        assert client.get(reverse(name, args=arguments)).status_code in {302, 404}
        assert client.get(reverse(name, args=arguments), follow=True).status_code == 404
    assert client.post(reverse("undo_merge", args=[merge.pk])).status_code == 404
    assert "Nobody was put together yet." in client.get(reverse("merges")).content.decode()


def test_merges_ask_as_much_whatever_their_number(
    team: Client, area: Neighbourhood, broker: User, now: datetime
) -> None:
    def put_together(times: int) -> None:
        for _ in range(times):
            merge_people(*PersonFactory.create_batch(2, neighbourhood=area), {}, by=broker, now=now)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            team.get(reverse("merges"))
        return len(found)

    put_together(1)
    few = queries()
    put_together(4)
    assert queries() == few
