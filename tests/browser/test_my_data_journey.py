"""Somebody sees, corrects and takes along what we keep, and is forgotten; the team sees what is left."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.people.models import DataRequest, Person, User
from tests.factories import PersonFactory, UserFactory

from .conftest import Visitor

pytestmark = pytest.mark.browser
Make = Callable[..., Visitor]
PHONE = 360


@pytest.fixture
def newcomer(demo: None) -> Person:
    area = User.objects.get(email="bemiddelaar@demo.example").neighbourhoods.first()
    user = UserFactory.create(email="nieuw@demo.example", first_name="Nour", last_name="")
    return PersonFactory.create(user=user, neighbourhood=area, first_name="Nour", language="ar")


def test_see_correct_agree_take_along_and_be_forgotten(visitor: Make, newcomer: Person) -> None:
    broker = visitor("bemiddelaar")
    broker.goes(f"/en/bemiddeling/mensen/{newcomer.pk}/dossier/")
    broker.reads("Nour", "can see that you looked")
    mine = visitor("nieuw", width=PHONE)
    mine.goes("/en/mijn/")
    mine.follows("What we keep about you")
    mine.reads("Who you are", "2 years", "everything we keep", "broker")
    mine.follows("Correct my details")
    mine.fills(first_name="", city="Mechelen")
    mine.presses("Save")
    mine.reads("Something is not right yet")
    mine.fills(first_name="Noura")
    mine.presses("Save")
    mine.reads("Noura", "Mechelen")
    mine.presses("I agree", exact=False)
    mine.presses("I do not agree any more", exact=False)
    for kind in ("PDF", "JSON"):
        with mine.page.expect_download() as download:
            mine.page.locator("main").get_by_role("link", name=kind).click()
        assert download.value.suggested_filename.endswith(kind.lower())
    mine.goes("/ar/mijn/gegevens/")
    mine.goes("/en/mijn/gegevens/")
    mine.follows("What goes, and what stays")
    mine.reads("7 years")
    mine.presses("Yes, forget me")
    mine.reads("We forgot who you are")
    mine.goes("/en/mijn/")
    assert "account" in mine.page.url
    assert not User.objects.filter(email="nieuw@demo.example").exists()


def test_the_team_files_a_question_and_answers_it(visitor: Make, newcomer: Person) -> None:
    team = visitor("bemiddelaar", width=PHONE, dark=True)
    team.goes(f"/en/bemiddeling/mensen/{newcomer.pk}/dossier/")
    team.chooses(kind="see")
    team.presses("Write down")
    team.goes("/en/bemiddeling/gegevensvragen/")
    team.reads("Nour", "answer before")
    team.presses("Answered", exact=False)
    assert not DataRequest.objects.open().exists()
    coordinator = visitor("coordinator")
    coordinator.goes("/en/bemiddeling/vergeten/")
    coordinator.reads("It did not run yet", "How long we keep what")
