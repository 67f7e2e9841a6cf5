"""The index of one language in memory: which stem stands where. Each process keeps its own."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import islice, takewhile

from django.db.models import Count, Max, Sum

from ..models import SearchEntry
from .words import WORD, fold, is_word, stem

TITLE, TEXT = 3.0, 1.0
MOST_REPEATS = 5


@dataclass(frozen=True, slots=True)
class Entry:
    language: str
    kind: str
    key: str
    title: str
    url: str
    text: str
    until: date | None


@dataclass
class Shelf:
    language: str
    entries: list[Entry]
    # Stem → number of the entry → how much the word says about it.
    postings: dict[str, dict[int, float]] = field(default_factory=lambda: defaultdict(dict))
    # Folded word → its stem, and how people write it.
    stems: dict[str, str] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    places: set[tuple[str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        for number, entry in enumerate(self.entries):
            self.places.add((entry.kind, entry.key))
            self._read(number, entry.text, TEXT)
            self._read(number, entry.title, TITLE)
        self.words = sorted(self.stems)
        self._in_one = "\n".join(["", *self.words, ""])

    def _read(self, number: int, text: str, weight: float) -> None:
        for word, written, count in counted(text):
            found = self.stems.get(word)
            if found is None:
                found = self.stems[word] = stem(word, self.language)
                self.written[word] = written
            places = self.postings[found]
            places[number] = max(weight + 0.1 * min(count - 1, MOST_REPEATS), places.get(number, 0))

    def beginning_with(self, start: str) -> list[str]:
        first = bisect_left(self.words, start)
        return list(takewhile(lambda word: word.startswith(start), islice(self.words, first, None)))

    def holding(self, piece: str) -> list[str]:
        found, at = [], self._in_one.find(piece)
        while at >= 0:
            end = self._in_one.index("\n", at)
            found.append(self._in_one[self._in_one.rindex("\n", 0, at) + 1 : end])
            at = self._in_one.find(piece, end)
        return found

    def next_change(self, today: date) -> date | None:
        """The first day on which a story comes down or an event is over."""
        return min((each.until for each in self.entries if each.until and each.until > today), default=None)


@lru_cache(maxsize=50_000)
def counted(text: str) -> tuple[tuple[str, str, int], ...]:
    """The words of a text, folded and as written, and how often each; kept for when a shelf is made anew."""
    written: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for match in WORD.finditer(text):
        word = fold(match.group())
        if is_word(word):
            counts[word] += 1
            written.setdefault(word, match.group().lower())
    return tuple((word, written[word], count) for word, count in counts.items())


_kept: dict[str, tuple[Hashable, Shelf]] = {}
_one_at_a_time = threading.Lock()


def versions() -> dict[str, Hashable]:
    """By language, what tells that an entry came, went or was replaced; one query."""
    seen = SearchEntry.objects.order_by().values("language")
    counted = seen.annotate(count=Count("pk"), sum=Sum("pk"), last=Max("updated_at"))
    return {row["language"]: (row["count"], row["sum"], row["last"]) for row in counted}


def shelves(*languages: str) -> list[Shelf]:
    """The shelves as the index is now: one query, and one more for each that changed."""
    now = versions()
    return [_shelf(language, now.get(language)) for language in languages]


def _shelf(language: str, version: Hashable) -> Shelf:
    kept = _kept.get(language)
    if kept and kept[0] == version:
        return kept[1]
    with _one_at_a_time:
        kept = _kept.get(language)
        if not kept or kept[0] != version:
            kept = _kept[language] = (version, _load(language))
    return kept[1]


def _load(language: str) -> Shelf:
    names = ("language", "kind", "key", "title", "url", "text", "until")
    rows = SearchEntry.objects.filter(language=language).order_by("kind", "title", "key").values_list(*names)
    return Shelf(language, [Entry(*row) for row in rows])
