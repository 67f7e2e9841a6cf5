from __future__ import annotations

from datetime import datetime

from django.db.models import F

from portal.people.enums import Channel, VolunteerState
from portal.people.models import User, Volunteer

from ..enums import Step
from ..models import History, Intake
from ..rules import check_version


def lock(volunteer: Volunteer, version: int | None = None) -> Volunteer:
    """The volunteer as they are now, locked until the transaction ends; raises `Moved` on a stale page."""
    locked: Volunteer = (
        Volunteer.objects.select_for_update(of=("self",))
        .select_related("person__user", "person__neighbourhood")
        .get(pk=volunteer.pk)
    )
    intake = Intake.objects.filter(volunteer=locked).first()
    if intake is None:  # who was entered in another way
        intake = Intake(volunteer=locked, channel=Channel.DESK, came_at=locked.person.created_at)
        intake.save()
    check_version(intake, version)
    locked.intake = intake
    return locked


def write(
    volunteer: Volunteer,
    step: Step,
    *,
    by: User | None,
    now: datetime,
    to: VolunteerState | None = None,
    note: str = "",
) -> Volunteer:
    """Save `volunteer`, moved to `to` if given, its version counted up, and a line of history."""
    before = volunteer.state
    volunteer.state = to or before
    volunteer.save()
    Intake.objects.filter(volunteer=volunteer).update(version=F("version") + 1)
    History.objects.create(
        volunteer=volunteer,
        at=now,
        by=by,
        step=step,
        from_state=before,
        to_state=volunteer.state,
        note=note[:300],
    )
    return volunteer
