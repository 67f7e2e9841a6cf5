"""The list of everybody we know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from ..enums import Purpose
from ..models import Consent, Person, User
from .person_columns import DETAILS, NEIGHBOURHOOD, consent_cells, consent_column, detail_cells
from .registry import Arrival, Sheet

CONSENTS = {"keep": Purpose.KEEP_REQUEST, "call": Purpose.CALL_AGAIN}
AGREED, NOT_AGREED = "agreed", "not_agreed"


def found(user: User, state: str) -> QuerySet[Person]:
    people = Person.objects.visible_to(user).usable()
    agreed = Exists(Consent.objects.filter(person=OuterRef("pk"), given_at__isnull=False, withdrawn_at=None))
    if state:
        people = people.filter(agreed if state == AGREED else ~agreed)
    return people.select_related("neighbourhood").prefetch_related("spoken", "consents")


def cells(person: Person) -> dict[str, str]:
    return {**detail_cells(person), **consent_cells(list(person.consents.all()), CONSENTS)}


def _listed(people: Sequence[int]) -> set[int]:
    return set(people)


def _no_problems(values: Mapping[str, Any], today: date) -> list[str]:
    return []


def _enter(arrivals: Sequence[Arrival], key: UUID, by: User, now: datetime) -> None:
    """A person is all there is to it."""


SHEET = Sheet(
    slug="mensen",
    title=_("people"),
    columns=(
        *DETAILS,
        consent_column("keep", _("Agreed that we keep this, on")),
        consent_column("call", _("Agreed that we call again, on")),
        NEIGHBOURHOOD,
    ),
    states=((AGREED, _("who agreed to something")), (NOT_AGREED, _("who agreed to nothing yet"))),
    most_rows=2000,
    consents=CONSENTS,
    found=found,
    area_lookup="neighbourhood",
    person_of=lambda person: person,
    cells=cells,
    listed=_listed,
    problems=_no_problems,
    enter=_enter,
)
