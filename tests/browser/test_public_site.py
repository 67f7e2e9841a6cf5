"""A visitor reads, finds, and comes along; an editor writes, publishes, prints, and counts who came."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import translation
from django.utils.translation import gettext

from home.models import EventPage
from portal.gather.models import SignUp

from .conftest import Visitor

pytestmark = pytest.mark.browser
Make = Callable[..., Visitor]

# Every page type, once.
PAGES = [
    "",
    "hoe-werkt-het/",
    "soorten-hulp/",
    "veelgestelde-vragen/",
    "dringend/",
    "cookies/",
    "toegankelijkheid/",
    "agenda/",
    "agenda/soep/",
    "agenda/infomoment-2019/",
    "verhalen/",
    "verhalen/een-lamp-en-een-koffie/",
    "sociale-kaart/",
    "onze-buurt/",
    "onze-buurt/plan/",
    "onze-buurt/wat-weten-we/",
    "onze-buurt/wat-zei-je/",
    "infokaarten/alleen-wonen/",
    "dag-van-de-buren/",
    "buurtkrant/",
    "zoeken/?q=lamp",
]


def comes_along(visitor: Visitor, code: str) -> SignUp:
    """Finds the walk in the agenda and signs up with a name and a phone number."""
    with translation.override(code):
        visitor.goes(f"/{code}/agenda/")
        visitor.page.locator("main a.tile-title", has_text="Wandeling").first.click()
        visitor.looks()
        visitor.follows(gettext("I am coming"))
        visitor.fills(first_name="Nadia", phone="0470 00 00 00")
        visitor.page.wait_for_timeout(3000)  # people take longer than the time trap
        visitor.page.locator("main form button[type=submit]").last.click()
        visitor.page.wait_for_load_state()
        visitor.looks()
    return SignUp.objects.latest("pk")


@pytest.mark.parametrize(
    ("width", "code", "look"),
    [
        (360, "nl", {}),
        (1280, "ar", {"dark": True}),
    ],
)
def test_every_page_type_reads_well(demo: None, visitor: Make, width: int, code: str, look: dict) -> None:
    someone = visitor(width=width, **look)
    for path in PAGES:
        answer = someone.goes(f"/{code}/{path}")
        assert answer is not None
        assert answer.status == 200, path


def test_a_visitor_without_scripts_signs_up_on_a_phone(demo: None, visitor: Make) -> None:
    made = comes_along(visitor(width=360, scripts=False), "nl")
    assert made.state == "going"
    assert made.person.first_name == "Nadia"


def test_a_visitor_finds_by_a_word_typed_wrong(demo: None, visitor: Make) -> None:
    someone = visitor(width=360)
    someone.goes("/nl/")
    someone.page.locator("header").get_by_role("link", name="Zoeken").click()
    someone.page.fill("main [name=q]", "infomomment")
    someone.page.locator("main form button[type=submit]").first.click()
    someone.page.wait_for_load_state()
    someone.looks()
    someone.reads("Infomoment Zorg voor de buurt")


def test_the_team_sees_who_comes_and_counts(demo: None, visitor: Make) -> None:
    made = comes_along(visitor(), "nl")
    page = EventPage.objects.get(slug="wandeling", locale__language_code="nl")
    editor = visitor("redactie")
    editor.goes(f"/nl/bemiddeling/agenda/{made.gathering_id}/")
    editor.does_not_read("Nadia")
    editor.goes(f"/flyer/{page.pk}/verspreid/")
    broker = visitor("bemiddelaar")
    broker.goes(f"/nl/bemiddeling/agenda/{made.gathering_id}/")
    broker.reads("Nadia")
