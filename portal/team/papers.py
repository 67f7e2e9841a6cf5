"""A paper with its facts filled in: on the screen, and set for signing."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext

from design.fields import CODES
from design.paper import make_paper
from design.templatetags.design import written_day
from portal.people.models import Script, Volunteer

from .models import Organiser, Terms

FACTS = {
    "organisation": "name",
    "legal_form": "legal_form",
    "insurer": "insurer",
    "policy_number": "policy_number",
    "contact_person": "contact_person",
}
_PLACE = re.compile(r"\{(" + "|".join(FACTS) + r")\}")


def lines(terms: Terms | Script, organiser: Organiser | None) -> list[dict[str, str]]:
    """The text in the language that is on: a list of {kind: head or text, text}."""

    def filled(found: re.Match[str]) -> str:
        return str(getattr(organiser, FACTS[found[1]], "")) or "…………"

    found = []
    for line in filter(None, (line.strip() for line in str(terms.text).splitlines())):
        kind = "head" if line.startswith("#") else "text"
        found.append({"kind": kind, "text": _PLACE.sub(filled, line.lstrip("# "))})
    return found


def script_paper(script: Script, code: str) -> bytes:
    """A text to agree to, to have on the desk."""
    with translation.override(code):
        return make_paper("terms.typ", {**_sheet(script, code), "lines": lines(script, None), "place": ""})


def _sheet(text: Terms | Script, code: str) -> dict[str, Any]:
    """What stands on every paper, in the language that is on."""
    return {
        "lang": code,
        "dir": "rtl" if translation.get_language_bidi() else "ltr",
        "title": capfirst(text.get_kind_display()),
        "project": settings.WAGTAIL_SITE_NAME,
        "version": gettext("Version %(number)s, %(day)s")
        % {"number": text.version, "day": written_day(text.published_at or timezone.now())},
        "draft": "" if text.published_at else gettext("Draft: not in force"),
        "labels": {
            "dutch": gettext("This is a translation. The Dutch text counts.") if code != CODES[0] else ""
        },
    }


def paper(terms: Terms, code: str, volunteer: Volunteer | None = None) -> bytes:
    """As PDF in the language `code` of the site, with the name of who signs, if given."""
    organiser = Organiser.objects.filter(neighbourhood=terms.neighbourhood_id).first()
    with translation.override(code):
        sheet = _sheet(terms, code)
        data: dict[str, Any] = {
            **sheet,
            "place": terms.neighbourhood.name,
            "lines": lines(terms, organiser),
            "name": str(volunteer) if volunteer else "",
            "labels": {
                **sheet["labels"],
                "name": gettext("Name of the volunteer"),
                "day": gettext("Date"),
                "sign": gettext("Signature"),
                "team": gettext("For the organisation"),
            },
        }
    return make_paper("terms.typ", data)
