"""One line of time through everything that happened with a person, whichever room it happened in.

A room registers its source in `AppConfig.ready`: written for the team, and only of what `by` may see.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from .models import Person, User


@dataclass(frozen=True)
class Moment:
    when: datetime
    # Of what sort it is, in a word: "question", "consent".
    kind: str | _StrPromise
    words: str
    # The page that shows it; empty when there is none.
    path: str = ""
    by: str = ""


# The newest ones of a person, at most so many, in any order; a constant number of queries.
Source = Callable[["Person", "User", int], list[Moment]]

_sources: dict[str, Source] = {}


def register(room: str, source: Source) -> None:
    _sources[room] = source


def moments(person: Person, *, by: User, most: int) -> tuple[list[Moment], bool]:
    """The newest first, and whether there are more."""
    found = [each for source in _sources.values() for each in source(person, by, most + 1)]
    found.sort(key=lambda each: each.when, reverse=True)
    return found[:most], len(found) > most
