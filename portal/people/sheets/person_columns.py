"""The columns of somebody's own details, which every list of people begins with."""

from __future__ import annotations

from functools import cache
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from design.sheets import Column
from design.sheets.columns import named

from ..enums import Language, Purpose
from ..models import Consent, Person
from .cell_fields import ManyNamedField, NamedField, PastDayField, text_field

# The row that stands in the file to begin with; it is passed over.
EXAMPLE_EMAIL = "voorbeeld@voorbeeld.example"


@cache
def language_names() -> dict[str, str]:
    """Also by half of a name: `Darija`, and what stands before it."""
    whole = named(Language.choices)
    halves = {
        half.strip(" )"): code for name, code in whole.items() for half in name.split("(") if "(" in name
    }
    return {**halves, **whole}


def _most(name: str) -> int:
    found: int = Person._meta.get_field(name).max_length  # type: ignore[union-attr,assignment]
    return found


_call = _("We cannot call this number. Look at the digits again.")
DETAILS = (
    Column(
        "first_name",
        _("First name"),
        _("Must be there."),
        text_field(60, required=True, error_messages={"required": _("Fill in a first name.")}),
        "Voorbeeld",
    ),
    Column("last_name", _("Family name"), "", text_field(60), "Niemand"),
    Column(
        "phone",
        _("Phone number"),
        _("A phone number or an e-mail address must be there. We know people by it, with their first name."),
        PhoneNumberField(required=False, error_messages={"invalid": _call}),
        "0000 00 00 00",
        also=("gsm", "gsm-nummer", "tel", "tel.", "telefoon", "téléphone", "mobile", "هاتف"),
    ),
    Column(
        "email",
        _("E-mail"),
        "",
        forms.EmailField(required=False),
        EXAMPLE_EMAIL,
        also=("email", "mail", "e-mailadres", "courriel"),
    ),
    Column("street", _("Street"), "", text_field(_most("street")), "Verzonnen straat"),
    Column("house_number", _("House number"), "", text_field(_most("house_number")), "0", ("nr", "nr.")),
    Column("box", _("Box or floor"), "", text_field(_most("box"))),
    Column("postcode", _("Postcode"), "", text_field(_most("postcode")), "0000"),
    Column("city", _("City"), "", text_field(_most("city")), "Nergens"),
    Column(
        "language",
        _("Preferred language"),
        _("By its name or its code. Empty is Dutch."),
        NamedField(language_names),
        "Nederlands",
    ),
    Column(
        "languages",
        _("Speaks"),
        _("Languages with a comma between them."),
        ManyNamedField(language_names),
        "Nederlands, Frans",
    ),
)
NEIGHBOURHOOD = Column("neighbourhood", _("Neighbourhood"), _("Only in what leaves."))


def consent_column(key: str, heading: Any) -> Column:
    return Column(
        key,
        heading,
        _("The day on the paper that this person signed. Empty: we still have to ask."),
        PastDayField(),
        "2026-01-31",
    )


def detail_cells(person: Person) -> dict[str, str]:
    """Reads `spoken` and `neighbourhood`."""
    labels = dict(Language.choices)
    spoken = [each.code for each in person.spoken.all()]
    names = ("first_name", "last_name", "email", "street", "house_number", "box", "postcode", "city")
    return {
        **{name: getattr(person, name) for name in names},
        "phone": person.phone.as_e164 if person.phone else "",
        "language": str(labels.get(person.language, person.language)),
        "languages": ", ".join(str(labels.get(code, code)) for code in spoken),
        "neighbourhood": person.neighbourhood.name,
    }


def consent_cells(consents: list[Consent], columns: dict[str, Purpose]) -> dict[str, str]:
    """The day of each consent in force; in what comes in, that is the day on the paper."""
    given = {each.purpose: each.given_at for each in consents if each.is_in_force() and each.given_at}
    return {
        key: timezone.localdate(given[purpose]).isoformat() if purpose in given else ""
        for key, purpose in columns.items()
    }
