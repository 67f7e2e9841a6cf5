"""What stands on the page of one volunteer, for the team and for the volunteer."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.forms import Form
from django.utils import timezone

from portal.people.enums import VolunteerState
from portal.people.half_days import PARTS, bits
from portal.people.models import User, Volunteer

from .enums import VOLUNTEER_MOVES
from .forms.verbs import VERBS, VerbForm
from .models import Intake, Signature
from .rules import in_force, missing, newest

S = VolunteerState


def for_page(user: User) -> QuerySet[Volunteer]:
    """The volunteers this user may see, with all that `missing` reads."""
    signatures = Prefetch("signatures", Signature.objects.select_related("terms").order_by("-signed_on"))
    return (
        Volunteer.objects.visible_to(user)
        .select_related("person__neighbourhood", "person__user")
        .prefetch_related("kinds", "statements", "absences", signatures, "person__spoken")
    )


def page(volunteer: Volunteer, on: date, *, wrong: tuple[str, VerbForm] | None = None) -> dict[str, Any]:
    intake = Intake.objects.filter(volunteer=volunteer).select_related("talk_with").first()
    version = {"version": intake.version if intake else None}
    area = volunteer.person.neighbourhood_id
    forms: dict[str, Form] = {
        verb: form(initial={**version, **_known(volunteer, verb)}, auto_id=f"{verb}-%s")
        for verb, form in VERBS.items()
    }
    if wrong is not None:
        forms[wrong[0]] = wrong[1]
    lacking = missing(volunteer, in_force(area), on)
    moves = VOLUNTEER_MOVES[S(volunteer.state)]
    is_resting = volunteer.state == S.RESTING or bool(volunteer.paused_until and volunteer.paused_until >= on)
    return {
        "volunteer": volunteer,
        "person": volunteer.person,
        "intake": intake,
        "age": volunteer.age(on),
        "missing": lacking,
        "only_closes": not any(each.blocks for each in lacking),
        "papers": list(newest(area).values()),
        "forms": forms,
        "wrong_form": wrong[1] if wrong else None,
        "is_resting": is_resting,
        "can": {
            "talk": S.TALK in moves,
            "ready": S.READY in moves,
            "start": S.ACTIVE in moves and volunteer.state == S.READY,
            "rest": volunteer.state == S.ACTIVE and not is_resting,
            "resume": is_resting and volunteer.state in {S.ACTIVE, S.RESTING},
            "stop": S.STOPPED in moves,
        },
        "absences": [each for each in volunteer.absences.all() if each.last_day >= on],
        "week": week(volunteer.half_days),
    }


def week(half_days: int) -> list[dict[str, Any]]:
    """A row per day: its number and, per part, whether it is free."""
    return [
        {"day": day, "parts": [bool(half_days & bits([(day, part)])) for part in PARTS]} for day in range(7)
    ]


def _known(volunteer: Volunteer, verb: str) -> dict[str, Any]:
    """What a form shows before it is filled in."""
    if verb == "wanneer":
        return {
            "kinds": [kind.code for kind in volunteer.kinds.all()],
            "half_days": volunteer.half_days,
            "month_maximum": volunteer.month_maximum,
            "has_car": volunteer.has_car,
            "has_bike": volunteer.has_bike,
        }
    if verb == "feiten":
        return {name: getattr(volunteer, name) for name in ("parent_agreed", "must_report", "reported_on")}
    if verb == "tekenen":
        return {"language": volunteer.person.written_language, "signed_on": timezone.localdate()}
    return {}
