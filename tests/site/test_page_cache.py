"""Kept pages: what drops one, and that nothing else does; who gets one, and who never."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import time, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import brotli
import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings
from wagtail.images.tests.utils import get_test_image_file

from config.page_cache import Keep, PageCacheMiddleware, key_of
from design import freshness
from design.freshness import being_made, note, shows
from home.models import HomePage, InfoPage, SiteImage
from portal.help.models import HelpKind
from portal.people.models import Neighbourhood, User
from portal.team.models import Permanence

pytestmark = pytest.mark.django_db
HOW, KINDS, FRENCH = "/nl/hoe-werkt-het/", "/nl/soorten-hulp/", "/fr/hoe-werkt-het/"


@pytest.fixture
def reader(begun_site: None, settings: Settings, tmp_path: Path) -> Client:
    settings.PAGE_CACHE = True
    settings.PART_CACHE = True
    settings.FRESHNESS_FILE = str(tmp_path / "changed")
    return Client()


def is_kept(reader: Client, path: str, **headers: str) -> bool:
    with CaptureQueriesContext(connection) as queries:
        assert reader.get(path, headers=headers).status_code == 200
    return not queries


def page(path: str) -> InfoPage:
    _, code, slug, _ = path.split("/")
    found: InfoPage = InfoPage.objects.get(slug=slug, locale__language_code=code)
    return found


def open_on(weekday: int) -> None:
    place = Neighbourhood.objects.first()
    Permanence.objects.create(neighbourhood=place, weekday=weekday, starts=time(9), ends=time(12))


def edit(path: str, **fields: Any) -> None:
    found = page(path)
    for name, value in fields.items():
        setattr(found, name, value)
    found.save_revision().publish()


@contextmanager
def only(reader: Client, commits: DjangoCaptureOnCommitCallbacks, dropped: set[str]) -> Iterator[None]:
    """What is changed inside drops these pages, and keeps the others."""
    pages = {"/nl/", HOW, KINDS, FRENCH}
    for path in pages:
        reader.get(path)
    assert all(is_kept(reader, path) for path in pages)
    with commits(execute=True):
        yield
    assert {path for path in pages if not is_kept(reader, path)} == dropped


def test_a_kept_page_costs_nothing_and_is_the_same(reader: Client) -> None:
    made = reader.get(HOW)
    kept = reader.get(HOW)
    assert is_kept(reader, HOW)
    assert kept.content == made.content
    assert kept.headers.items() == made.headers.items()
    assert "default-src 'self'" in kept["Content-Security-Policy"]
    assert kept["X-Frame-Options"] == "DENY"
    assert not kept.cookies
    assert {"Cookie", "Accept-Encoding"} <= set(kept["Vary"].split(", "))


CHANGES: dict[str, tuple[Callable[[], Any], set[str]]] = {
    "a page is published": (lambda: edit(HOW, intro="Anders."), {HOW, FRENCH}),
    "a translation is published": (lambda: edit(FRENCH, intro="Autrement."), {HOW, FRENCH}),
    "a title in the Dutch menu": (lambda: edit(HOW, title="Zo werkt het"), {"/nl/", HOW, KINDS, FRENCH}),
    "a French title": (lambda: edit(FRENCH, title="Ainsi"), {HOW, FRENCH}),
    "a page is taken away": (lambda: page("/nl/wie-zijn-we/").unpublish(), {"/nl/", HOW, KINDS, FRENCH}),
    "a page is deleted": (lambda: page("/fr/wie-zijn-we/").delete(), {FRENCH}),
    "a draft": (lambda: page(HOW).save_revision(), set()),
    "the place": (lambda: Neighbourhood.objects.first().save(), {"/nl/", HOW, KINDS, FRENCH}),  # type: ignore[union-attr]
    "the hours": (lambda: open_on(1), {"/nl/", HOW, KINDS, FRENCH}),
    "a kind of help": (lambda: HelpKind.objects.get(code="dog").save(), {"/nl/", KINDS}),
    "a kind is deleted": (lambda: HelpKind.objects.get(code="dog").delete(), {"/nl/", KINDS}),
    "an address": (lambda: edit("/fr/wie-zijn-we/", slug="qui"), {"/nl/", HOW, KINDS, FRENCH}),
    "a date": (lambda: freshness.changed("agenda"), {"/nl/"}),
    "a story": (lambda: freshness.changed("stories"), {"/nl/"}),
    "an organisation": (lambda: freshness.changed("organisations"), {"/nl/"}),
    "how many were helped": (lambda: freshness.changed("counts"), {"/nl/"}),
    "something nobody shows": (lambda: freshness.changed("image", "search"), set()),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_drops_the_pages_that_show_it_and_no_other(
    reader: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks, change: str
) -> None:
    act, dropped = CHANGES[change]
    with only(reader, django_capture_on_commit_callbacks, dropped):
        act()


def test_the_new_text_is_what_is_seen(
    reader: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    reader.get(KINDS)
    with django_capture_on_commit_callbacks(execute=True):
        HelpKind.objects.filter(code="dog").get().delete()
        edit(KINDS, intro="Dit is nieuw.")
    seen = reader.get(KINDS).content.decode()
    assert "Dit is nieuw." in seen
    assert 'id="dog"' not in seen


def test_a_picture_that_changes_is_noted_and_a_new_one_is_not(
    reader: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks, settings: Settings
) -> None:
    picture = SiteImage(title="Plein", file=get_test_image_file())
    with django_capture_on_commit_callbacks(execute=True):
        picture.save()
    assert (
        not Path(settings.FRESHNESS_FILE).exists() or "image" not in Path(settings.FRESHNESS_FILE).read_text()
    )
    with django_capture_on_commit_callbacks(execute=True):
        picture.save()
    assert "image\n" in Path(settings.FRESHNESS_FILE).read_text()


# Which of our tags stand for what is in a table; `{}` is the language.
COVERED = {
    "wagtailcore_page": {"page:*", "menu:{}"},
    "home_homepage": {"page:*"},
    "home_infopage": {"page:*", "menu:{}"},
    "home_neighbourhoodpage": {"page:*"},
    "wagtailcore_locale": {"page:*"},
    "django_content_type": {"page:*"},
    "wagtailcore_site": {"page:*"},
    "wagtailcore_pageviewrestriction": {"page:*"},
    "people_neighbourhood": {"place"},
    "team_permanence": {"hours"},
    "team_closeddays": {"hours"},
    "help_helpkind": {"kinds"},
    "help_redflag": {"kinds"},
    # A question with one never comes on the board, which only its numbers show.
    "help_helprequest_red_flags": {"counts"},
    "help_match": {"counts"},
    "help_helprequest": {"counts"},
    # Agreed or not: a line of history of the open questions says so too (`kept.consented`, `restricted`).
    "people_consent": {"counts"},
    "people_person": {"counts"},
    "people_organisation": {"organisations"},
    "people_script": {"scripts"},
    "home_storypage": {"stories"},
    "home_storyconsent": {"stories"},
    "home_siteimage": {"stories"},
    "gather_event": {"agenda"},
    "gather_gathering": {"agenda"},
    "gather_seat": {"agenda"},
    "gather_signup": {"agenda"},
}


@pytest.mark.parametrize("code", ["nl", "ar"])
def test_a_page_names_every_table_it_reads(reader: Client, settings: Settings, code: str) -> None:
    settings.PART_CACHE = False
    for path in ["/", *page_paths()]:
        tables, tags = what_it_reads(reader, f"/{code}{path}")
        for table in tables:
            needed = {tag.format(code) for tag in COVERED.get(table, {f"nothing for {table}"})}
            assert needed <= tags, (path, table)


def page_paths() -> list[str]:
    """Without the language."""
    pages = InfoPage.objects.filter(locale__language_code="nl").select_related("locale")
    return [page.path_in_site.removeprefix("/nl") for page in pages]


def what_it_reads(reader: Client, path: str) -> tuple[set[str], set[str]]:
    import re

    tables: set[str] = set()
    tags: set[str] = set()

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        tables.update(re.findall(r'(?:FROM|JOIN) "(\w+)"', sql))
        shown = being_made.get()
        assert shown is not None
        look.shown = shown  # type: ignore[attr-defined]
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        reader.get(path)
    shown_tags = look.shown.tags  # type: ignore[attr-defined]
    tags = {"page:*" if tag.startswith("page:") else tag for tag in shown_tags}
    return tables, tags


def test_who_is_signed_in_gets_no_kept_page_and_fills_none(reader: Client, resident: User) -> None:
    signed_in = reader
    signed_in.force_login(resident)
    assert b"csrfmiddlewaretoken" in signed_in.get(HOW).content
    signed_in.logout()
    assert not is_kept(signed_in, HOW)
    assert is_kept(signed_in, HOW)
    signed_in.force_login(resident)
    assert not is_kept(signed_in, HOW)


def test_a_form_a_fault_and_a_query_are_not_kept(reader: Client, settings: Settings) -> None:
    settings.PART_CACHE = False  # so that a page made anew asks something of the database
    for path in ("/nl/hulp/bel-mij/", f"{HOW}?q=lamp", f"{HOW}?pagina=x"):
        reader.get(path)
        assert not is_kept(reader, path), path
    reader.get("/nl/bestaat-niet/")
    with CaptureQueriesContext(connection) as queries:
        reader.get("/nl/bestaat-niet/")
    assert queries
    reader.get(f"{HOW}?pagina=2")
    assert is_kept(reader, f"{HOW}?pagina=2")


def test_compressed_for_who_takes_it(reader: Client) -> None:
    plain = reader.get(HOW).content
    brotlied = reader.get(HOW, headers={"accept-encoding": "gzip, deflate, br"})
    assert brotlied["Content-Encoding"] == "br"
    assert brotli.decompress(brotlied.content) == plain
    gzipped = reader.get(HOW, headers={"accept-encoding": "br;q=0, gzip"})
    assert gzip.decompress(gzipped.content) == plain
    form = reader.get("/nl/hulp/bel-mij/", headers={"accept-encoding": "gzip, br"})
    assert b"csrfmiddlewaretoken" in gzip.decompress(form.content)
    assert int(form["Content-Length"]) == len(form.content)


def test_not_changed_says_304_and_head_says_how_long(reader: Client) -> None:
    made = reader.get(HOW)
    again = reader.get(HOW, headers={"if-none-match": made["ETag"]})
    assert again.status_code == 304
    assert again["ETag"] == made["ETag"]
    assert not again.content
    head = reader.head(HOW)
    assert head["Content-Length"] == made["Content-Length"]


def answering(
    change: Callable[[], None] = lambda: None, **kwargs: Any
) -> Callable[[HttpRequest], HttpResponse]:
    """A view that counts how often it is made; `change` happens meanwhile."""

    def view(request: HttpRequest) -> HttpResponse:
        shows("page:1", "place", **kwargs)
        view.times += 1  # type: ignore[attr-defined]
        change()
        return HttpResponse("<p>Dag</p>")

    view.times = 0  # type: ignore[attr-defined]
    return view


def ask(middleware: PageCacheMiddleware, path: str = "/nl/a/", **headers: str) -> HttpResponse:
    return middleware(RequestFactory().get(path, headers=headers))


def test_what_changed_while_it_was_made_is_not_kept(reader: Client) -> None:
    view = answering(lambda: note("page:1"))
    cache = PageCacheMiddleware(view)
    ask(cache), ask(cache)
    assert view.times == 2  # type: ignore[attr-defined]


def test_a_page_ends_when_it_says_and_at_midnight(reader: Client) -> None:
    soon = timezone.now() + timedelta(minutes=10)
    view = answering(until=soon)
    cache = PageCacheMiddleware(view)
    ask(cache), ask(cache)
    assert view.times == 1  # type: ignore[attr-defined]
    with patch("config.page_cache.time.time", return_value=soon.timestamp() + 1):
        ask(cache)
    assert view.times == 2  # type: ignore[attr-defined]
    late = timezone.localtime().replace(hour=23, minute=50, second=0, microsecond=0)
    with patch("design.known.timezone.localtime", return_value=late):
        from config.page_cache import ends

        assert ends(None) == (late + timedelta(minutes=10)).timestamp()


def test_another_file_or_a_shorter_one_drops_everything(reader: Client, settings: Settings) -> None:
    path = Path(settings.FRESHNESS_FILE)
    for begin_anew in (
        lambda: path.unlink(),
        lambda: os.truncate(path, 0),
        lambda: note("*"),
        lambda: freshness._begin_anew(path),
    ):
        note("x", "y")
        view = answering()
        cache = PageCacheMiddleware(view)
        ask(cache)
        note("z")
        ask(cache)
        assert view.times == 1  # type: ignore[attr-defined]
        begin_anew()
        ask(cache)
        assert view.times == 2  # type: ignore[attr-defined]


def test_the_file_begins_anew_when_it_is_long(reader: Client, settings: Settings) -> None:
    path = Path(settings.FRESHNESS_FILE)
    path.write_bytes(b"page:x\n" * 150_000)
    note("place")
    assert path.stat().st_size == 0


def test_memory_has_an_end(reader: Client, settings: Settings) -> None:
    settings.PAGE_CACHE_MEGABYTES = 1
    view = answering()
    cache = PageCacheMiddleware(lambda request: HttpResponse("x" * 100_000 + view(request).content.decode()))
    for number in range(30):
        ask(cache, f"/nl/{number}/")
    assert isinstance(cache.keep, Keep)
    assert 0 < cache.keep.bytes <= 1024 * 1024
    assert cache.keep.bytes == sum(kept.size for kept in cache.keep.pages.values())


def test_what_only_says_the_frame_is_not_kept(reader: Client) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        shows("place", "menu:nl")
        return HttpResponse("x")

    cache = PageCacheMiddleware(view)
    ask(cache)
    assert isinstance(cache.keep, Keep)
    assert not cache.keep.pages


def test_keys_differ_by_host_and_scheme() -> None:
    make = RequestFactory()
    keys = {
        key_of(make.get("/nl/", headers={"host": host}, secure=safe))
        for host in "ab"
        for safe in (True, False)
    }
    assert len(keys) == 4
    assert key_of(make.get("/nl/", headers={"authorization": "x"})) is None
    assert key_of(make.post("/nl/")) is None


def test_the_first_page_is_kept_in_every_language(reader: Client) -> None:
    for home in HomePage.objects.all():
        reader.get(home.path_in_site)
        assert is_kept(reader, home.path_in_site)


def test_a_page_made_from_known_parts_asks_for_itself_alone(
    reader: Client, settings: Settings, django_assert_max_num_queries: Any
) -> None:
    reader.get(HOW)
    reader.get("/nl/")
    settings.PAGE_CACHE = False
    fresh = Client()
    for path in (HOW, "/nl/"):
        with django_assert_max_num_queries(1):
            assert fresh.get(path).status_code == 200
