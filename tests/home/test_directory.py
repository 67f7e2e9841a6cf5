"""The list of organisations: the public part alone, by sort, for who speaks which language."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Locale, Page, Site

from config.begin import begin_places
from design.fields import Translated
from home.models import AnalysisPage, DirectoryPage, HomePage, NeighbourhoodPage
from portal.people.enums import OrganisationKind
from portal.people.models import Organisation
from portal.people.organisations import INTERNAL

URL = "/nl/sociale-kaart/"
SECRET = "geheim"


@pytest.fixture
def home(db: None) -> HomePage:
    begin_places()
    dutch = Locale.objects.get_or_create(language_code="nl")[0]
    page = HomePage(title="Buurt", slug="nl", locale=dutch)
    Page.objects.get(depth=1).add_child(instance=page)
    Site.objects.update(root_page=page)
    return page


@pytest.fixture
def listed(home: HomePage) -> DirectoryPage:
    page = DirectoryPage(title="Wie helpt nog meer?", slug="sociale-kaart", locale=home.locale)
    home.add_child(instance=page)
    return page


def put(name: str, **fields: Any) -> Organisation:
    return Organisation.objects.create(name=name, **{"is_public": True, **fields})


def main(client: Client, url: str = URL) -> str:
    page = client.get(url)
    assert page.status_code == 200
    return page.content.decode().split("<main", 1)[1].split("</main>")[0]


def test_all_that_is_public_is_shown(client: Client, listed: DirectoryPage) -> None:
    made = put(
        "Voorbeeld Thuiszorg",
        what=Translated(nl="Verpleging in huis"),
        for_whom=Translated(nl="Wie ziek is"),
        price=Translated(nl="gratis"),
        opening=Translated(nl="elke dag"),
        languages=["nl", "ary"],
        phone="015 00 00 00",
        email="hallo@example.org",
        website="https://example.org/",
        street="Voorbeeldstraat 1",
        postcode="2800",
        city="Mechelen",
        checked_on=date(2026, 3, 2),
    )
    page = main(client)
    assert f'id="org-{made.pk}"' in page
    for text in (
        "Verpleging in huis",
        "Wie ziek is",
        "gratis",
        "elke dag",
        "015 00 00 00",
        "hallo@example.org",
    ):
        assert text in page
    for text in ("Voorbeeldstraat 1", "2800 Mechelen", "Darija", "2 maart"):
        assert text in page
    assert '<a href="https://example.org/" rel="noopener">' in page


def test_what_is_internal_or_not_public_never_reaches_the_page(client: Client, listed: DirectoryPage) -> None:
    texts = [name for name in INTERNAL if name not in {"last_contact_on", "answers_within"}]
    internal: dict[str, Any] = {name: f"{SECRET} {name}" for name in texts}
    put("Zichtbaar", last_contact_on=date(2019, 5, 6), answers_within=4711, **internal)
    put("Verborgen", is_public=False)
    page = client.get(URL).content.decode()
    assert "Zichtbaar" in page
    assert SECRET not in page
    assert "2019" not in page
    assert "4711" not in page
    assert "Verborgen" not in page


def test_they_stand_by_sort_and_the_mark_is_explained(client: Client, listed: DirectoryPage) -> None:
    put("Club Z", kind=OrganisationKind.CLUB)
    put("Bakker A", kind=OrganisationKind.SHOP, is_signal_contact=True)
    put("Slager B", kind=OrganisationKind.SHOP)
    page = main(client)
    assert page.index('id="sort-shop"') < page.index("Bakker A") < page.index("Slager B")
    assert page.index("Slager B") < page.index('id="sort-club"') < page.index("Club Z")
    assert page.count("badge-keeps-eye") == 2  # what it means, and the one shop that has it
    assert 'id="sort-service"' not in page


def test_the_filter_takes_sort_and_language_together(client: Client, listed: DirectoryPage) -> None:
    put("Thuis Arabisch", languages=["ar", "nl"])
    put("Thuis Nederlands", languages=["nl"])
    put("Club Arabisch", kind=OrganisationKind.CLUB, languages=["ar"])
    page = main(client, f"{URL}?soort=service&taal=ar")
    assert "Thuis Arabisch" in page
    assert "Thuis Nederlands" not in page
    assert "Club Arabisch" not in page
    assert '<option value="ar" selected>' in page
    assert 'value="tr"' not in page  # nobody speaks it there
    assert "Club Arabisch" in main(client, f"{URL}?soort=x&taal=tr")


def test_nothing_that_fits_says_what_to_do(client: Client, listed: DirectoryPage) -> None:
    put("Thuis", languages=["nl"])
    put("Club", kind=OrganisationKind.CLUB, languages=["fr"])
    page = main(client, f"{URL}?soort=club&taal=nl")
    assert f'<a href="{URL}">' in page
    assert "<article" not in page


def test_the_list_takes_as_many_queries_whatever_its_size(
    client: Client, listed: DirectoryPage, as_deployed: None, django_assert_max_num_queries: Any
) -> None:
    put("Een", languages=["nl"])
    client.get(URL)
    with django_assert_max_num_queries(12) as few:
        client.get(URL)
    for number in range(20):
        put(f"Nog {number}", languages=["nl", "fr"], what=Translated(nl="iets"))
    with django_assert_max_num_queries(len(few)):
        assert main(client).count("<article") == 21


def test_a_neighbourhood_page_leads_to_the_pages_below_it(client: Client, home: HomePage) -> None:
    from portal.people.models import Neighbourhood

    area = Neighbourhood.objects.first()
    quarter = NeighbourhoodPage(title="Onze buurt", slug="onze-buurt", locale=home.locale, neighbourhood=area)
    home.add_child(instance=quarter)
    for title, slug, live in [("Wat weten we?", "weten", True), ("Nog niet", "nog-niet", False)]:
        quarter.add_child(instance=AnalysisPage(title=title, slug=slug, locale=home.locale, live=live))
    page = main(client, "/nl/onze-buurt/")
    assert 'href="/nl/onze-buurt/weten/"' in page
    assert "Nog niet" not in page
