"""A list leaves: nothing before it is written down who took whom along, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ..data_rules import NotForYou
from ..enums import Direction, ExportReason, Looked
from ..kept_actions import note_access, staff_role
from ..models import Neighbourhood, User
from ..roles import Ability
from ..sheet_models import FileRun
from .registry import Sheet

AT_ONCE = 500


@transaction.atomic
def take_along(
    sheet: Sheet,
    areas: Sequence[Neighbourhood],
    state: str,
    *,
    kind: str,
    reason: ExportReason,
    note: str = "",
    by: User,
    now: datetime,
) -> FileRun:
    """Write down that this list leaves. `rows` then gives it, and notes each person as it goes."""
    own = set(by.neighbourhoods.values_list("pk", flat=True))
    if not (by.may(Ability.TAKE_ALONG) and areas and {area.pk for area in areas} <= own):
        raise NotForYou(_("Only the coordinator of this neighbourhood may do this."))
    run = FileRun.objects.create(
        at=now,
        direction=Direction.OUT,
        sheet=sheet.slug,
        by=by,
        role=staff_role(by),
        state=state,
        count=_found(sheet, areas, state, by).count(),
        kind=kind,
        reason=reason,
        note=note,
    )
    run.neighbourhoods.set(areas)
    return run


def _found(sheet: Sheet, areas: Sequence[Neighbourhood], state: str, by: User) -> QuerySet[Any]:
    return sheet.found(by, state).filter(**{f"{sheet.area_lookup}__in": areas}).order_by("pk")


def rows(
    sheet: Sheet, areas: Sequence[Neighbourhood], state: str, *, run: FileRun, by: User, now: datetime
) -> Iterator[list[str]]:
    """The headings, then a row for each; five hundred at a time, which are noted before they leave.

    Each time the same number of queries. Never more than `run.count`, which is what was written down.
    """
    yield [str(column.heading) for column in sheet.columns]
    found = _found(sheet, areas, state, by)
    last, left = 0, run.count
    while left > 0:
        some = list(found.filter(pk__gt=last)[: min(AT_ONCE, left)])
        if not some:
            return
        note_access([sheet.person_of(each) for each in some], Looked.EXPORT, by=by, now=now)
        for each in some:
            cells = sheet.cells(each)
            yield [cells.get(column.key, "") for column in sheet.columns]
        last, left = some[-1].pk, left - len(some)
