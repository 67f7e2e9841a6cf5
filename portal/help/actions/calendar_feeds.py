from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal.people.enums import VolunteerState
from portal.people.models import User, Volunteer

from ..models import CalendarFeed
from ..models.calendar_feeds import new_key
from ..rules import NotForYou, NotPossible


@transaction.atomic
def make_feed(volunteer: Volunteer, *, by: User, now: datetime) -> CalendarFeed:
    """A link for the calendar of this volunteer. Twice is the same as once."""
    volunteer = _own(volunteer, by)
    _check_helps(volunteer)
    return CalendarFeed.objects.get_or_create(volunteer=volunteer, defaults={"made_at": now})[0]


@transaction.atomic
def renew_feed(volunteer: Volunteer, *, by: User, now: datetime) -> CalendarFeed:
    """Another link; the old one no longer works."""
    volunteer = _own(volunteer, by)
    _check_helps(volunteer)
    values = {"key": new_key(), "made_at": now}
    return CalendarFeed.objects.update_or_create(volunteer=volunteer, defaults=values)[0]


@transaction.atomic
def stop_feed(volunteer: Volunteer, *, by: User, now: datetime) -> None:
    CalendarFeed.objects.filter(volunteer=_own(volunteer, by)).delete()


def _own(volunteer: Volunteer, by: User) -> Volunteer:
    rows = Volunteer.objects.select_for_update(of=("self",)).select_related("person")
    locked: Volunteer = rows.get(pk=volunteer.pk)
    if locked.person.user_id != by.pk:
        raise NotForYou(_("This is the calendar of somebody else."))
    return locked


def _check_helps(volunteer: Volunteer) -> None:
    if volunteer.state == VolunteerState.STOPPED or volunteer.person.is_restricted:
        raise NotPossible(_("There is no link for your calendar while you do not help."))
