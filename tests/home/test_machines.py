"""What search engines read."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client

from config.begin import begin_kinds, begin_pages, begin_places
from home.models import InfoPage

pytestmark = pytest.mark.django_db
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
LINK = "{http://www.w3.org/1999/xhtml}link"


@pytest.fixture(autouse=True)
def _begun() -> None:
    begin_places()
    begin_kinds()
    begin_pages()


def test_the_map_names_every_page_in_every_language(client: Client) -> None:
    found = ElementTree.fromstring(client.get("/sitemap.xml").content)
    addresses = {url.findtext(LOC): {link.get("hreflang") for link in url.iter(LINK)} for url in found}
    assert len(addresses) == 40
    assert addresses[f"{settings.SITE_URL}/ar/hoe-werkt-het/"] == {"nl", "fr", "en", "ar"}


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
