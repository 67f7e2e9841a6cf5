"""The list of organisations as the public page shows it: by sort, filtered by sort and by language."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from design.freshness import shows
from portal.people.enums import Language, OrganisationKind
from portal.people.models import Organisation

HEADINGS: dict[OrganisationKind, str | Promise] = {
    OrganisationKind.SERVICE: _("Services"),
    OrganisationKind.PARTNER: _("Partners"),
    OrganisationKind.SHOP: _("Warm-hearted shops"),
    OrganisationKind.CLUB: _("Clubs and meeting places"),
}


def directory(chosen: QueryDict) -> dict[str, Any]:
    """All of them in one query; what nobody offers here is no choice. A wrong choice is no choice either."""
    shows("organisations")
    everyone = list(Organisation.objects.public())
    spoken = {code for each in everyone for code in each.languages}
    kind = chosen.get("soort", "")
    language = chosen.get("taal", "")
    kind = kind if kind in OrganisationKind.values else ""
    language = language if language in spoken else ""
    found = [
        each
        for each in everyone
        if (not kind or each.kind == kind) and (not language or language in each.languages)
    ]
    return {
        "groups": _groups(found),
        "kinds": [
            (code, HEADINGS[code]) for code in OrganisationKind if any(o.kind == code for o in everyone)
        ],
        "languages_spoken": [(code, label) for code, label in Language.choices if code in spoken],
        "chosen_kind": kind,
        "chosen_language": language,
    }


def _groups(found: list[Organisation]) -> list[dict[str, Any]]:
    groups = [
        {"kind": kind, "label": label, "organisations": [each for each in found if each.kind == kind]}
        for kind, label in HEADINGS.items()
    ]
    return [group for group in groups if group["organisations"]]
