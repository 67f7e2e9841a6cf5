"""From a table to rows of which we know whether they are new, known already, or wrong, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import translation
from django.utils.translation import gettext as _

from design.sheets import BadSheet
from design.sheets.columns import match_headings

from ..models import Neighbourhood, Person
from .cell_fields import NamedField
from .person_columns import EXAMPLE_EMAIL
from .registry import Sheet

# Not more than a statement of any database takes.
MOST_ASKED = 400


@dataclass
class Row:
    number: int
    cells: list[str]
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    person_id: int | None = None
    is_listed: bool = False

    @property
    def name(self) -> str:
        return f"{self.values.get('first_name') or ''} {self.values.get('last_name') or ''}".strip()

    @property
    def phone(self) -> str:
        number = self.values.get("phone")
        return str(number.as_e164) if number else ""

    @property
    def email(self) -> str:
        return str(self.values.get("email") or "").lower()

    @property
    def state(self) -> str:
        return "wrong" if self.problems else "known" if self.is_listed else "new"


@dataclass
class Read:
    """All rows of a file, read against what we know now."""

    rows: list[Row]
    unknown_headings: list[str]

    def _of(self, state: str) -> list[Row]:
        return [row for row in self.rows if row.state == state]

    @cached_property
    def new(self) -> list[Row]:
        return self._of("new")

    @cached_property
    def known(self) -> list[Row]:
        return self._of("known")

    @cached_property
    def wrong(self) -> list[Row]:
        return self._of("wrong")


def read_rows(
    sheet: Sheet, headings: Sequence[str], table: Sequence[Any], area: Neighbourhood, today: date
) -> Read:
    """Raises `BadSheet` when the headings do not say who the people are."""
    places, unknown = check_headings(sheet, headings)
    fields = {
        column.key: column.field.asked_once() if isinstance(column.field, NamedField) else column.field
        for column in sheet.columns
        if column.field
    }
    rows = [Row(number, list(cells)) for number, cells in table]
    for row in rows:
        _read(row, sheet, fields, places, today)
    rows = [row for row in rows if row.email != EXAMPLE_EMAIL]
    _find_twice(rows)
    _find_known(rows, sheet, area)
    return Read(rows, unknown)


def why_heading() -> str:
    """The heading of the column with reasons in a file that we give back."""
    return _("What is wrong")


def check_headings(sheet: Sheet, headings: Sequence[str]) -> tuple[dict[str, int], list[str]]:
    places, unknown, twice = match_headings(headings, sheet.columns)
    if twice:
        raise BadSheet(_("This heading stands there twice: %(name)s.") % {"name": ", ".join(twice)[:200]})
    needed = [column for column in sheet.columns if column.field and column.field.required]
    missing = [str(column.heading) for column in needed if column.key not in places]
    if missing:
        raise BadSheet(
            _("These headings are missing in the first row: %(names)s.") % {"names": ", ".join(missing)}
        )
    if "phone" not in places and "email" not in places:
        raise BadSheet(_("There must be a column with phone numbers or one with e-mail addresses."))
    return places, [name for name in unknown if name not in _reasons()]


def _reasons() -> set[str]:
    found = set()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found.add(why_heading())
    return found


def _read(
    row: Row, sheet: Sheet, fields: dict[str, forms.Field], places: dict[str, int], today: date
) -> None:
    for column in sheet.columns:
        if column.key not in fields:
            continue
        index = places.get(column.key, len(row.cells))
        cell = row.cells[index] if index < len(row.cells) else ""
        try:
            row.values[column.key] = fields[column.key].clean(cell)
        except ValidationError as error:
            row.problems += [f"{column.heading}: {message}" for message in error.messages]
    if not row.problems and not row.phone and not row.email:
        row.problems.append(_("Give a phone number or an e-mail address. One of the two is enough."))
    if not row.problems:
        row.problems += sheet.problems(row.values, today)


def _key(first_name: str, phone: str, email: str) -> tuple[str, str]:
    """As `person_for` knows somebody: the first name with the phone number, else with the address."""
    return first_name.casefold(), phone or email.lower()


def _find_twice(rows: list[Row]) -> None:
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        if row.problems:
            continue
        first = seen.setdefault(_key(row.values["first_name"], row.phone, row.email), row.number)
        if first != row.number:
            row.problems.append(_("Stands in this file already, in row %(number)s.") % {"number": first})


def _find_known(rows: list[Row], sheet: Sheet, area: Neighbourhood) -> None:
    good = [row for row in rows if not row.problems]
    for start in range(0, len(good), MOST_ASKED):
        part = good[start : start + MOST_ASKED]
        found = _known(part, area)
        for row in part:
            people = found.get(_key(row.values["first_name"], row.phone, row.email), [])
            if len(people) > 1:
                row.problems.append(_("We know more than one person like this. Look who it is."))
            elif people:
                row.person_id = people[0]
        listed = sheet.listed([row.person_id for row in part if row.person_id])
        for row in part:
            row.is_listed = row.person_id in listed


def _known(rows: list[Row], area: Neighbourhood) -> dict[tuple[str, str], list[int]]:
    """One query; a person who has both is found by either."""
    phones = [row.phone for row in rows if row.phone]
    addresses = [row.email for row in rows if not row.phone]
    people = (
        Person.objects.known()
        .filter(neighbourhood=area)
        .alias(lowered=Lower("email"))
        .filter(Q(phone__in=phones) | Q(lowered__in=addresses))
        .order_by("pk")
    )
    found: dict[tuple[str, str], list[int]] = {}
    for person in people:
        ways = {person.phone.as_e164 if person.phone else "", person.email.lower()} - {""}
        for way in ways:
            found.setdefault(_key(person.first_name, way, ""), []).append(person.pk)
    return found
