"""What search engines read."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from home.agenda import event_context
from home.models import AgendaPage, EventPage, HomePage, InfoPage, StoriesPage, StoryPage
from home.structured import structured
from portal.people.models import Neighbourhood

pytestmark = pytest.mark.django_db
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
LINK = "{http://www.w3.org/1999/xhtml}link"


@pytest.fixture(autouse=True)
def _begun(begun_site: None) -> None:
    pass


def test_the_map_names_every_page_in_every_language(client: Client) -> None:
    found = ElementTree.fromstring(client.get("/sitemap.xml").content)
    addresses = {url.findtext(LOC): {link.get("hreflang") for link in url.iter(LINK)} for url in found}
    assert len(addresses) == 4 * 23
    assert addresses[f"{settings.SITE_URL}/ar/hoe-werkt-het/"] == {
        "nl",
        "fr",
        "en",
        "ar",
        "x-default",
    }


def test_every_address_of_the_map_answers(client: Client) -> None:
    found = ElementTree.fromstring(client.get("/sitemap.xml").content)
    for url in found:
        path = str(url.findtext(LOC)).removeprefix(settings.SITE_URL)
        assert client.get(path).status_code == 200, path


def test_what_is_withdrawn_leaves_the_map(client: Client) -> None:
    InfoPage.objects.get(slug="wie-zijn-we", locale__language_code="ar").unpublish()
    assert "/ar/wie-zijn-we/" not in client.get("/sitemap.xml").content.decode()


def test_the_map_takes_as_many_queries_whatever_its_size(
    client: Client, django_assert_num_queries: object
) -> None:
    client.get("/sitemap.xml")
    with django_assert_num_queries(2):  # type: ignore[operator]
        client.get("/sitemap.xml")


def test_robots_stay_out_of_what_is_personal(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /nl/mijn/" in text
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in text


def test_a_page_names_itself_and_its_translations(client: Client) -> None:
    page = client.get("/fr/hoe-werkt-het/?x=1").content.decode()
    assert f'<link rel="canonical" href="{settings.SITE_URL}/fr/hoe-werkt-het/">' in page
    assert f'hreflang="ar" href="{settings.SITE_URL}/ar/hoe-werkt-het/"' in page
    assert f'hreflang="x-default" href="{settings.SITE_URL}/nl/hoe-werkt-het/"' in page


def data_of(html: str) -> list[dict[str, Any]]:
    begin = html.index('<script type="application/ld+json">') + 35
    found: list[dict[str, Any]] = json.loads(html[begin : html.index("</script>", begin)])["@graph"]
    return found


def test_the_first_page_says_who_we_are(client: Client) -> None:
    (us,) = data_of(client.get("/nl/").content.decode())
    assert us["@type"] == "NGO"
    assert us["url"] == f"{settings.SITE_URL}/nl/"
    assert us["address"]["addressLocality"] == "2800 Mechelen"
    assert "telephone" not in us  # a placeholder that nobody can call


def test_questions_are_told_and_no_text_ends_the_script(client: Client) -> None:
    page = InfoPage.objects.get(slug="wie-zijn-we", locale__language_code="nl")
    page.body = [("questions", [{"question": "Wat </script><b>nu</b>?", "answer": "Zo &amp; zo."}])]
    page.save_revision().publish()
    (asked,) = data_of(client.get(page.path_in_site).content.decode())
    assert asked["@type"] == "FAQPage"
    assert asked["mainEntity"][0]["name"] == "Wat </script><b>nu</b>?"


def test_a_plain_page_says_nothing() -> None:
    page = InfoPage.objects.get(slug="wie-zijn-we", locale__language_code="nl")
    page.body = []
    assert structured(page, None, None, is_off=False) == ""


def test_an_event_says_when_and_where() -> None:
    home = HomePage.objects.get(locale__language_code="nl")
    agenda = AgendaPage.objects.get(locale=home.locale)
    page = EventPage(
        title="Koffie",
        neighbourhood=Neighbourhood.objects.all()[0],
        starts_on=date(2027, 7, 1),
        start_time=time(14),
        end_time=time(16),
        place="De Schijf",
    )
    agenda.add_child(instance=page)
    facts = event_context(page, timezone.now())["facts"]
    (event,) = data_of(structured(page, None, facts, is_off=True))
    assert event["eventStatus"].endswith("EventCancelled")
    assert event["startDate"] == "2027-07-01T14:00:00+02:00"
    assert event["isAccessibleForFree"] is True
    assert event["location"]["name"] == "De Schijf"


def test_the_feed_tells_what_is_up_in_this_language(client: Client) -> None:
    home = HomePage.objects.get(locale__language_code="nl")
    stories = StoriesPage.objects.get(locale=home.locale)
    today = timezone.localdate()
    for title, ends, day in (
        ("Blijft", None, today),
        ("Tot morgen", today + timedelta(days=1), today),
        ("Weg", today, today),
        ("Later", None, today + timedelta(days=1)),
    ):
        stories.add_child(instance=StoryPage(title=title, day=day, take_down_on=ends))
    feed = client.get("/nl/feed/")
    assert feed["Content-Type"].startswith("application/atom+xml")
    names = {"a": "http://www.w3.org/2005/Atom"}
    entries = ElementTree.fromstring(feed.content).findall("a:entry", names)
    assert {entry.findtext("a:title", "", names) for entry in entries} == {"Blijft", "Tot morgen"}
    link = entries[0].find("a:link", names)
    assert link is not None
    assert link.get("href", "").startswith(f"{settings.SITE_URL}/nl/verhalen/")
    assert not ElementTree.fromstring(client.get("/fr/feed/").content).findall("a:entry", names)
    assert "/nl/verhalen/weg/" not in client.get("/sitemap.xml").content.decode()


def test_who_finds_a_hole_knows_whom_to_tell(client: Client) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404
    place = Neighbourhood.objects.all()[0]
    place.email = "buurt@example.org"
    place.save()
    lines = client.get("/.well-known/security.txt").content.decode().splitlines()
    fields = dict(line.split(": ", 1) for line in lines)
    assert fields["Contact"] == "mailto:buurt@example.org"
    left = datetime.fromisoformat(fields["Expires"]) - timezone.now()
    assert timedelta(days=360) < left < timedelta(days=366)


def test_a_phone_can_keep_the_site(client: Client) -> None:
    found = client.get("/ar/site.webmanifest").json()
    assert (found["start_url"], found["dir"], found["lang"]) == ("/ar/", "rtl", "ar")
    for icon in found["icons"]:
        file = settings.SITE / "static" / icon["src"].removeprefix(settings.STATIC_URL)
        size = int(icon["sizes"].split("x")[0])
        assert int.from_bytes(file.read_bytes()[16:20]) == size
    assert 'rel="manifest" href="/ar/site.webmanifest"' in client.get("/ar/").content.decode()


def test_the_colour_of_the_neighbourhood_is_on_every_page(client: Client) -> None:
    assert "kleur-" not in client.get("/nl/").content.decode()
    place = Neighbourhood.objects.all()[0]
    place.colour = "#5B1A4F"
    place.save()
    assert 'href="/kleur-5b1a4f.css"' in client.get("/nl/").content.decode()
    sheet = client.get("/kleur-5b1a4f.css")
    assert sheet["Content-Type"] == "text/css"
    assert "immutable" in sheet["Cache-Control"]
    assert b"--place:#5b1a4f" in sheet.content
    assert b"prefers-color-scheme:dark" in sheet.content


@pytest.mark.parametrize("digits", ["ffff00", "12345", "zzzzzz", "17406b0"])
def test_a_colour_nobody_can_read_on_is_no_page(client: Client, digits: str) -> None:
    assert client.get(f"/kleur-{digits}.css").status_code == 404
