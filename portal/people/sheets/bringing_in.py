"""A list comes in: first it waits, then all of it is written in one transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from design.days import midnight
from design.sheets import Table

from ..data_rules import NotForYou, NotNow
from ..enums import Channel, Direction, Language, Purpose
from ..found_as import found_as
from ..kept_actions import staff_role
from ..models import Consent, Neighbourhood, Person, SpokenLanguage, User
from ..roles import Ability
from ..sheet_models import FileRun, Import
from .registry import Arrival, Sheet, came_without_consent, sheet_named
from .rows import Read, Row, check_headings, read_rows

DETAIL_NAMES = ("first_name", "last_name", "street", "house_number", "box", "postcode", "city")
# They signed a text of before; which one, their paper says.
ON_PAPER = "paper"


class FileGone(NotNow):
    """The file that waited is not there any more."""

    status = 410


def check_may_bring_in(area: Neighbourhood, by: User) -> None:
    if not (by.may(Ability.BRING_IN) and by.neighbourhoods.filter(pk=area.pk).exists()):
        raise NotForYou(_("Only the team of this neighbourhood may do this."))


@transaction.atomic
def let_wait(
    sheet: Sheet, table: Table, area: Neighbourhood, *, submission: UUID, by: User, now: datetime
) -> UUID:
    """Keep a table until somebody looked at it; the same form sent twice keeps one.

    Raises `BadSheet` when nobody could be read from these headings.
    """
    check_may_bring_in(area, by)
    check_headings(sheet, table.headings)
    forget_stale(now)
    if FileRun.objects.filter(submission=submission).exists():
        return submission
    rows = [[number, cells] for number, cells in table.rows]
    Import.objects.get_or_create(
        key=submission,
        defaults={
            "sheet": sheet.slug,
            "neighbourhood": area,
            "by": by,
            "made_at": now,
            "content_hash": _hash(table.headings, rows),
            "headings": table.headings,
            "rows": rows,
        },
    )
    return submission


def _hash(headings: list[str], rows: list[Any]) -> str:
    return hashlib.sha256(json.dumps([headings, rows]).encode()).hexdigest()


def forget_stale(now: datetime) -> int:
    return Import.objects.stale(now).delete()[0]


def read_waiting(waiting: Import, today: date) -> tuple[Sheet, Read]:
    sheet = sheet_named(waiting.sheet)
    assert sheet is not None
    return sheet, read_rows(sheet, waiting.headings, waiting.rows, waiting.neighbourhood, today)


def brought_in_before(waiting: Import) -> FileRun | None:
    """The same rows, here, all of them: a file that was sent again."""
    found = FileRun.objects.filter(
        direction=Direction.IN,
        sheet=waiting.sheet,
        content_hash=waiting.content_hash,
        neighbourhoods=waiting.neighbourhood_id,
        left_out=0,
    )
    return found.first()


@transaction.atomic
def bring_in(key: UUID, *, only_good: bool, by: User, now: datetime) -> FileRun:
    """Write all rows that are new, or nothing. Pressed twice counts once.

    Rows that are wrong stop it, unless somebody saw them and said so (`only_good`). Who is known already
    stays as they are. Nobody is written to; who agreed to nothing comes on the call list.
    """
    area, waiting = _locked(key, by, now)
    if waiting is None:
        done = FileRun.objects.filter(submission=key, by=by).first()
        if done is None:
            raise FileGone(_("This file is not here any more. Send it again."))
        return done
    check_may_bring_in(area, by)
    sheet, read = read_waiting(waiting, timezone.localdate(now))
    _check_can_be_brought_in(waiting, read, only_good=only_good)
    arrivals = _people(read.new, area)
    _consents(sheet, arrivals, by, now)
    sheet.enter(arrivals, key, by, now)
    came_without_consent(_unasked(arrivals), now)
    run = FileRun.objects.create(
        at=now,
        direction=Direction.IN,
        sheet=sheet.slug,
        by=by,
        role=staff_role(by),
        count=len(arrivals),
        known=len(read.known),
        left_out=len(read.wrong),
        submission=key,
        content_hash=waiting.content_hash,
    )
    run.neighbourhoods.add(area)
    waiting.delete()
    return run


def _locked(key: UUID, by: User, now: datetime) -> tuple[Neighbourhood, Import | None]:
    """One list at a time in a neighbourhood, so that nobody is made twice; others go on working in it."""
    waiting = Import.objects.of(by, now).filter(pk=key).first()
    if waiting is None:
        return Neighbourhood(), None
    area = Neighbourhood.objects.select_for_update(no_key=True).get(pk=waiting.neighbourhood_id)
    again = Import.objects.select_for_update(of=("self",)).select_related("neighbourhood")
    return area, again.filter(pk=key).first()


def _check_can_be_brought_in(waiting: Import, read: Read, *, only_good: bool) -> None:
    if brought_in_before(waiting):
        raise NotNow(_("This same file was brought in already. Nothing was written now."))
    if read.wrong and not only_good:
        raise NotNow(_("There are rows that we cannot bring in. Nothing was written yet."))
    if not read.new:
        raise NotNow(_("There is nobody new in this file."))


def _people(rows: Sequence[Row], area: Neighbourhood) -> list[Arrival]:
    """Who is known already, as they are; the others are made. The same few queries for any number."""
    known = Person.objects.select_for_update().in_bulk([row.person_id for row in rows if row.person_id])
    made = Person.objects.bulk_create([_person(row, area) for row in rows if not row.person_id])
    fresh = iter(made)
    arrivals = [
        Arrival(
            row.number, row.values, known[row.person_id] if row.person_id else next(fresh), not row.person_id
        )
        for row in rows
    ]
    SpokenLanguage.objects.bulk_create(
        SpokenLanguage(person=each.person, code=code)
        for each in arrivals
        if each.is_new
        for code in sorted({*(each.values["languages"] or []), each.person.language})
    )
    return arrivals


def _person(row: Row, area: Neighbourhood) -> Person:
    known = {name: row.values.get(name) or "" for name in DETAIL_NAMES}
    if known["street"] and not known["city"]:
        known |= {"postcode": known["postcode"] or area.postcode, "city": area.city}
    language = row.values.get("language") or Language.DUTCH
    person = Person(neighbourhood=area, phone=row.phone, email=row.email, language=language, **known)
    person.found_as = found_as(person)  # what `save` does, for many at once
    return person


def _consents(sheet: Sheet, arrivals: Sequence[Arrival], by: User, now: datetime) -> None:
    """Only what somebody signed, with the day on the paper; who agreed or waits already, keeps that."""
    people = [each.person.pk for each in arrivals]
    standing = set(
        Consent.objects.filter(person__in=people, withdrawn_at=None).values_list("person", "purpose")
    )
    Consent.objects.bulk_create(
        _consent(each.person, purpose, day, by, now)
        for each in arrivals
        for column, purpose in sheet.consents.items()
        if (day := each.values.get(column)) and (each.person.pk, purpose) not in standing
    )


def _consent(person: Person, purpose: Purpose, day: date, by: User, now: datetime) -> Consent:
    return Consent(
        person=person,
        purpose=purpose,
        channel=Channel.PAPER,
        text_version=ON_PAPER,
        language=person.language,
        recorded_by=by,
        recorded_at=now,
        given_at=midnight(day),
    )


def _unasked(arrivals: Sequence[Arrival]) -> list[Person]:
    people = [each.person.pk for each in arrivals]
    given = Consent.objects.filter(person__in=people, given_at__isnull=False, withdrawn_at=None)
    agreed = set(given.values_list("person", flat=True))
    return [each.person for each in arrivals if each.person.pk not in agreed]
