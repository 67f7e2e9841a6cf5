from __future__ import annotations

import tomllib

from django.conf import settings
from django.utils import timezone

from portal.people.models import Neighbourhood
from portal.team.enums import TermsKind
from portal.team.models import Organiser, Terms

SOURCE = settings.ROOT / "portal" / "team" / "papers.toml"
UNKNOWN = "[nog in te vullen]"


def begin_papers() -> None:
    """The first texts that volunteers sign, where there are none; who insures is still to be filled in."""
    texts = tomllib.loads(SOURCE.read_text())
    for area in Neighbourhood.objects.filter(terms=None):
        for kind in TermsKind:
            text = {code: each.strip() for code, each in texts[kind].items()}
            Terms.objects.create(
                neighbourhood=area, kind=kind, version=1, text=text, published_at=timezone.now()
            )
    for area in Neighbourhood.objects.filter(organiser=None):
        facts = dict.fromkeys(("legal_form", "insurer", "policy_number", "contact_person"), UNKNOWN)
        Organiser.objects.create(neighbourhood=area, name=area.centre or UNKNOWN, **facts)
