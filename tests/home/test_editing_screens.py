"""Our screens in the CMS: reports, workflow, menu, hints, previews."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import GroupApprovalTask, TaskState, Workflow

from config.begin import begin_workflow
from home.broken_links import broken_links
from home.missed import MOST_A_MINUTE, note_missed
from home.models import HomePage, InfoPage, MissedAddress
from portal.people.models import Neighbourhood, Organisation, User
from tests.home.conftest import edit, info_form
from tests.home.test_images import photo

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


@pytest.mark.parametrize("name", ["cms_guide", "cms_translations", "cms_broken_links", "cms_missed"])
def test_our_screens_open_for_editors_alone(
    client: Client, begun: HomePage, editor: User, broker: User, name: str
) -> None:
    address = reverse(name)
    assert client.get(address).status_code == 302
    client.force_login(broker)
    assert client.get(address).status_code == 302
    client.force_login(editor)
    assert client.get(address).status_code == 200


def test_who_wants_a_reader_gets_one(
    client: Client, editor: User, coordinator: User, dutch: InfoPage
) -> None:
    client.force_login(editor)
    data = info_form(dutch.title, "<p>Nagelezen.</p>", slug=dutch.slug)
    edit(client, dutch, data, press="action-submit")
    dutch.refresh_from_db()
    assert "Nagelezen" not in str(dutch.body)
    task = TaskState.objects.get()
    client.force_login(coordinator)
    address = reverse("wagtailadmin_pages:workflow_action", args=[dutch.pk, "approve", task.pk])
    assert client.post(address, {"comment": ""}).status_code in {200, 302}
    dutch.refresh_from_db()
    assert "Nagelezen" in str(dutch.body)


def test_a_workflow_of_your_own_stays(begun: HomePage) -> None:
    begin_workflow()
    assert GroupApprovalTask.objects.filter(name="Nalezen").count() == 1
    Workflow.objects.filter(name="Nalezen").update(name="Van ons")
    begin_workflow()
    assert [each.name for each in Workflow.objects.filter(active=True)] == ["Van ons"]


def test_hints_are_said_after_saving_dutch(client: Client, editor: User, dutch: InfoPage) -> None:
    client.force_login(editor)
    said = edit(client, dutch, info_form(dutch.title, "<p>Voor de doelgroep.</p>", slug=dutch.slug))
    assert "“doelgroep”" in said.content.decode()
    said = edit(client, dutch, info_form(dutch.title, "<p>Voor iedereen.</p>", slug=dutch.slug))
    assert "“doelgroep”" not in said.content.decode()


@pytest.mark.parametrize(("mode", "part"), [("", 'lang="nl"'), ("ar", 'dir="rtl"'), ("paper", "print.css")])
def test_previews(client: Client, editor: User, dutch: InfoPage, mode: str, part: str) -> None:
    client.force_login(editor)
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[dutch.pk]) + f"?mode={mode}"
    client.post(address, info_form(dutch.title, "<p>Zo wordt het.</p>", slug=dutch.slug))
    answer = client.get(address)
    shown = answer.content.decode()
    assert part in shown
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "Content-Security-Policy" not in answer.headers  # it would refuse the frame of the CMS
    assert ('media="print"' in shown) is (mode != "paper")


def test_a_missed_address_is_counted_and_led_on(client: Client, editor: User, dutch: InfoPage) -> None:
    assert client.get("/nl/oude-flyer/").status_code == 404
    assert client.get("/nl/oude-flyer/?naam=Rosa").status_code == 404
    for other in ("/wp-login.php", "/cms/nergens/"):
        client.get(other)
    assert client.post("/nl/nog-een/").status_code in {403, 404}
    missed = MissedAddress.objects.get()
    assert (missed.path, missed.count) == ("/nl/oude-flyer/", 1)  # once a minute
    client.force_login(editor)
    assert client.post(reverse("cms_lead_on", args=[missed.pk]), {"page": str(dutch.pk)}).status_code == 302
    assert client.get("/nl/oude-flyer/").headers["Location"] == "/nl/wie-zijn-we/"
    assert not MissedAddress.objects.exists()


def test_a_flood_of_made_up_addresses_stops_and_old_ones_make_room(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now()
    for number in range(MOST_A_MINUTE + 5):
        note_missed(f"/nl/{number}/", now)
    assert MissedAddress.objects.count() == MOST_A_MINUTE
    monkeypatch.setattr("home.missed.MOST_ROWS", MOST_A_MINUTE)
    MissedAddress.objects.filter(path="/nl/3/").update(last_at=now - timedelta(days=9))
    note_missed("/nl/nieuw/", now + timedelta(minutes=2))
    assert MissedAddress.objects.count() == MOST_A_MINUTE
    assert not MissedAddress.objects.filter(path="/nl/3/").exists()


def test_a_page_that_moves_leads_on(
    client: Client, editor: User, dutch: InfoPage, django_capture_on_commit_callbacks: Any
) -> None:
    client.force_login(editor)
    with django_capture_on_commit_callbacks(execute=True):
        edit(client, dutch, info_form(dutch.title, "<p>Wij.</p>", slug="over-ons"))
    assert client.get("/nl/wie-zijn-we/").headers["Location"].endswith("/nl/over-ons/")
    assert Redirect.objects.filter(automatically_created=True).exists()


def test_a_link_to_a_page_that_is_down_is_reported(
    client: Client, editor: User, dutch: InfoPage, django_assert_max_num_queries: Any
) -> None:
    target = InfoPage.objects.get(slug="privacy", locale=dutch.locale)
    assert broken_links() == []
    dutch.body = [("text", f'<p><a linktype="page" id="{target.pk}">Privacy</a></p>')]
    dutch.save_revision().publish()
    assert broken_links() == []
    target.unpublish()
    with django_assert_max_num_queries(16):
        found = broken_links()
    assert [(each.page.pk, each.name) for each in found] == [(dutch.pk, "Privacy")]
    InfoPage.objects.get(pk=target.pk).delete()
    assert [each.page.pk for each in broken_links()] == [dutch.pk]
    client.force_login(editor)
    assert "Wie zijn we?" in client.get(reverse("cms_broken_links")).content.decode()


def test_the_internal_part_of_an_organisation_is_not_for_the_web_editor(
    client: Client, editor: User, coordinator: User, begun: HomePage
) -> None:
    kept = Organisation.objects.create(name="Bakkerij Voorbeeld", remarks="Belt graag zelf")
    address = reverse("wagtailsnippets_people_organisation:edit", args=[kept.pk])
    client.force_login(coordinator)
    assert "Belt graag zelf" in client.get(address).content.decode()
    client.force_login(editor)
    screen = client.get(address).content.decode()
    assert "Bakkerij Voorbeeld" in screen
    assert "Belt graag zelf" not in screen
    client.post(address, {"name": "Bakkerij", "kind": kept.kind, "remarks": "Weg"})
    kept.refresh_from_db()
    assert (kept.name, kept.remarks) == ("Bakkerij", "Belt graag zelf")


def test_the_mark_of_a_neighbourhood_becomes_a_square(
    client: Client, coordinator: User, begun: HomePage
) -> None:
    place = Neighbourhood.objects.get(slug="oud-oefenplein")
    client.force_login(coordinator)
    address = reverse("wagtailsnippets_people_neighbourhood:edit", args=[place.pk])
    sent = {"name": place.name, "slug": place.slug, "position": "0", "colour": "#17406b"}
    assert client.post(address, {**sent, "mark": photo(size=(90, 60))}).status_code == 302
    place.refresh_from_db()
    assert place.mark.name.endswith(".png")
    assert (place.mark.width, place.mark.height) == (60, 60)
    assert client.post(address, {**sent, "colour": "#ffee00"}).status_code == 200
