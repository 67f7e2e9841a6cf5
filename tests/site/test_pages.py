"""What holds for every page of ours."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from config.begin import begin_pages

PUBLIC = [
    "/{}/",
    "/{}/hoe-werkt-het/",
    "/{}/soorten-hulp/",
    "/{}/hulp/vragen/",
    "/{}/hulp/bel-mij/",
    "/{}/account/code/",
]


@pytest.fixture
def begun(begun_site: None) -> None:
    pass


@pytest.mark.parametrize("code", ["nl", "fr", "en", "ar"])
def test_every_public_page_in_every_language(client: Client, begun: None, code: str) -> None:
    for path in PUBLIC:
        page = client.get(path.format(code))
        assert page.status_code == 200, path
        text = page.content.decode()
        assert f'<html lang="{code}" dir="{"rtl" if code == "ar" else "ltr"}"' in text
        assert page["Content-Language"] == code
        assert text.count("<h1") == 1


def test_a_translation_says_so_and_links_the_dutch(client: Client, begun: None) -> None:
    page = client.get("/fr/hoe-werkt-het/").content.decode()
    assert 'href="/nl/hoe-werkt-het/" hreflang="nl" lang="nl"' in page
    assert "Dit is een vertaling" in page
    assert "Dit is een vertaling" not in client.get("/nl/hoe-werkt-het/").content.decode()


def test_the_browser_does_not_choose_the_language(client: Client, begun: None) -> None:
    assert client.get("/", headers={"accept-language": "fr"})["Location"] == "/nl/"


def test_no_inline_script_or_style(client: Client, begun: None) -> None:
    page = client.get("/nl/")
    policy = page["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
    text = page.content.decode()
    assert "<style" not in text
    assert " style=" not in text
    text = text.replace(settings.SITE_URL, "").replace('xmlns="http://www.w3.org/2000/svg"', "")
    text = text.replace('"@context": "https://schema.org"', "")  # a name, never loaded
    assert "http://" not in text
    assert "https://" not in text


def test_a_visitor_gets_no_cookie_from_reading(client: Client, begun: None) -> None:
    page = client.get("/nl/hoe-werkt-het/")
    assert not page.cookies


def test_a_page_costs_few_queries(
    client: Client, begun: None, as_deployed: None, django_assert_max_num_queries: object
) -> None:
    """As a worker makes it that made another page before; the very first one it makes costs two more."""
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        client.get("/nl/wie-zijn-we/")
    for path in ("/nl/", "/nl/hoe-werkt-het/", "/nl/soorten-hulp/"):
        with django_assert_max_num_queries(12):  # type: ignore[operator]
            client.get(path)


def test_missing_pages_say_what_to_do(client: Client, begun: None) -> None:
    page = client.get("/nl/bestaat-niet/")
    assert page.status_code == 404
    with translation.override("nl"):
        assert "<h1" in page.content.decode()


def test_an_expired_form_gives_back_what_was_typed(begun: None) -> None:
    client = Client(enforce_csrf_checks=True)
    page = client.post("/nl/hulp/vragen/wat/", {"text": "De lamp in de gang"})
    assert page.status_code == 403
    assert "De lamp in de gang" in page.content.decode()


def test_begin_again_changes_nothing(begun: None) -> None:
    from wagtail.models import Page

    before = Page.objects.count()
    begin_pages()
    assert Page.objects.count() == before
    assert reverse("healthz") == "/healthz"
