"""Which lists there are. A room registers its `Sheet` in `AppConfig.ready`, as it does its `Holding`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import QuerySet

from design.sheets import Column

from ..enums import Purpose

if TYPE_CHECKING:
    from design.sheets.columns import Words

    from ..models import Person, User


@dataclass(frozen=True)
class Arrival:
    """A row that comes in: its values by column, its person, and whether we knew that person already."""

    number: int
    values: Mapping[str, Any]
    person: Person
    is_new: bool


@dataclass(frozen=True)
class Sheet:
    slug: str
    title: Words
    columns: tuple[Column, ...]
    # What one may choose from, besides all.
    states: Sequence[tuple[str, Words]]
    # Of one import, which is one transaction.
    most_rows: int
    # Columns with the day on which somebody agreed on paper.
    consents: Mapping[str, Purpose]
    # What a user may take along, narrowed by a state, with all that `cells` reads.
    found: Callable[[User, str], QuerySet[Any]]
    area_lookup: str
    person_of: Callable[[Any], Person]
    # The cells of one record by column, in the language of the moment.
    cells: Callable[[Any], dict[str, str]]
    # Which of these people are on this list already.
    listed: Callable[[Sequence[int]], set[int]]
    # What is wrong with a row as a whole, in translated sentences.
    problems: Callable[[Mapping[str, Any], date], list[str]]
    # Makes of people what this list is about; runs in the transaction of the import.
    enter: Callable[[Sequence[Arrival], UUID, User, datetime], None]


_sheets: dict[str, Sheet] = {}
# Told, in the same transaction, who came in without having agreed to anything.
_without_consent: list[Callable[[Sequence[Person], datetime], None]] = []


def register(sheet: Sheet) -> None:
    _sheets[sheet.slug] = sheet


def sheets() -> list[Sheet]:
    return list(_sheets.values())


def sheet_named(slug: str) -> Sheet | None:
    return _sheets.get(slug)


def tell_of_no_consent(told: Callable[[Sequence[Person], datetime], None]) -> None:
    if told not in _without_consent:
        _without_consent.append(told)


def came_without_consent(people: Sequence[Person], now: datetime) -> None:
    for told in _without_consent:
        told(people, now)
