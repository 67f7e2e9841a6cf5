"""The people who keep the site can open, change and publish it; nobody else gets past the door."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from home.models import InfoPage
from portal.help.models import HelpKind
from portal.people.models import Neighbourhood, User

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


@pytest.fixture(autouse=True)
def _site(begun: object) -> None:
    """All of these look at the site as `begin` makes it."""


def test_an_editor_changes_and_publishes_a_page(client: Client, editor: User) -> None:
    page = InfoPage.objects.get(slug="wie-zijn-we", locale__language_code="nl")
    client.force_login(editor)
    opened = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert opened.status_code == 200
    assert page.permissions_for_user(editor).can_publish()


def test_an_editor_fills_in_the_telephone_number(client: Client, editor: User) -> None:
    place = Neighbourhood.objects.get(slug="oud-oefenplein")
    client.force_login(editor)
    address = reverse("wagtailsnippets_people_neighbourhood:edit", args=[place.pk])
    assert client.get(address).status_code == 200
    sent = {
        "name": place.name,
        "slug": place.slug,
        "position": "0",
        "phone": "015 00 00 00",
        "colour": "#17406b",
        "reachable_nl": "maandag",
        "reachable_ar": "الاثنين",
    }
    assert client.post(address, sent).status_code == 302
    place.refresh_from_db()
    assert place.phone == "015 00 00 00"
    assert place.reachable == {"nl": "maandag", "ar": "الاثنين"}
    assert "maandag" in client.get("/nl/").content.decode()


def test_a_coordinator_changes_a_kind_of_help_and_its_volunteers_stay(
    client: Client, coordinator: User, volunteer: object
) -> None:
    kind = HelpKind.objects.get(code="chores")
    before = kind.volunteers.count()
    client.force_login(coordinator)
    address = reverse("wagtailsnippets_help_helpkind:edit", args=[kind.pk])
    assert client.get(address).status_code == 200
    texts = {f"{name}_nl": "Nieuw" for name in ("name", "short", "we_do", "we_do_not")}
    sent = {"code": "chores", "position": "0", "pictogram": "chores", "is_active": "on", **texts}
    sent["default_places"] = "2"
    assert client.post(address, sent).status_code == 302
    kind.refresh_from_db()
    assert str(kind) == "Nieuw"
    assert kind.volunteers.count() == before == 1


def test_the_door_turns_others_away_and_sends_strangers_to_the_login(client: Client, broker: User) -> None:
    door = client.get("/cms/", follow=True)
    assert door.redirect_chain[-1][0].startswith("/nl/account/code/?next=")
    client.force_login(broker)
    assert client.get("/cms/", follow=True).status_code == 403


@pytest.mark.parametrize("address", ["/cms/login/", "/cms/password_reset/"])
def test_wagtails_own_door_takes_no_password(client: Client, editor: User, address: str) -> None:
    editor.set_password("een-lang-wachtwoord")
    editor.save()
    client.post(address, {"username": editor.email, "password": "een-lang-wachtwoord"})
    assert "_auth_user_id" not in client.session
