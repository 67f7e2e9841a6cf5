"""The list of volunteers, in and out: the same rules as on the website, and nobody is written to."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone, translation

from design.sheets import Table
from portal.contact.models import Message
from portal.help.models import HelpKind
from portal.people.enums import ExportReason, Purpose
from portal.people.half_days import ALL_HALF_DAYS, bits
from portal.people.models import Neighbourhood, Person, User, Volunteer
from portal.people.sheets.bringing_in import bring_in, let_wait
from portal.people.sheets.rows import read_rows
from portal.people.sheets.taking_along import rows, take_along
from portal.team.volunteer_sheet import SHEET, half_days_in_words
from tests.factories import PersonFactory, VolunteerFactory

HEADINGS = ["Voornaam", "E-mail", "birth_date", "kinds", "half_days", "Spreekt", "help_out", "has_car"]
MIMOUN = ["Mimoun", "m@example.org", "31/01/1980", "", "maandag voormiddag; dinsdag avond", "Frans", "", "ja"]


def brought(by: User, area: Neighbourhood, now: datetime, *rows: Sequence[str]) -> Any:
    table = Table(HEADINGS, [(number, list(row)) for number, row in enumerate(rows, 2)])
    key = let_wait(SHEET, table, area, submission=uuid.uuid4(), by=by, now=now)
    return bring_in(key, only_good=False, by=by, now=now)


def states(area: Neighbourhood, *rows: Sequence[str]) -> list[str]:
    table = [(number, list(row)) for number, row in enumerate(rows, 2)]
    found = read_rows(SHEET, HEADINGS, table, area, timezone.localdate()).rows
    return [" ".join(row.problems) or row.state for row in found]


def changed(**cells: str) -> list[str]:
    return [cells.get(name, cell) for name, cell in zip(HEADINGS, MIMOUN, strict=True)]


def test_signs_up_on_paper_and_nobody_is_told(
    broker: User, area: Neighbourhood, kind: HelpKind, now: datetime
) -> None:
    brought(broker, area, now, changed(kinds=kind.name["nl"]))
    made = Volunteer.objects.get(person__email="m@example.org")
    assert (made.state, made.intake.channel, made.birth_date) == ("signed_up", "paper", date(1980, 1, 31))
    assert made.half_days == bits([(0, "morning"), (1, "evening")])
    assert (list(made.kinds.all()), made.has_car, made.has_bike, made.month_maximum) == (
        [kind],
        True,
        False,
        4,
    )
    assert [each.code for each in made.person.spoken.all()] == ["fr", "nl"]
    assert made.history.get().by == broker
    assert mail.outbox == []
    assert list(Message.objects.values_list("kind", flat=True)) == ["ask_consent"]
    assert not made.person.consents.exists()


def test_who_signed_is_not_asked_again(broker: User, area: Neighbourhood, now: datetime) -> None:
    brought(broker, area, now, changed(help_out="2026-01-31"))
    consent = Person.objects.get(email="m@example.org").consents.get()
    assert (consent.purpose, consent.channel) == (Purpose.HELP_OUT, "paper")
    assert not Message.objects.exists()


def test_somebody_we_know_becomes_a_volunteer_and_keeps_what_they_speak(
    broker: User, area: Neighbourhood, now: datetime
) -> None:
    known = PersonFactory.create(
        neighbourhood=area, first_name="Mimoun", phone="", email="M@example.org", speaks=["rif"]
    )
    assert states(area, MIMOUN) == ["new"]
    brought(broker, area, now, MIMOUN)
    assert Volunteer.objects.get().person == known
    assert [each.code for each in known.spoken.all()] == ["fr", "nl", "rif"]
    assert not Message.objects.exists()  # agreed to something already
    assert states(area, MIMOUN) == ["known"]


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"birth_date": ""}, "Fill in the date of birth"),
        ({"birth_date": f"{timezone.localdate().year - 15}-01-01"}, "Too young"),
        ({"birth_date": "2999-01-01"}, "earlier day"),
        ({"kinds": "toveren"}, "We do not know “toveren”"),
        ({"half_days": "soms"}, "We do not know “soms”"),
        ({"has_car": "misschien"}, "We do not know “misschien”"),
    ],
)
def test_says_what_is_wrong(area: Neighbourhood, cells: dict[str, str], why: str) -> None:
    assert why in states(area, changed(**cells))[0]


def test_who_turns_sixteen_this_year_may_help(area: Neighbourhood) -> None:
    year = timezone.localdate().year - 16
    assert states(area, changed(birth_date=f"31/12/{year}")) == ["new"]


@pytest.mark.parametrize("language", ["nl", "fr", "en", "ar"])
def test_what_leaves_comes_back_the_same(
    coordinator: User, area: Neighbourhood, kind: HelpKind, now: datetime, language: str
) -> None:
    some = bits([(0, "morning"), (6, "evening")])
    VolunteerFactory.create(
        person__neighbourhood=area,
        person__phone="+32470000001",
        does=[kind],
        half_days=some,
        talents="=koken",
        motivation="geheim",
        has_bike=True,
    )
    run = take_along(SHEET, [area], "active", kind="csv", reason=ExportReason.LETTER, by=coordinator, now=now)
    with translation.override(language):
        headings, left = rows(SHEET, [area], "active", run=run, by=coordinator, now=now)
    assert "geheim" not in left
    (row,) = read_rows(SHEET, headings, [(2, left)], area, timezone.localdate()).rows
    assert (row.state, row.problems) == ("known", [])
    assert (row.values["half_days"], row.values["kinds"]) == (some, [kind.code])
    assert (row.values["talents"], row.values["has_car"], row.values["has_bike"]) == ("=koken", "0", "1")


def test_always_is_all_half_days() -> None:
    assert half_days_in_words(ALL_HALF_DAYS) == "always"


def test_kinds_are_asked_once_for_a_whole_file(
    area: Neighbourhood, kind: HelpKind, django_assert_num_queries: Any
) -> None:
    many = [changed(**{"E-mail": f"m{n}@example.org", "kinds": kind.code}) for n in range(30)]
    with django_assert_num_queries(2):
        assert set(states(area, *many)) == {"new"}
