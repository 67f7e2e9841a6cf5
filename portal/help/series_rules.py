"""What may be done with fixed days."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.people.enums import VolunteerState
from portal.people.models import User, Volunteer

from .enums import BEFORE_AGREED, RequestState
from .models import HelpRequest, Series
from .rhythm import is_holiday
from .rules import (
    Moved,
    NotForYou,
    NotPossible,
    check_move,
    check_no_red_flag,
    check_team,
    check_usable,
    check_volunteer_usable,
)
from .series_enums import OnHolidays, SeriesState

STILL_TO_COME = BEFORE_AGREED | {RequestState.AGREED}


def check_asker_or_team(asked: HelpRequest | Series, by: User) -> None:
    askers = [each for each in (asked.person, asked.asked_by) if each is not None]
    if by.pk not in {each.user_id for each in askers}:
        check_team(asked, by)


def check_is_helper(series: Series, by: User) -> None:
    if series.helper is None or series.helper.person.user_id != by.pk:
        raise NotForYou(_("You are not the fixed helper of these days."))


def check_state(series: Series, *states: SeriesState) -> None:
    if series.state not in states:
        raise Moved(
            _("This is not possible any more: the fixed days are now “%(state)s”.")
            % {"state": series.get_state_display()}
        )


def check_can_begin(request: HelpRequest) -> None:
    check_usable(request)
    check_no_red_flag(request)
    if request.series_id is not None:
        raise Moved(_("This question already has fixed days."))
    if request.state not in STILL_TO_COME:
        check_move(request, RequestState.SKIPPED)  # says what it is now


def check_days(first: date, last: date | None, on_holidays: str, now: datetime) -> None:
    if first < timezone.localdate(now):
        raise NotPossible(_("Choose today or a later day."))
    if last is not None and last < first:
        raise NotPossible(_("The last day comes before the first one."))
    if on_holidays != OnHolidays.TOO and is_holiday(first):
        raise NotPossible(_("The first day is a legal holiday. Choose another one."))


def check_helper(series: Series, volunteer: Volunteer, by: User) -> None:
    """What does not change with the day; the rest is looked at for each date."""
    name = {"name": str(volunteer)}
    if not Volunteer.objects.visible_to(by).filter(pk=volunteer.pk).exists():
        raise NotForYou(_("Only the team of this neighbourhood may do this."))
    if volunteer.person_id == series.person_id:
        raise NotPossible(_("%(name)s asked this question.") % name)
    check_volunteer_usable(volunteer)
    if volunteer.state not in {VolunteerState.ACTIVE, VolunteerState.RESTING}:
        raise NotPossible(_("%(name)s is not an active volunteer.") % name)
    if not series.kind.volunteers.filter(pk=volunteer.pk).exists():
        raise NotPossible(_("%(name)s does not do this kind of help.") % name)


def check_skip(request: HelpRequest, now: datetime) -> None:
    if request.series_id is None:
        raise NotPossible(_("This question has no fixed days."))
    check_move(request, RequestState.SKIPPED)
    if request.day and request.day < timezone.localdate(now):
        raise Moved(_("This day is past."))
