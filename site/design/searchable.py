"""What the search can find. The rooms say what everybody may read; `home.search` keeps the index of it.

A room registers in its `AppConfig.ready`. Saving or deleting a record of `model` brings the index
up to date by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Model, QuerySet

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Findable:
    """One public thing in one language. `key` is the same in all languages, and never a person's."""

    language: str
    key: str
    title: str
    url: str
    text: str = ""
    # From this day it is found no more, or (an event) lower.
    until: date | None = None


@dataclass(frozen=True)
class Source:
    kind: str
    # Stands over what was found.
    label: str | _StrPromise
    model: type[Model]
    # What everybody may read; nothing else reaches `entries`.
    public: Callable[[], QuerySet[Any]]
    entries: Callable[[Iterable[Any]], Iterable[Findable]]
    # `Findable.key` of a record that may be gone already.
    key: Callable[[Model], str] = lambda record: str(record.pk)
    # Named on the search page before anybody typed a word.
    is_offered: bool = False


sources: dict[str, Source] = {}


def register(source: Source) -> None:
    sources[source.kind] = source
