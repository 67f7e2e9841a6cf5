from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django import forms
from django.conf import settings
from django.utils import translation

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise


@dataclass(frozen=True)
class Column:
    """`field` reads a cell; a column without one leaves in a file, and is passed over when it comes in."""

    key: str
    heading: Words
    help: Words
    field: forms.Field | None = None
    example: Words = ""
    # What people write above such a column as well.
    also: tuple[str, ...] = ()


def folded(text: str) -> str:
    """So that capitals, spaces and a star behind a heading make no difference."""
    return " ".join(text.casefold().replace("*", " ").split()).strip(" :")


def in_every_language(words: Words) -> set[str]:
    """The same words in each language of the site, folded."""
    found = set()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found.add(folded(str(words)))
    return found


def named(choices: Iterable[tuple[str, Words]]) -> dict[str, str]:
    """From a name in any language, or the code itself, to the code."""
    found: dict[str, str] = {}
    for code, words in choices:
        for name in {folded(code), *in_every_language(words)}:
            found.setdefault(name, code)
    return found


@cache
def by_heading(columns: tuple[Column, ...]) -> dict[str, Column]:
    codes = {column.key: column for column in columns}
    known = named([(each.key, each.heading) for each in columns])
    more = {folded(name): each.key for each in columns for name in each.also}
    return {name: codes[key] for name, key in {**more, **known}.items()}


def match_headings(
    headings: Sequence[str], columns: tuple[Column, ...]
) -> tuple[dict[str, int], list[str], list[str]]:
    """Where each column stands, which headings nobody knows, and which stand there twice."""
    known = by_heading(columns)
    places: dict[str, int] = {}
    unknown, twice = [], []
    for index, heading in enumerate(headings):
        column = known.get(folded(heading))
        if column is None:
            if heading.strip():
                unknown.append(heading.strip())
        elif column.key in places:
            twice.append(heading.strip())
        else:
            places[column.key] = index
    return places, unknown, twice
