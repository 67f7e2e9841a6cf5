"""The register follows the code: what is added there stands here."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.people import kept, roles
from portal.people.models import Neighbourhood, User, Volunteer
from portal.people.roles import ABILITY_WORDS, MAY, Ability, Role
from portal.team import register
from portal.team.models import Organiser
from tests.factories import UserFactory, VolunteerFactory
from tests.factories.team import put_papers_in_force, sign_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client: Client, coordinator: User) -> str:
    client.force_login(coordinator)
    return read(client)


def read(client: Client) -> str:
    found = client.get(reverse("register"))
    assert "no-store" in found["Cache-Control"]
    return found.content.decode()


def test_every_holding_ability_and_role_stands_there(page: str) -> None:
    for holding in kept.holdings():
        for words in (holding.title, holding.why, holding.basis, holding.receivers):
            assert str(words) in page
    for ability in Ability:
        assert str(ABILITY_WORDS[ability]) in page
    for role in Role:
        assert str(role.label) in page


def test_follows_the_code(client: Client, page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    extra = replace(kept.holdings()[0], slug="extra", title="Extra holding", receivers="A named service")
    monkeypatch.setitem(kept._found, "extra", extra)
    monkeypatch.setitem(MAY, Ability.BROKER, MAY[Ability.BROKER] | {Role.PARTNER})
    monkeypatch.setitem(roles.ABILITY_WORDS, Ability.EDIT_SITE, "Does something new")
    assert "Extra holding" not in page
    later = read(client)
    for words in ("Extra holding", "A named service", "Does something new", "broker, coordinator, partner"):
        assert words in later


def test_names_the_data_and_how_long(page: str) -> None:
    facts = dict(register.activities()[0].facts)
    assert "date of birth" in facts["Which data"]
    assert "2 years" in facts["How long"]


def test_says_who_has_access_now_and_who_signed(
    area: Neighbourhood,
    elsewhere: Neighbourhood,
    coordinator: User,
    broker: User,
    far_broker: User,
    resident: User,
) -> None:
    put_papers_in_force(area)
    sign_all(VolunteerFactory.create(person=broker.person))
    found = {each["name"]: each["signed_on"] for each in register.with_access([area])}
    assert set(found) == {str(coordinator), str(broker)}
    assert found[str(broker)]
    assert found[str(coordinator)] is None


def test_costs_the_same_for_two_and_for_ten(client: Client, page: str, area: Neighbourhood) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            read(client)
        return len(queries)

    before = cost()
    for _number in range(8):
        UserFactory.create(roles=[Role.BROKER], works_in=[area])
    assert cost() == before


def test_the_officer_and_the_paper(
    client: Client, coordinator: User, area: Neighbourhood, volunteer: Volunteer, now: datetime
) -> None:
    organiser = Organiser.objects.create(
        neighbourhood=area, name="Huis", legal_form="vzw", insurer="x", policy_number="1", contact_person="An"
    )
    client.force_login(coordinator)
    assert "to be filled in" in read(client)
    organiser.dpo_name, organiser.dpo_email = "Functionaris", "dpo@example.org"
    organiser.save()
    assert "dpo@example.org" in read(client)
    assert client.get(reverse("register_file")).content.startswith(b"%PDF")
    for code in ("ar", "fr"):
        assert client.get(f"/{code}/bemiddeling/register/pdf/").content.startswith(b"%PDF")
