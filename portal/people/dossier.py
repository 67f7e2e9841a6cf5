"""Everything we keep about one person: as sections of a page, as data to take along, as paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from design.paper import make_paper
from design.templatetags.design import written_day, written_moment

from .enums import Looked, Purpose
from .kept import Holding, Line, holdings, period_words
from .kept_models import FileAccess
from .models import Person, Script
from .scripts import asking, is_asked_again

TEMPLATE = "dossier.typ"
# Counts up when a key of the file changes its meaning.
FORMAT = 1
MOST_LOOKS_SHOWN = 100


@dataclass(frozen=True)
class Section:
    holding: Holding
    period: str
    reason: str
    lines: list[Line]


def sections(person: Person) -> list[Section]:
    return [
        Section(
            holding,
            period_words(holding.period),
            str(settings.KEPT_FOR[holding.period].reason),
            holding.lines(person),
        )
        for holding in holdings()
    ]


def looks(person: Person, most: int | None = MOST_LOOKS_SHOWN) -> list[FileAccess]:
    """Who opened something about this person alone, the last one first."""
    return list(person.looked_at.exclude(what=Looked.LIST).select_related("looked_by")[:most])


def list_looks(person: Person) -> list[tuple[date, str]]:
    """By day, the last one first: who had a list before them in which this person stands."""
    days: dict[date, dict[str, None]] = {}
    for each in person.looked_at.filter(what=Looked.LIST).select_related("looked_by"):
        days.setdefault(timezone.localdate(each.at), {})[str(each.looked_by or "")] = None
    return [(day, ", ".join(filter(None, names))) for day, names in days.items()]


def consents(person: Person) -> list[dict[str, Any]]:
    """Each purpose with the consent in force, or the one that waits to be confirmed, and what it says."""
    newest = asking()
    texts = {
        each.kind: each.text
        for each in Script.objects.filter(published_at__isnull=False, kind__in=Purpose.values).order_by(
            "version"
        )
    }
    standing = {each.purpose: each for each in person.consents.all() if each.withdrawn_at is None}
    return [
        {
            "purpose": purpose,
            "given": found if (found := standing.get(purpose)) and found.is_in_force() else None,
            "waits": found is not None and not found.is_in_force(),
            "ask_again": found is not None and is_asked_again(found, newest),
            "text": texts.get(purpose, ""),
        }
        for purpose in Purpose
    ]


def as_data(person: Person, now: datetime) -> dict[str, Any]:
    """For machines; the keys are the same in every language."""
    return {
        "format": FORMAT,
        "made_at": now.isoformat(),
        "kept": {
            section.holding.slug: [
                {"kind": line.key, "when": line.when.isoformat(), **_by_key(line)} for line in section.lines
            ]
            for section in sections(person)
        },
        "looked_at": [
            {"at": each.at.isoformat(), "by": str(each.looked_by or ""), "role": each.role, "what": each.what}
            for each in person.looked_at.select_related("looked_by")
        ],
    }


def _by_key(line: Line) -> dict[str, Any]:
    """Facts by their key; a key that comes more than once holds a list."""
    found: dict[str, list[Any]] = {}
    for each in line.facts:
        found.setdefault(each.key, []).append(each.raw)
    return {"facts": {key: values[0] if len(values) == 1 else values for key, values in found.items()}}


def as_paper(person: Person, now: datetime) -> bytes:
    """A PDF in the language in which we write to this person."""
    code = person.written_language
    with translation.override(code):
        return make_paper(TEMPLATE, paper_data(person, code, now))


def _looked(each: FileAccess) -> str:
    words = [each.get_what_display(), str(each.looked_by or ""), each.get_role_display()]
    return " · ".join(filter(None, words))


def paper_data(person: Person, code: str, now: datetime) -> dict[str, Any]:
    seen = [
        {"when": written_moment(each.at), "what": _looked(each), "facts": []} for each in looks(person, None)
    ]
    in_lists = [{"when": written_day(day), "what": names, "facts": []} for day, names in list_looks(person)]
    return {
        "lang": code,
        "dir": "rtl" if translation.get_language_bidi() else "ltr",
        "project": settings.WAGTAIL_SITE_NAME,
        "title": _("What we keep about you"),
        "name": str(person),
        "made": _("Made on %(day)s") % {"day": written_day(now)},
        "empty": _("Nothing."),
        "sections": [
            {
                "title": str(section.holding.title),
                "about": [
                    str(section.holding.why),
                    _("Why we may: %(basis)s") % {"basis": section.holding.basis},
                    _("How long: %(period)s. %(reason)s")
                    % {"period": section.period, "reason": section.reason},
                ],
                "lines": [
                    {
                        "when": written_moment(line.when),
                        "what": line.what,
                        "facts": [{"label": each.label, "value": each.value} for each in line.facts],
                    }
                    for line in section.lines
                ],
            }
            for section in sections(person)
        ]
        + [
            {"title": _("Who looked at your file"), "about": [], "lines": seen},
            {"title": _("Who saw your name in a list"), "about": [], "lines": in_lists},
        ],
    }
