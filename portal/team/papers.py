"""A paper with its facts filled in: on the screen, and set for signing."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext

from design.fields import CODES
from design.paper import make_paper
from design.templatetags.design import written_day
from portal.people.models import Volunteer

from .models import Organiser, Terms

FACTS = {
    "organisation": "name",
    "legal_form": "legal_form",
    "insurer": "insurer",
    "policy_number": "policy_number",
    "contact_person": "contact_person",
}
_PLACE = re.compile(r"\{(" + "|".join(FACTS) + r")\}")


def lines(terms: Terms, organiser: Organiser | None) -> list[dict[str, str]]:
    """The text in the language that is on: a list of {kind: head or text, text}."""

    def filled(found: re.Match[str]) -> str:
        return str(getattr(organiser, FACTS[found[1]], "")) or "…………"

    found = []
    for line in filter(None, (line.strip() for line in str(terms.text).splitlines())):
        kind = "head" if line.startswith("#") else "text"
        found.append({"kind": kind, "text": _PLACE.sub(filled, line.lstrip("# "))})
    return found


def paper(terms: Terms, code: str, volunteer: Volunteer | None = None) -> bytes:
    """As PDF in the language `code` of the site, with the name of who signs, if given."""
    organiser = Organiser.objects.filter(neighbourhood=terms.neighbourhood_id).first()
    with translation.override(code):
        published = terms.published_at or timezone.now()
        data: dict[str, Any] = {
            "lang": code,
            "dir": "rtl" if translation.get_language_bidi() else "ltr",
            "title": terms.get_kind_display().capitalize(),
            "project": settings.WAGTAIL_SITE_NAME,
            "place": terms.neighbourhood.name,
            "lines": lines(terms, organiser),
            "version": gettext("Version %(number)s, %(day)s")
            % {"number": terms.version, "day": written_day(published)},
            "draft": "" if terms.published_at else gettext("Draft: not in force"),
            "name": str(volunteer) if volunteer else "",
            "labels": {
                "name": gettext("Name of the volunteer"),
                "day": gettext("Date"),
                "sign": gettext("Signature"),
                "team": gettext("For the organisation"),
                "dutch": gettext("This is a translation. The Dutch text counts.") if code != CODES[0] else "",
            },
        }
    return make_paper("terms.typ", data)
