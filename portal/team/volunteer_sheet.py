"""The list of volunteers in a spreadsheet, in and out.

Why somebody helps, and whether they must report it, stay on their page: nobody needs that in a file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID, uuid5

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from design.sheets import Column
from design.sheets.columns import folded, in_every_language, named
from portal.help.models import HelpKind
from portal.people.enums import Channel, HalfDay, Purpose, VolunteerState
from portal.people.half_days import ALL_HALF_DAYS, PARTS, bits
from portal.people.models import Person, User, Volunteer
from portal.people.sheets.cell_fields import ManyNamedField, NamedField, PastDayField, text_field
from portal.people.sheets.person_columns import (
    DETAILS,
    NEIGHBOURHOOD,
    consent_cells,
    consent_column,
    detail_cells,
)
from portal.people.sheets.registry import Arrival, Sheet

from .actions import Offer, sign_up

CONSENTS = {"help_out": Purpose.HELP_OUT, "call": Purpose.CALL_AGAIN}
ALWAYS, YES, NO = gettext_lazy("always"), gettext_lazy("yes"), gettext_lazy("no")
USUAL_MAXIMUM = 4


def kind_names() -> dict[str, str]:
    """From the code, and from the name in every language, as they are now."""
    found: dict[str, str] = {}
    for kind in HelpKind.objects.filter(is_active=True):
        for name in (kind.code, *kind.name.values()):
            found.setdefault(folded(name), kind.code)
    return found


@cache
def half_day_names() -> dict[str, str]:
    found = dict.fromkeys(in_every_language(ALWAYS), "always")
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found |= {
                folded(f"{WEEKDAYS[day]} {part.label}"): f"{day}-{part.value}"
                for day in range(7)
                for part in PARTS
            }
    return found


@cache
def yes_or_no() -> dict[str, str]:
    return named([("1", YES), ("0", NO)]) | {"x": "1", "true": "1", "false": "0"}


class HalfDaysField(ManyNamedField):
    def to_python(self, value: Any) -> Any:
        names = super().to_python(value)
        if not names or "always" in names:
            return ALL_HALF_DAYS
        pairs = (name.split("-", 1) for name in names)
        return bits((int(day), HalfDay(part)) for day, part in pairs)


def half_days_in_words(half_days: int) -> str:
    if half_days == ALL_HALF_DAYS:
        return str(ALWAYS)
    return ", ".join(
        f"{WEEKDAYS[day]} {part.label}"
        for day in range(7)
        for part in PARTS
        if half_days & bits([(day, part)])
    )


COLUMNS = (
    *DETAILS,
    Column(
        "birth_date",
        gettext_lazy("Date of birth"),
        gettext_lazy("Must be there."),
        PastDayField(required=True, error_messages={"required": gettext_lazy("Fill in the date of birth.")}),
        "1980-01-31",
    ),
    Column(
        "kinds",
        gettext_lazy("Likes to do"),
        gettext_lazy("Kinds of help by their name or their code, with a comma between them."),
        ManyNamedField(kind_names),
    ),
    Column(
        "half_days",
        gettext_lazy("When"),
        gettext_lazy("Half-days with a comma between them, for example: Monday morning. Empty is always."),
        HalfDaysField(half_day_names),
    ),
    Column(
        "month_maximum",
        gettext_lazy("At most this often a month"),
        gettext_lazy("A number. Empty is 4."),
        forms.IntegerField(required=False, min_value=1, max_value=31),
        "4",
    ),
    Column("has_car", gettext_lazy("Has a car"), gettext_lazy("Yes or no."), NamedField(yes_or_no)),
    Column("has_bike", gettext_lazy("Has a bike"), gettext_lazy("Yes or no."), NamedField(yes_or_no)),
    Column("talents", gettext_lazy("Good at"), "", text_field(300)),
    consent_column("help_out", gettext_lazy("Agreed to help as a volunteer, on")),
    consent_column("call", gettext_lazy("Agreed that we call again, on")),
    Column(
        "state",
        gettext_lazy("State"),
        gettext_lazy("Only in what leaves. Who comes in has signed up: the talk and the papers still come."),
    ),
    NEIGHBOURHOOD,
)


def found(user: User, state: str) -> QuerySet[Volunteer]:
    volunteers = Volunteer.objects.visible_to(user).filter(person__in=Person.objects.usable())
    if state:
        volunteers = volunteers.filter(state=state)
    return volunteers.select_related("person__neighbourhood").prefetch_related(
        "kinds", "person__spoken", "person__consents"
    )


def cells(volunteer: Volunteer) -> dict[str, str]:
    return {
        **detail_cells(volunteer.person),
        **consent_cells(list(volunteer.person.consents.all()), CONSENTS),
        "birth_date": volunteer.birth_date.isoformat(),
        "kinds": ", ".join(kind.code for kind in volunteer.kinds.all()),
        "half_days": half_days_in_words(volunteer.half_days),
        "month_maximum": str(volunteer.month_maximum),
        "has_car": str(YES if volunteer.has_car else NO),
        "has_bike": str(YES if volunteer.has_bike else NO),
        "talents": volunteer.talents,
        "state": str(volunteer.get_state_display()),
    }


def problems(values: Mapping[str, Any], today: date) -> list[str]:
    if Volunteer(birth_date=values["birth_date"]).is_old_enough(today):
        return []
    return [_("Too young: one can help from the year in which one turns 16.")]


def listed(people: Sequence[int]) -> set[int]:
    return set(Volunteer.objects.filter(person__in=people).values_list("person", flat=True))


def enter(arrivals: Sequence[Arrival], key: UUID, by: User, now: datetime) -> None:
    """Each signs up, by the same rules as on the website; none of them is written to."""
    kinds = {kind.code: kind for kind in HelpKind.objects.filter(is_active=True)}
    for each in arrivals:
        spoken = [] if each.is_new else [one.code for one in each.person.spoken.all()]
        sign_up(
            each.person,
            _offer(each.values, kinds, spoken),
            neighbourhood=each.person.neighbourhood,
            channel=Channel.PAPER,
            submission=uuid5(key, str(each.number)),
            by=by,
            now=now,
            agrees=False,
            is_told=False,
        )


def _offer(values: Mapping[str, Any], kinds: Mapping[str, HelpKind], spoken: Sequence[str]) -> Offer:
    return Offer(
        birth_date=values["birth_date"],
        kinds=[kinds[code] for code in values["kinds"] if code in kinds],
        speaks=[*(values["languages"] or []), *spoken],
        half_days=values["half_days"],
        month_maximum=values["month_maximum"] or USUAL_MAXIMUM,
        talents=values["talents"],
        has_car=values["has_car"] == "1",
        has_bike=values["has_bike"] == "1",
    )


SHEET = Sheet(
    slug="vrijwilligers",
    title=gettext_lazy("volunteers"),
    columns=COLUMNS,
    states=VolunteerState.choices,
    most_rows=500,
    consents=CONSENTS,
    found=found,
    area_lookup="person__neighbourhood",
    person_of=lambda volunteer: volunteer.person,
    cells=cells,
    listed=listed,
    problems=problems,
    enter=enter,
)
