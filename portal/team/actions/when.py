"""When somebody helps: changed by the volunteer, or by a broker for them."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.help.models import HelpKind
from portal.people.enums import VolunteerState
from portal.people.models import Absence, User, Volunteer

from ..enums import Step
from ..rules import Moved, NotPossible, check_move, check_nothing_missing, check_own_or_team
from .base import lock, write

MOST_ABSENCES = 30


@transaction.atomic
def set_when(
    volunteer: Volunteer,
    *,
    half_days: int,
    month_maximum: int,
    kinds: list[HelpKind],
    has_car: bool,
    has_bike: bool,
    by: User,
    now: datetime,
    version: int | None = None,
) -> Volunteer:
    volunteer = lock(volunteer, version)
    check_own_or_team(volunteer, by)
    volunteer.half_days = half_days
    volunteer.month_maximum = month_maximum
    volunteer.has_car = has_car
    volunteer.has_bike = has_bike
    volunteer.kinds.set(kinds)
    return write(volunteer, Step.CHANGED, by=by, now=now)


@transaction.atomic
def rest(
    volunteer: Volunteer, until: date | None, *, by: User, now: datetime, version: int | None = None
) -> Volunteer:
    """Ask nothing until the day after `until`; None rests until somebody says otherwise."""
    volunteer = lock(volunteer, version)
    check_own_or_team(volunteer, by)
    if until is not None and until <= timezone.localdate(now):
        raise NotPossible(_("Choose a later day."))
    if until is None:
        check_move(volunteer, VolunteerState.RESTING)
        volunteer.paused_until = None
        return write(volunteer, Step.RESTED, by=by, now=now, to=VolunteerState.RESTING)
    if volunteer.state != VolunteerState.ACTIVE:
        check_move(volunteer, VolunteerState.RESTING)
    volunteer.paused_until = until
    return write(volunteer, Step.RESTED, by=by, now=now, note=until.isoformat())


@transaction.atomic
def resume(volunteer: Volunteer, *, by: User, now: datetime, version: int | None = None) -> Volunteer:
    """Help again, before the rest is over. Whoever rested without an end needs a broker if papers ran out."""
    volunteer = lock(volunteer, version)
    check_own_or_team(volunteer, by)
    today = timezone.localdate(now)
    is_resting = volunteer.state == VolunteerState.RESTING
    if not is_resting and not (
        volunteer.state == VolunteerState.ACTIVE
        and volunteer.paused_until
        and volunteer.paused_until >= today
    ):
        raise Moved(_("There is no rest to end."))
    check_nothing_missing(volunteer, today)
    volunteer.paused_until = None
    return write(volunteer, Step.RESUMED, by=by, now=now, to=VolunteerState.ACTIVE)


@transaction.atomic
def be_away(
    volunteer: Volunteer, first: date, last: date, *, by: User, now: datetime, version: int | None = None
) -> Absence:
    """Both days count. Days that are away already are joined with these."""
    volunteer = lock(volunteer, version)
    check_own_or_team(volunteer, by)
    if last < first or last < timezone.localdate(now):
        raise NotPossible(_("Choose a last day that is not before the first, and not over."))
    same = list(volunteer.absences.filter(first_day__lte=last, last_day__gte=first))
    first = min([first, *(each.first_day for each in same)])
    last = max([last, *(each.last_day for each in same)])
    volunteer.absences.filter(pk__in=[each.pk for each in same]).delete()
    if volunteer.absences.filter(last_day__gte=timezone.localdate(now)).count() >= MOST_ABSENCES:
        raise NotPossible(_("You are away very often. Rather take a rest."))
    absence = Absence.objects.create(volunteer=volunteer, first_day=first, last_day=last)
    write(volunteer, Step.CHANGED, by=by, now=now)
    return absence


@transaction.atomic
def be_there(absence: Absence, *, by: User, now: datetime) -> None:
    """Take an absence back; a second time changes nothing."""
    volunteer = lock(absence.volunteer)
    check_own_or_team(volunteer, by)
    deleted, _models = volunteer.absences.filter(pk=absence.pk).delete()
    if deleted:
        write(volunteer, Step.CHANGED, by=by, now=now)
