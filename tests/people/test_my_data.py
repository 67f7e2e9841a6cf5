from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from design.paper import make_paper
from portal.help.models import HelpRequest
from portal.people.actions import has_consent
from portal.people.data_forms import DetailsForm
from portal.people.dossier import TEMPLATE, as_data, as_paper, paper_data
from portal.people.enums import Looked, Purpose
from portal.people.kept_actions import note_access
from portal.people.models import Person, User
from tests.factories import RequestFactory
from tests.people.conftest import MARK

PAGE = "/nl/mijn/gegevens/"
DETAILS = {
    "first_name": "Rosa",
    "last_name": "Nieuw",
    "phone": "0470 12 34 56",
    "email": "",
    "street": "Verzonnenstraat",
    "house_number": "1",
    "language": "fr",
    "languages": ["fr", "ar"],
}


@pytest.fixture
def mine(client: Client, resident: User) -> Client:
    client.force_login(resident)
    return client


def text_of(client: Client, url: str = PAGE) -> str:
    page = client.get(url)
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    return page.content.decode()


def test_shows_what_we_keep_and_who_looked(
    mine: Client, known_well: Person, coordinator: User, now: datetime
) -> None:
    note_access([known_well], Looked.DOSSIER, by=coordinator, now=now)
    page = text_of(mine)
    for words in (MARK, "Greet", f"{MARK}@example.org"):
        assert words in page
    assert page.count("<article") > 10


def test_leads_there_from_my_page(mine: Client) -> None:
    assert f'href="{PAGE}"' in mine.get("/nl/mijn/").content.decode()


def test_an_account_of_nobody_has_no_file(client: Client, broker: User) -> None:
    broker.person.delete()
    client.force_login(User.objects.get(pk=broker.pk))
    assert f'href="{PAGE}"' not in client.get("/nl/mijn/").content.decode()
    assert client.get(PAGE).status_code == 404


def test_takes_as_many_queries_however_much_there_is(mine: Client, resident: User) -> None:
    taken = []
    for size in (1, 12):
        for _each in range(size):
            RequestFactory.create(person=resident.person)
        mine.get(PAGE)
        with CaptureQueriesContext(connection) as queries:
            mine.get(PAGE)
        taken.append(len(queries))
    assert taken[0] == taken[1] <= 46


def test_corrects(mine: Client, resident: User) -> None:
    assert "Sam" not in text_of(mine, f"{PAGE}verbeteren/")
    assert mine.post(f"{PAGE}verbeteren/", DETAILS).status_code == 302
    resident.person.refresh_from_db()
    assert (resident.person.last_name, resident.person.language) == ("Nieuw", "fr")
    assert resident.person.phone.as_e164 == "+32470123456"


def test_saving_the_form_as_it_opens_changes_nothing(mine: Client, known_well: Person) -> None:
    """A number from abroad, too."""
    form = DetailsForm(person=known_well)
    assert mine.post(f"{PAGE}verbeteren/", form.initial).status_code == 302
    assert known_well.corrections.count() == 1  # the one that was there


def test_gives_back_what_was_typed_wrong(mine: Client, resident: User) -> None:
    page = mine.post(f"{PAGE}verbeteren/", {**DETAILS, "phone": "", "last_name": "Getypt"})
    assert page.status_code == 400
    assert "Getypt" in page.content.decode()
    resident.person.refresh_from_db()
    assert resident.person.last_name == "Test"


def test_one_button_gives_and_one_withdraws(mine: Client, resident: User) -> None:
    url = f"{PAGE}toestemming/call_again/"
    assert f'action="{url}geven/"' in text_of(mine)
    assert mine.post(f"{url}geven/").status_code == 302
    assert has_consent(resident.person, Purpose.CALL_AGAIN)
    page = text_of(mine)
    assert f'action="{url}intrekken/"' in page
    assert f'action="{url}geven/"' not in page
    assert mine.post(f"{url}intrekken/").status_code == 302
    assert not has_consent(resident.person, Purpose.CALL_AGAIN)
    assert mine.post(f"{PAGE}toestemming/everything/geven/").status_code == 404


def test_the_data_to_take_along_is_whole(mine: Client, known_well: Person, now: datetime) -> None:
    page = mine.get(f"{PAGE}meenemen/json/")
    assert page["Content-Type"] == "application/json"
    assert "no-store" in page["Cache-Control"]
    assert MARK not in page["Content-Disposition"]
    data = json.loads(page.content)
    assert set(data["kept"]) == {"people", "help", "referrals", "gather", "contact", "team"}
    person = data["kept"]["people"][0]["facts"]
    assert person["phone"] == "+447700900999"
    assert {"first_name", "last_name", "email", "language", "speaks"} <= set(person)
    assert data["looked_at"][0]["role"] == "broker"


def keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: keys(each) for key, each in value.items()}
    return [keys(each) for each in value] if isinstance(value, list) else None


def test_the_keys_are_the_same_in_every_language(known_well: Person, now: datetime) -> None:
    found = []
    for code in ("nl", "ar"):
        with translation.override(code):
            found.append(keys(as_data(known_well, now)))
    assert found[0] == found[1]


@pytest.mark.parametrize("language", ["nl", "ar", "ary"])
def test_the_paper_is_in_the_persons_language(known_well: Person, now: datetime, language: str) -> None:
    known_well.language = language
    paper = as_paper(known_well, now)
    assert paper.startswith(b"%PDF")
    data = paper_data(known_well, known_well.written_language, now)
    assert data["lang"] == ("nl" if language == "nl" else "ar")
    assert len(data["sections"]) == 8


def test_what_people_typed_is_never_code(known_well: Person, now: datetime) -> None:
    hostile = '#panic("x") *a* $1+1$ \\ <label> @cite // /* = [x] #{1}\nzwei'
    HelpRequest.objects.filter(person=known_well).update(text=hostile)
    assert make_paper(TEMPLATE, paper_data(known_well, "nl", now)).startswith(b"%PDF")


def test_is_one_download(mine: Client, known_well: Person) -> None:
    page = mine.get(f"{PAGE}meenemen/pdf/")
    assert page["Content-Type"] == "application/pdf"
    assert page["Content-Disposition"].startswith("attachment")
    assert "no-store" in page["Cache-Control"]
    assert mine.get(f"{PAGE}meenemen/exe/").status_code == 404


def test_forget_me(mine: Client, known_well: Person, resident: User) -> None:
    assert "<form" in text_of(mine, f"{PAGE}vergeten/")
    done = mine.post(f"{PAGE}vergeten/", follow=True)
    assert done.redirect_chain == [("/nl/vergeten/", 302)]
    assert not User.objects.filter(pk=resident.pk).exists()
    assert mine.get(PAGE).status_code == 302
    known_well.refresh_from_db()
    assert known_well.forgotten_at


def test_what_is_open_stands_in_the_way(mine: Client, help_request: HelpRequest) -> None:
    page = text_of(mine, f"{PAGE}vergeten/")
    assert help_request.spoken_reference in page
    assert mine.post(f"{PAGE}vergeten/").status_code == 409
    help_request.person.refresh_from_db()
    assert help_request.person.forgotten_at is None
