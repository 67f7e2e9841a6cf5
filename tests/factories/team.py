from __future__ import annotations

from typing import Any

from django.utils import timezone

from portal.people.models import Neighbourhood, Volunteer
from portal.team.enums import TermsKind
from portal.team.models import Signature, Terms


def put_papers_in_force(area: Neighbourhood, *, version: int = 1, **facts: Any) -> list[Terms]:
    return [
        Terms.objects.create(
            neighbourhood=area,
            kind=kind,
            version=version,
            text={"nl": f"# {kind.label}\n{{organisation}} is verzekerd bij {{insurer}}."},
            published_at=timezone.now(),
            **facts,
        )
        for kind in TermsKind
    ]


def sign_all(volunteer: Volunteer) -> None:
    for terms in Terms.objects.filter(neighbourhood=volunteer.person.neighbourhood):
        Signature.objects.get_or_create(
            volunteer=volunteer,
            terms=terms,
            defaults={"signed_on": timezone.localdate(), "language": "nl", "recorded_at": timezone.now()},
        )
