from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from design.days import midnight
from design.freshness import shows
from design.searchable import sources

from .search.find import Answer, Hit, find
from .search.marks import marked, snippet
from .search.shelf import Entry, Shelf, shelves

LONGEST_QUESTION = 100
MOST_FOUND = 30
MOST_IN_DUTCH = 10
MOST_TITLES = 30


@dataclass(frozen=True)
class Shown:
    title: SafeString
    text: SafeString
    url: str


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Everything public by its words, in the language of the page and then in Dutch."""
    language = get_language() or settings.LANGUAGE_CODE
    asked = " ".join(request.GET.get("q", "").split())[:LONGEST_QUESTION].strip()
    today = timezone.localdate()
    own, dutch = shelves(language, settings.LANGUAGE_CODE)
    shows("search", until=_until([own, dutch], today))
    context: dict[str, Any] = {"asked": asked, "titles": _titles(own), "offered": _offered(own)}
    if asked:
        answer = find(asked, own, today)
        elsewhere = [] if own is dutch else _only_in_dutch(find(asked, dutch, today), own)
        context |= {
            "groups": _groups(answer.hits[:MOST_FOUND]),
            "dutch": [_shown(hit) for hit in elsewhere],
            "count": min(len(answer.hits), MOST_FOUND) + len(elsewhere),
            "suggestion": answer.suggestion,
        }
    return render(request, "pages/search.html", context)


def _until(read: list[Shelf], today: date) -> datetime | None:
    changes = [change for shelf in read if (change := shelf.next_change(today))]
    return midnight(min(changes)) if changes else None


def _only_in_dutch(answer: Answer, own: Shelf) -> list[Hit]:
    """What this language has no page for."""
    found = [hit for hit in answer.hits if (hit.entry.kind, hit.entry.key) not in own.places]
    return found[:MOST_IN_DUTCH]


def _groups(hits: Iterable[Hit]) -> list[dict[str, Any]]:
    """By sort of thing; the sort with the best hit comes first."""
    groups: dict[str, list[Shown]] = {}
    for hit in hits:
        groups.setdefault(hit.entry.kind, []).append(_shown(hit))
    return [
        {"kind": kind, "label": sources[kind].label, "hits": shown}
        for kind, shown in groups.items()
        if kind in sources
    ]


def _shown(hit: Hit) -> Shown:
    entry = hit.entry
    return Shown(
        title=marked(entry.title, hit.stems, entry.language),
        text=snippet(entry.text, hit.stems, entry.language),
        url=entry.url,
    )


def _offered(shelf: Shelf) -> list[Entry]:
    """Where people who do not know the word can go: the kinds of help, for example."""
    return [entry for entry in shelf.entries if entry.kind in sources and sources[entry.kind].is_offered]


def _titles(shelf: Shelf) -> list[str]:
    """What the browser proposes while typing."""
    found = [*_offered(shelf), *shelf.entries]
    return list(dict.fromkeys(entry.title for entry in found if entry.until is None))[:MOST_TITLES]
