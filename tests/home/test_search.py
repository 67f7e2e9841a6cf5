"""The search page and its index: only what is public, as it is now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail.rich_text import RichText

from config.begin import begin_kinds, begin_places
from design.fields import Translated
from home.models import (
    AgendaPage,
    DirectoryPage,
    EventPage,
    HomePage,
    InfoPage,
    SearchEntry,
    StoriesPage,
    StoryConsent,
    StoryPage,
)
from home.search.index import rebuild
from home.search.shelf import shelves
from portal.gather.enums import Repeats
from portal.help.models import HelpKind
from portal.people.models import Neighbourhood, Organisation

OnCommit = Callable[..., Any]


@pytest.fixture
def begun(db: None) -> None:
    """The first page in two languages and the kinds of help: enough to search in."""
    begin_places()
    begin_kinds()
    dutch, french = (Locale.objects.get_or_create(language_code=code)[0] for code in ("nl", "fr"))
    root = Page.objects.get(depth=1)
    home = root.add_child(instance=HomePage(title="Buurt", slug="nl", locale=dutch))
    Site.objects.update(root_page=home)
    copy = home.copy_for_translation(french)
    copy.title, copy.slug = "Quartier", "fr"
    copy.save_revision().publish()
    rebuild()


def ask(client: Client, question: str, language: str = "nl") -> str:
    """What the page says, without the menus around it."""
    with translation.override(language):
        page = client.get(reverse("search"), {"q": question})
    assert page.status_code == 200
    return page.content.decode().split("<main", 1)[1].split("</main>")[0]


def put_page(title: str, text: str = "", **fields: Any) -> InfoPage:
    home = HomePage.objects.get(locale__language_code="nl")
    page = InfoPage(title=title, slug=f"p{Page.objects.count()}", locale=home.locale, **fields)
    page.body = [("text", RichText(text))]
    home.add_child(instance=page)
    page.save_revision().publish()
    return page


@pytest.mark.parametrize(
    ("language", "question", "url"),
    [
        ("nl", "lampje", "/nl/hulp/vragen/?soort=chores"),
        ("fr", "lampes", "/fr/hulp/vragen/?soort=chores"),
        ("en", "bulbs", "/en/hulp/vragen/?soort=chores"),
        ("ar", "المصباح", "/ar/hulp/vragen/?soort=chores"),
        ("fr", "quartiers", "/fr/"),
    ],
)
def test_each_language_finds_its_own(
    client: Client, begun: None, language: str, question: str, url: str
) -> None:
    assert f'href="{url}"' in ask(client, question, language)


def test_the_empty_page_offers_the_kinds_of_help(client: Client, begun: None) -> None:
    page = client.get("/nl/zoeken/").content.decode()
    assert 'href="/nl/hulp/vragen/?soort=garden"' in page
    assert 3 < page.count("<option") <= 30


def test_nothing_found_says_what_to_do(client: Client, begun: None) -> None:
    page = ask(client, "qqqqqqqq")
    for way in ("/nl/hulp/vragen/", "/nl/hulp/bel-mij/", "/nl/hulp/vragen/?soort=chores"):
        assert f'href="{way}"' in page


def test_what_is_typed_and_what_is_written_is_only_text(client: Client, begun: None) -> None:
    put_page("<b>Knal</b> & <script>alert(1)</script>", "<p>&lt;script&gt;alert(2)&lt;/script&gt; knal</p>")
    rebuild()
    page = ask(client, '"><script>alert(3)</script> knal')
    assert "<mark>Knal</mark>" in page
    assert "<script>alert" not in page
    assert "<b>" not in page
    assert "&lt;script&gt;" in page


def test_a_long_question_is_cut(client: Client, begun: None) -> None:
    assert f'value="{"lamp" * 25}"' in ask(client, "lamp" * 500)


def test_a_page_comes_and_goes_with_its_publication(
    client: Client, begun: None, django_capture_on_commit_callbacks: OnCommit
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        page = put_page("Zeppelins", "<p>over luchtschepen</p>")
    assert page.path_in_site in ask(client, "luchtschip zeppelin")
    with django_capture_on_commit_callbacks(execute=True):
        page.unpublish()
    assert page.path_in_site not in ask(client, "zeppelin")
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert page.path_in_site in ask(client, "zeppelin")
    with django_capture_on_commit_callbacks(execute=True):
        page.delete()
    assert not SearchEntry.objects.filter(title="Zeppelins").exists()


def test_a_draft_is_not_found(client: Client, begun: None) -> None:
    page = put_page("Zeppelins")
    page.title = "Walvissen"
    page.save_revision()
    rebuild()
    assert page.path_in_site not in ask(client, "walvissen")


def test_a_new_address_reaches_the_pages_below(
    begun: None, django_capture_on_commit_callbacks: OnCommit
) -> None:
    above = put_page("Boven")
    child = InfoPage(title="Onder", slug="onder", locale=above.locale)
    above.add_child(instance=child)
    rebuild()
    above.slug = "elders"
    with django_capture_on_commit_callbacks(execute=True):
        above.save_revision().publish()
    assert SearchEntry.objects.get(title="Onder").url == "/nl/elders/onder/"
    with django_capture_on_commit_callbacks(execute=True):
        above.delete()
    assert not SearchEntry.objects.filter(title="Onder").exists()


def test_a_page_behind_a_password_is_not_found(
    begun: None, django_capture_on_commit_callbacks: OnCommit
) -> None:
    page = put_page("Zeppelins")
    rebuild()
    with django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")
    assert not SearchEntry.objects.filter(title="Zeppelins").exists()


def test_what_has_no_translation_is_found_in_dutch(client: Client, begun: None) -> None:
    page = put_page("Zeppelins")
    page.copy_for_translation(Locale.objects.get(language_code="fr"), alias=True)
    rebuild()
    found = ask(client, "zeppelin", "fr")
    assert f'href="{page.path_in_site}"' in found
    assert "/fr/p" not in found
    assert "<mark>Buurt</mark>" not in ask(client, "buurt", "fr")


def put_story(title: str, **fields: Any) -> StoryPage:
    home = HomePage.objects.get(locale__language_code="nl")
    stories = StoriesPage.objects.first()
    if stories is None:
        stories = home.add_child(instance=StoriesPage(title="Verhalen", slug="verhalen", locale=home.locale))
    story = StoryPage(title=title, slug=f"v{Page.objects.count()}", locale=home.locale, **fields)
    stories.add_child(instance=story)
    return story


def test_a_story_is_found_while_it_is_up(
    client: Client, begun: None, django_capture_on_commit_callbacks: OnCommit
) -> None:
    today = timezone.localdate()
    put_story("Zeppelin toen", take_down_on=today)
    story = put_story("Zeppelin nu", take_down_on=today + timedelta(days=1))
    consent = StoryConsent.objects.create(page=story, name="Rosa", given_on=today)
    rebuild()
    page = ask(client, "zeppelin")
    assert "</mark> nu" in page
    assert "toen" not in page
    assert SearchEntry.objects.get(kind="story").until == today + timedelta(days=1)
    consent.withdrawn_on = today
    with django_capture_on_commit_callbacks(execute=True):
        consent.save()
    assert not SearchEntry.objects.filter(kind="story").exists()


def test_who_agreed_to_a_story_is_not_found(begun: None) -> None:
    story = put_story("Een lamp")
    StoryConsent.objects.create(page=story, name="Geheimpje", given_on=timezone.localdate())
    rebuild()
    assert SearchEntry.objects.filter(kind="story").exists()
    assert not SearchEntry.objects.filter(text__contains="Geheimpje").exists()


@pytest.mark.parametrize(("repeats", "until"), [(Repeats.NEVER, date(2026, 5, 2)), (Repeats.WEEKLY, None)])
def test_an_event_is_over_the_day_after_its_last_date(
    begun: None, django_capture_on_commit_callbacks: OnCommit, repeats: Repeats, until: date | None
) -> None:
    home = HomePage.objects.get(locale__language_code="nl")
    agenda = home.add_child(instance=AgendaPage(title="Agenda", slug="agenda", locale=home.locale))
    event = EventPage(
        title="Soep",
        slug="soep",
        locale=home.locale,
        neighbourhood=Neighbourhood.objects.first(),
        starts_on=date(2026, 5, 1),
        start_time=time(12),
        end_time=time(14),
        repeats=repeats,
        place="De Schijf",
    )
    agenda.add_child(instance=event)
    with django_capture_on_commit_callbacks(execute=True):
        event.save_revision().publish()
    entry = SearchEntry.objects.get(kind="event")
    assert (entry.url, entry.until, entry.text) == ("/nl/agenda/soep/", until, "De Schijf")


def test_organisations_are_found_by_their_public_part(
    client: Client, begun: None, django_capture_on_commit_callbacks: OnCommit
) -> None:
    home = HomePage.objects.get(locale__language_code="nl")
    with django_capture_on_commit_callbacks(execute=True):
        place = DirectoryPage(title="Wie helpt nog meer?", slug="sociale-kaart", locale=home.locale)
        home.add_child(instance=place)
        place.save_revision().publish()
        thuis = Organisation.objects.create(
            name="Voorbeeld Thuiszorg", is_public=True, what=Translated(nl="verpleging"), remarks="geheimpje"
        )
        Organisation.objects.create(name="Voorbeeld Verborgen", what=Translated(nl="verpleging"))
    for language in ("nl", "fr"):
        page = ask(client, "verpleging", language)
        assert f"/nl/sociale-kaart/#org-{thuis.pk}" in page
        assert "Verborgen" not in page
    assert not SearchEntry.objects.filter(text__contains="geheimpje").exists()
    thuis.is_public = False
    with django_capture_on_commit_callbacks(execute=True):
        thuis.save()
    assert "#org-" not in ask(client, "verpleging")


def test_a_kind_of_help_that_is_out_of_use_is_gone(
    client: Client, begun: None, django_capture_on_commit_callbacks: OnCommit
) -> None:
    kind = HelpKind.objects.get(code="chores")
    kind.is_active = False
    with django_capture_on_commit_callbacks(execute=True):
        kind.save()
    assert "soort=chores" not in ask(client, "klusjes")


def test_making_the_index_again_changes_nothing(begun: None) -> None:
    before = set(SearchEntry.objects.values_list("pk", flat=True))
    call_command("reindex", verbosity=0)
    assert set(SearchEntry.objects.values_list("pk", flat=True)) == before
    assert shelves("nl")[0] is shelves("nl")[0]


def test_a_search_takes_as_many_queries_whatever_the_size(
    client: Client, begun: None, as_deployed: None, django_assert_num_queries: Any
) -> None:
    ask(client, "lamp", "fr")
    with django_assert_num_queries(1):
        ask(client, "lamp", "fr")
    for number in range(20):
        put_page(f"Lamp {number}", "<p>lamp</p>")
    rebuild()
    with django_assert_num_queries(2):  # the Dutch shelf is read anew, once
        ask(client, "lamp", "fr")
    with django_assert_num_queries(1):
        assert ask(client, "lamp", "fr").count("Lamp</mark> ") == 10
