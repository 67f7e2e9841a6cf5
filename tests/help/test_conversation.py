from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.help.models import HelpKind, HelpRequest
from portal.people.models import Neighbourhood, Person, User
from tests.factories import PersonFactory
from tests.help.conftest import page_of

CONVERSATION = "/en/bemiddeling/nieuw-gesprek/"


@pytest.fixture
def called(area: Neighbourhood, kind: HelpKind) -> dict[str, Any]:
    return {
        "first_name": "Fatima",
        "phone": "0470 12 34 56",
        "neighbourhood": area.slug,
        "language": "ar",
        "kind": kind.code,
        "text": "De lamp in de gang",
        "timing": "no_hurry",
        "places": "1",
        "channel": "phone",
        "keep_request": "on",
        "share_contact": "on",
        "submission": str(uuid.uuid4()),
    }


def test_the_search_finds_a_caller_by_number(team: Client, area: Neighbourhood) -> None:
    known = PersonFactory.create(first_name="Khadija", phone="+32470123456", neighbourhood=area)
    html = team.get(CONVERSATION, {"q": "0470 12 34 56"}).content.decode()
    assert f"?persoon={known.pk}" in html


def test_somebody_unknown_starts_with_the_number_filled_in(team: Client) -> None:
    html = team.get(CONVERSATION, {"q": "0470 12 34 56"}).content.decode()
    assert 'value="0470 12 34 56"' in html
    assert "We do not know anybody like this yet." in html


def test_the_results_alone_while_typing(team: Client, area: Neighbourhood, elsewhere: Neighbourhood) -> None:
    PersonFactory.create(first_name="Khadija", neighbourhood=area)
    PersonFactory.create(first_name="Khadra", neighbourhood=elsewhere)
    html = team.get(reverse("search_people"), {"q": "kha"}).content.decode()
    assert "Khadija" in html
    assert "Khadra" not in html
    assert "<html" not in html


def test_a_new_person_in_one_submit(team: Client, called: dict[str, Any], broker: User) -> None:
    answer = team.post(CONVERSATION, called)
    made = HelpRequest.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, page_of(made))
    assert (made.person.first_name, made.person.phone.as_e164) == ("Fatima", "+32470123456")
    assert (made.language, made.channel, made.history.get().by) == ("ar", "phone", broker)
    assert made.person.consents.filter(given_at__isnull=False).count() == 2


def test_the_number_to_read_aloud_is_shown(team: Client, called: dict[str, Any]) -> None:
    page = team.post(CONVERSATION, called, follow=True)
    assert (
        f"Read the number to the caller: {HelpRequest.objects.get().spoken_reference}"
        in page.content.decode()
    )


def test_sent_twice_is_written_down_once(team: Client, called: dict[str, Any]) -> None:
    first, second = (team.post(CONVERSATION, called) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert HelpRequest.objects.count() == 1


def test_a_known_person_is_not_typed_again(team: Client, called: dict[str, Any], resident: User) -> None:
    person = resident.person
    assert "Rosa Test" in team.get(CONVERSATION, {"persoon": person.pk}).content.decode()
    known = {key: called[key] for key in called if key not in {"first_name", "phone", "neighbourhood"}}
    before = Person.objects.count()
    assert team.post(CONVERSATION, {**known, "person": person.pk}).status_code == 302
    assert HelpRequest.objects.get().person == person
    assert Person.objects.count() == before


def test_a_person_of_elsewhere_is_not_found(team: Client, elsewhere: Neighbourhood) -> None:
    stranger = PersonFactory.create(neighbourhood=elsewhere)
    assert team.get(CONVERSATION, {"persoon": stranger.pk}).status_code == 404


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ("first_name", "First name"),
        ("phone", "Give a phone number or an e-mail address."),
        ("kind", "Choose what kind of help it is."),
        ("timing", "Choose when."),
        ("neighbourhood", "Choose a neighbourhood."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    missing: str, sentence: str, team: Client, called: dict[str, Any]
) -> None:
    page = team.post(CONVERSATION, {**called, missing: ""})
    html = page.content.decode()
    assert page.status_code == 400
    assert 'id="errors"' in html
    assert sentence in html
    assert "De lamp in de gang" in html
    kept = [called[name] for name in ("first_name", "phone", "submission") if name != missing]
    assert [value for value in kept if f'value="{value}"' not in html] == []
    assert not HelpRequest.objects.exists()


def test_a_question_for_another_neighbourhood_leads_to_a_page_that_opens(
    team: Client, called: dict[str, Any], elsewhere: Neighbourhood
) -> None:
    page = team.post(CONVERSATION, {**called, "neighbourhood": elsewhere.slug}, follow=True)
    assert HelpRequest.objects.get().neighbourhood == elsewhere
    assert page.status_code == 200


@pytest.mark.parametrize("odd", ["²", "99999999999999999999999", "-1", "x", "\x00"])
def test_an_odd_person_is_no_crash(odd: str, team: Client) -> None:
    assert team.get(CONVERSATION, {"persoon": odd}).status_code in {200, 400, 404}


@pytest.mark.parametrize("url", ["/en/bemiddeling/mensen/zoeken/", CONVERSATION])
@pytest.mark.parametrize("odd", ["a\x00b", "%%__", "'\";--", "٣٤٥٦", "²²²²", "😀😀", "a" * 5000])
def test_odd_words_are_no_crash(odd: str, url: str, team: Client) -> None:
    assert team.get(url, {"q": odd}).status_code in {200, 400}
