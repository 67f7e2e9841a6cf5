"""Finding people as one types: by name, street, e-mail or number, with a typing error or two."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet, Value
from rapidfuzz.distance import OSA

from .found_as import looked_for
from .models import Person, User

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MOST_FOUND = 8
# Ranked in memory; whoever types a word that more people have, types on.
MOST_RANKED = 300
# Without trigrams (SQLite) so many people are compared one by one.
MOST_COMPARED = 5000
# Of those whose trigrams are alike, so many are compared letter by letter.
MOST_ALIKE = 100
# How alike trigrams must be before words are compared letter by letter; `rosa` and `roza` are 0.4 alike.
ALIKE = 0.39
LEAST = 2


@dataclass(frozen=True)
class Door:
    """Something else that the words name exactly."""

    words: str
    path: str


@dataclass(frozen=True)
class Finder:
    """What a room adds: what somebody named exactly, and in a word what people do there, by their key."""

    exact: Callable[[User, str], Door | None]
    states: Callable[[Sequence[int]], dict[int, str | _StrPromise]]


_finders: list[Finder] = []


def register(finder: Finder) -> None:
    if finder not in _finders:
        _finders.append(finder)


def exact(user: User, words: str) -> Door | None:
    return next((door for finder in _finders if (door := finder.exact(user, words))), None)


def states(people: Iterable[Person]) -> dict[int, list[str | _StrPromise]]:
    """What each of these does, in words; one query per room."""
    keys = [person.pk for person in people]
    found: dict[int, list[str | _StrPromise]] = {key: [] for key in keys}
    for finder in _finders if keys else []:
        for key, words in finder.states(keys).items():
            found[key].append(words)
    return found


# The key of somebody, and how they are written down to be found.
Candidate = tuple[int, str]


def find_people(among: QuerySet[Person], words: str, most: int = MOST_FOUND) -> list[Person]:
    """Who fits best stands first; who fits but for a typing error comes after."""
    wanted = looked_for(words)
    if len("".join(wanted)) < LEAST:
        return []
    among = among.filter(forgotten_at=None).order_by()
    fits = _candidates(among.matching(wanted))  # type: ignore[attr-defined]
    fits.sort(key=lambda each: (_rank(each[1], wanted), each[1], each[0]))
    keys = [pk for pk, _written in fits]
    if len(keys) < most:
        keys += [pk for pk in _nearly(among, wanted) if pk not in set(keys)]
    found = among.select_related("neighbourhood").in_bulk(keys[:most])
    return [found[pk] for pk in keys[:most] if pk in found]


def _candidates(people: QuerySet[Person], most: int = MOST_RANKED) -> list[Candidate]:
    return list(people.values_list("pk", "found_as")[:most])


def _rank(written: str, wanted: list[str]) -> int:
    """0 for a whole word, 1 for its beginning, 2 for a part, added up."""
    has = written.split()
    return sum(
        0 if word in has else 1 if any(each.startswith(word) for each in has) else 2 for word in wanted
    )


def _errors_allowed(word: str) -> int:
    """None in short words and in numbers, where another letter is another word."""
    if len(word) < 4 or not word.isalpha():
        return 0
    return 1 if len(word) < 6 else 2


def _nearly(among: QuerySet[Person], wanted: list[str]) -> list[int]:
    loosely = [word for word in wanted if _errors_allowed(word)]
    if not loosely:
        return []
    exactly = [word for word in wanted if not _errors_allowed(word)]
    some = among.matching(exactly) if exactly else among  # type: ignore[attr-defined]
    is_fast = connection.vendor == "postgresql"
    candidates = _alike(some, loosely) if is_fast else _candidates(some, MOST_COMPARED)
    found = [
        (errors, written, pk)
        for pk, written in candidates
        if (errors := _errors(written, loosely)) is not None
    ]
    return [pk for _errors_made, _written, pk in sorted(found)]


def _errors(written: str, words: list[str]) -> int | None:
    """How many letters are wrong in all; None when it is another word."""
    total = 0
    for word in words:
        most = _errors_allowed(word)
        forms = {form for each in written.split() for form in (each, each[: len(word)])}
        nearest = min((OSA.distance(word, form, score_cutoff=most) for form in forms), default=most + 1)
        if nearest > most:
            return None
        total += nearest
    return total


def _alike(among: QuerySet[Person], words: list[str]) -> list[Candidate]:
    """PostgreSQL: the most alike by trigrams, with the index on `found_as`."""
    from django.contrib.postgres.lookups import TrigramWordSimilar
    from django.contrib.postgres.search import TrigramWordSimilarity

    alike = among.annotate(alike=TrigramWordSimilarity(max(words, key=len), "found_as"))
    for word in words:
        alike = alike.filter(Q(TrigramWordSimilar(F("found_as"), Value(word))))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(ALIKE)])
        return _candidates(alike.order_by("-alike"), MOST_ALIKE)
