"""A flyer of every page, in one click."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from PIL import Image
from wagtail.models import PageViewRestriction

from design.fields import Translated
from home.flyer import TRANSLATED, flyer, written_price, written_time
from home.models import EventPage
from portal.gather.models import Event, Gathering
from portal.people.models import Neighbourhood, User

from .paper_pages import event_page, first_page, info_page, translated

pytestmark = pytest.mark.django_db
EVENING = datetime(2027, 4, 8, 18, 30)


@pytest.fixture
def page(area: Neighbourhood) -> EventPage:
    return event_page(area, place="De Schijf", street="Pleinstraat 1", languages=["nl", "ar"])


@pytest.fixture
def shared(page: EventPage) -> Event:
    """The published facts: another hour than the page still says."""
    zone = timezone.get_current_timezone()
    event = Event.objects.create(
        key=page.translation_key,
        neighbourhood=page.neighbourhood,
        kind=page.kind,
        titles=Translated(nl=page.title),
        place="Het plein",
        price="2.50",
        starts_at=EVENING.replace(hour=14, minute=0, tzinfo=zone),
        ends_at=EVENING.replace(hour=16, minute=30, tzinfo=zone),
    )
    for week in (0, 1, 2):
        Gathering.objects.create(
            event=event,
            starts_at=event.starts_at + timedelta(weeks=week),
            ends_at=event.ends_at + timedelta(weeks=week),
            called_off_at=event.starts_at if week == 1 else None,
        )
    return event


def url(page: Any, what: str = "a5", kind: str = "pdf") -> str:
    return reverse("flyer", args=[page.pk, what, kind])


def side(page: Any, code: str = "nl", now: datetime | None = None) -> dict[str, Any]:
    pages = [page] if code == "nl" else [page.get_translations().get(locale__language_code=code)]
    made: dict[str, Any] = flyer(page, pages, "a5", now or timezone.now())["sides"][0]
    return made


# --- what stands on it ------------------------------------------------------------------------


def test_the_facts_of_the_page_where_nothing_is_published(page: EventPage) -> None:
    when, where = side(page)["facts"]
    assert when["strong"] == ["Donderdag 8 april 2027"]
    assert "18u30" in when["lines"][0]
    assert "20u" in when["lines"][0]
    assert (where["strong"], where["lines"]) == (["De Schijf"], ["Pleinstraat 1"])
    assert [note["text"] for note in side(page)["notes"]][1:] == ["Nederlands, Arabisch"]


def test_the_published_facts_come_first(page: EventPage, shared: Event) -> None:
    when, where = side(page)["facts"]
    assert "14u" in when["lines"][0]
    assert where["strong"] == ["Het plein"]
    assert side(page)["notes"][0]["text"] == "2,50 euro"


def test_the_next_date_that_goes_on(page: EventPage, shared: Event) -> None:
    zone = timezone.get_current_timezone()
    at = EVENING.replace(day=9, tzinfo=zone)
    assert side(page, now=at)["facts"][0]["strong"] == ["Donderdag 22 april 2027"]
    assert side(page, now=at + timedelta(weeks=9))["facts"][0]["strong"] == ["Donderdag 8 april 2027"]


def test_withdrawn_facts_are_not_used(page: EventPage, shared: Event) -> None:
    Event.objects.update(withdrawn_at=timezone.now())
    assert side(page)["facts"][1]["strong"] == ["De Schijf"]


def test_missing_facts_leave_no_hole(area: Neighbourhood) -> None:
    made = side(event_page(area, slug="kaal"))
    assert [fact["strong"] for fact in made["facts"]] == [["Donderdag 8 april 2027"]]
    assert len(made["notes"]) == 1
    Neighbourhood.objects.all().update(phone="", centre="", city="")
    bare = side(info_page())
    assert (bare["facts"], bare["notes"], bare["pictograms"], bare["phone"], bare["reach"]) == (
        [],
        [],
        [],
        "",
        [],
    )


def test_a_flyer_without_any_neighbourhood(client: Client) -> None:
    assert client.get(url(info_page())).content.startswith(b"%PDF")


def test_at_most_four_pictograms_that_exist(area: Neighbourhood) -> None:
    names = ["company", "gone", "dog", "garden", "call", "lend"]
    row = [{"pictogram": name, "text": name} for name in names]
    made = side(event_page(area, slug="p", body=[("pictograms", row)]))
    assert [each["text"] for each in made["pictograms"]] == ["company", "dog", "garden", "call"]


def test_a_translation_says_that_it_is_one(page: EventPage) -> None:
    translated(page, "ar", title="قهوة", access="باب")
    made = side(page, "ar")
    assert (made["lang"], made["dir"], made["title"]) == ("ar", "rtl", "قهوة")
    assert TRANSLATED in made["note"]
    assert made["address"].endswith("/ar/agenda/koffie")
    assert made["notes"][-1]["text"] == "باب"
    assert not any(digit in json.dumps(made, ensure_ascii=False) for digit in "٠١٢٣٤٥٦٧٨٩")
    assert "18:30" in made["facts"][0]["lines"][0]
    assert side(page)["note"] == ""


def test_its_own_colour(page: EventPage) -> None:
    Neighbourhood.objects.all().update(colour="#5a1a1a")
    page.neighbourhood.refresh_from_db()
    assert flyer(page, [page], "a5", timezone.now())["colour"] == "#5a1a1a"


@pytest.mark.parametrize(
    ("code", "half", "whole"), [("nl", "18u30", "9u"), ("fr", "18h30", "9h"), ("en", "18:30", "09:00")]
)
def test_hours_as_posters_write_them(code: str, half: str, whole: str) -> None:
    zone = timezone.get_current_timezone()
    with translation.override(code):
        assert written_time(EVENING.replace(tzinfo=zone)) == half
        assert written_time(EVENING.replace(hour=9, minute=0, tzinfo=zone)) == whole


def test_prices() -> None:
    with translation.override("nl"):
        found = [written_price(Decimal(each)) for each in ("5.00", "12.5", "1000")]
    assert found == ["5 euro", "12,50 euro", "1000 euro"]


# --- the file ---------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["a5", "a4", "a4-2"])
def test_one_click_gives_the_file(client: Client, page: EventPage, what: str) -> None:
    answer = client.get(url(page, what))
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="flyer-koffie-{what}-nl.pdf"'
    assert answer["Cache-Control"] == "private, max-age=60"
    assert answer.content.count(b"/MediaBox") == 1


def test_a_second_side_in_another_language(client: Client, page: EventPage) -> None:
    french = translated(page, "fr", title="Café")
    answer = client.get(url(french) + "?taal=fr")
    assert answer.content.count(b"/MediaBox") == 2
    assert 'filename="flyer-koffie-a5-nl-fr.pdf"' in answer["Content-Disposition"]
    picture = client.get(url(page, kind="png") + "?taal=fr")
    assert Image.open(BytesIO(picture.content)).format == "PNG"
    assert 'filename="flyer-koffie-a5-fr.png"' in picture["Content-Disposition"]


def test_what_is_known_already_is_not_sent_again(client: Client, page: EventPage) -> None:
    etag = client.get(url(page))["ETag"]
    again = client.get(url(page), headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    EventPage.objects.update(title="Thee")
    assert client.get(url(page), headers={"if-none-match": etag}).status_code == 200


@pytest.mark.parametrize(
    "address", ["/a3.pdf", "/a5.svg", "/a5.pdf?taal=fr", "/a5.pdf?taal=xx", "/a5.png?taal=fr", "/a5"]
)
def test_what_there_is_not(client: Client, page: EventPage, address: str) -> None:
    assert client.get(f"/flyer/{page.pk}{address}").status_code == 404


def test_pages_that_are_none_of_ours(client: Client) -> None:
    root = first_page().get_parent()
    for pk in (0, 10**30, root.pk):
        assert client.get(f"/flyer/{pk}/a5.pdf").status_code == 404


def test_a_draft_is_for_editors(client: Client, page: EventPage, editor: User, broker: User) -> None:
    page.title = "Nog geheim"
    page.save_revision()
    page.unpublish()
    assert client.get(url(page)).status_code == 404
    client.force_login(broker)
    assert client.get(url(page)).status_code == 404
    client.force_login(editor)
    assert client.get(url(page)).content.startswith(b"%PDF")


def test_a_draft_in_another_language_is_no_second_side(client: Client, page: EventPage) -> None:
    translated(page, "fr", title="Café", live=False)
    assert client.get(url(page) + "?taal=fr").status_code == 404


def test_a_page_behind_a_lock_has_no_flyer(client: Client, page: EventPage) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert client.get(url(page)).status_code == 404


def test_making_flyers_has_a_limit(client: Client, page: EventPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("home.paper_views.make_paper", lambda *args: b"%PDF")
    assert {client.get(url(page)).status_code for _each in range(60)} == {200}
    assert client.get(url(page)).status_code == 429
