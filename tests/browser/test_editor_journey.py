"""An editor writes, a coordinator reads it over, the editor translates; a neighbour comes along."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.template import engines
from django.utils import timezone, translation
from django.utils.translation import gettext
from playwright.sync_api import Page, expect

from home.models import EventPage
from portal.gather.models import Gathering, SignUp

from .conftest import Visitor

pytestmark = pytest.mark.browser
Make = Callable[..., Visitor]

TITLE, FRENCH_TITLE = "Samen soep maken", "Préparons la soupe ensemble"
INTRO, FRENCH_INTRO = "We snijden groenten. Je eet mee.", "Nous coupons les légumes. Vous mangez avec nous."
ADDRESS = "agenda/samen-soep-maken/"


@pytest.fixture
def wagtails_screens(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wagtail's own templates name variables that are not there."""
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")


def says(page: Page, text: str) -> None:
    """What Wagtail answers at the top, once it has saved."""
    expect(page.locator(".messages")).to_contain_text(text)


def right_edge(page: Page, name: str) -> float:
    box = page.locator(f"main [name={name}]").bounding_box()
    assert box is not None
    return round(box["x"] + box["width"])


def writes(editor: Visitor) -> None:
    page = editor.page
    page.goto(f"{editor.server}/cms/")
    expect(page.locator(".sidebar img[src*=logo]")).to_be_visible()  # our own mark
    page.get_by_role("link", name="Nieuwe activiteit").click()
    day = timezone.localdate() + timedelta(days=5)
    editor.fills(title=TITLE, intro=INTRO, starts_on=day.isoformat(), start_time="14:00", end_time="16:00")
    editor.fills(place="De Schijf", seats="5")
    assert right_edge(page, "end_time") <= right_edge(page, "place")
    page.get_by_role("button", name="Meer acties").click()
    page.get_by_role("button", name="Stuur door naar Nalezen").click()
    says(page, "ingediend voor controle")


def reads_over(coordinator: Visitor) -> None:
    page = coordinator.page
    page.goto(f"{coordinator.server}/cms/")
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.locator("main [name=intro]")).to_have_value(INTRO)
    page.get_by_role("button", name="Meer acties").click()
    page.get_by_role("button", name="Goedkeuren en publiceren", exact=True).click()
    says(page, TITLE)


def translates(editor: Visitor, french: EventPage) -> None:
    page = editor.page
    page.goto(f"{editor.server}/cms/pages/{french.pk}/edit/")
    page.get_by_text("Vertaal deze pagina").click()
    page.get_by_role("button", name="Verzenden").click()
    for text in (FRENCH_TITLE, FRENCH_INTRO):
        page.get_by_role("button", name="Vertaal", exact=True).first.click()
        page.locator("main textarea:visible").fill(text)
        page.get_by_role("button", name="Opslaan", exact=True).click()
        expect(page.get_by_text("Handmatig vertaald").and_(page.locator(":visible")).last).to_be_visible()
        expect(page.locator("main textarea:visible")).to_have_count(0)
    page.get_by_role("button", name="Publiceer in").first.click()
    says(page, FRENCH_TITLE)


def takes_the_flyer(editor: Visitor) -> bytes:
    editor.goes(f"/nl/{ADDRESS}")
    editor.follows("Flyer")
    with editor.page.expect_download() as flyer:
        editor.page.locator("main a[href$='a5.pdf?taal=fr']").click()
    return Path(flyer.value.path()).read_bytes()


def comes_along(neighbour: Visitor) -> SignUp:
    """Finds the Dutch page, goes on in French, and signs up without an account."""
    neighbour.goes(f"/nl/{ADDRESS}")
    neighbour.reads(TITLE, INTRO, "De Schijf")
    neighbour.page.locator("header").get_by_role("link", name="Français").click()
    neighbour.page.wait_for_url(f"**/fr/{ADDRESS}")
    neighbour.looks()
    neighbour.reads(FRENCH_TITLE, FRENCH_INTRO, "De Schijf")
    neighbour.does_not_read(INTRO)
    with translation.override("fr"):
        neighbour.follows(gettext("I am coming"))
        neighbour.fills(first_name="Nadia", phone="0470 00 00 00")
        neighbour.page.wait_for_timeout(3000)  # people take longer than the time trap
        neighbour.presses(gettext("Sign up"))
        neighbour.reads(f"Votre inscription\u00a0: {FRENCH_TITLE}", "Vous êtes sur la liste")
    return SignUp.objects.latest("pk")


def test_from_an_empty_screen_to_a_full_table(demo: None, wagtails_screens: None, visitor: Make) -> None:
    editor, coordinator, broker = visitor("redactie"), visitor("coordinator"), visitor("bemiddelaar")
    writes(editor)
    assert not EventPage.objects.get(title=TITLE, locale__language_code="nl").live
    reads_over(coordinator)
    translates(editor, EventPage.objects.get(slug="samen-soep-maken", locale__language_code="fr"))
    assert takes_the_flyer(editor).startswith(b"%PDF")
    made = comes_along(visitor(width=360))
    broker.goes("/nl/bemiddeling/agenda/")
    broker.follows(TITLE)
    broker.reads("Nadia", "0470")
    Gathering.objects.filter(pk=made.gathering_id).update(starts_at=timezone.now())
    broker.goes(f"/nl/bemiddeling/agenda/{made.gathering_id}/")
    with translation.override("nl"):
        broker.presses(gettext("Was there"), exact=False)
        broker.fills(attended="1")
        broker.presses(gettext("Write down"))
    made.refresh_from_db()
    made.gathering.refresh_from_db()
    assert (made.came, made.gathering.attended) == (True, 1)
