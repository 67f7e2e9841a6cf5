"""The table that the search reads, kept in step with what is public."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import Locale, Page

from design.freshness import changed
from design.searchable import Findable, Source, sources

from ..models import DirectoryPage, SearchEntry
from .sources import EVENT, ORGANISATION, PAGE, STORY, page_key

PAGES = (PAGE, EVENT, STORY)
FIELDS = ("title", "url", "text", "until")


@transaction.atomic
def rebuild() -> int:
    """Make the whole index anew and return how many entries there are."""
    _one_writer()
    SearchEntry.objects.exclude(kind__in=sources).delete()
    for source in sources.values():
        _put(source.kind, source.entries(source.public()), SearchEntry.objects.filter(kind=source.kind))
    return SearchEntry.objects.count()


@transaction.atomic
def refresh_records(kind: str, key: str | None = None, pk: Any = None) -> None:
    """One record, or all of a kind, as it is now: gone from the index when it is not public any more."""
    _one_writer()
    source = sources[kind]
    records, entries = source.public(), SearchEntry.objects.filter(kind=kind)
    if key is not None:
        records, entries = records.filter(pk=pk), entries.filter(key=key)
    _put(kind, source.entries(records), entries)


@transaction.atomic
def refresh_page(pk: int, *, below: bool = False) -> None:
    """A page as it is now in all languages; with `below` also what is under it and hangs on its address."""
    _one_writer()
    page = Page.objects.filter(pk=pk).first()
    if page is None:
        return
    tree = page.get_descendants(inclusive=True) if below else Page.objects.filter(pk=pk)
    _refresh_keys([page_key(each) for each in tree.only("translation_key")])
    if tree.type(DirectoryPage).exists():
        refresh_records(ORGANISATION)


@transaction.atomic
def refresh_key(key: str, *, is_directory: bool = False) -> None:
    """All pages that are each other's translation, also when one of them was deleted."""
    _one_writer()
    _refresh_keys([key])
    if is_directory:
        refresh_records(ORGANISATION)


def _refresh_keys(keys: list[str]) -> None:
    for source in map(sources.__getitem__, PAGES):
        entries = SearchEntry.objects.filter(kind=source.kind, key__in=keys)
        _put(source.kind, source.entries(source.public().filter(translation_key__in=keys)), entries)


def source_of(record: Any) -> Source | None:
    """Who gives records like this one to the search; pages have signals of their own."""
    if isinstance(record, Page):
        return None
    return next((each for each in sources.values() if isinstance(record, each.model)), None)


def _one_writer() -> None:
    """Wait for who is writing the index, so that the last one to write has read the last change."""
    list(Locale.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def _put(kind: str, wanted: Iterable[Findable], among: QuerySet[SearchEntry]) -> None:
    """Make `among` be `wanted`. Rows are replaced, never changed: their numbers tell what is new."""
    there = {(entry.language, entry.key): entry for entry in among}
    new = {(each.language, each.key): each for each in wanted}
    same = {place for place, each in new.items() if place in there and _is_same(there[place], each)}
    gone = [entry.pk for place, entry in there.items() if place not in same]
    fresh = [
        SearchEntry(
            language=each.language,
            kind=kind,
            key=each.key,
            title=each.title[:250],
            url=each.url[:300],
            text=each.text,
            until=each.until,
        )
        for place, each in new.items()
        if place not in same
    ]
    SearchEntry.objects.filter(pk__in=gone).delete()
    SearchEntry.objects.bulk_create(fresh, batch_size=500)
    if gone or fresh:
        changed("search")


def _is_same(entry: SearchEntry, each: Findable) -> bool:
    return all(getattr(entry, name) == getattr(each, name) for name in FIELDS)
