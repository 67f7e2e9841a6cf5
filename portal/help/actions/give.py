from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from portal.people.models import User, Volunteer

from .. import messages
from ..enums import MatchState, RequestState, Timing, Verb
from ..models import CALL_BACK_AFTER, HelpRequest, Match
from ..rules import (
    check_age,
    check_agreed,
    check_enough,
    check_month,
    check_not_alone,
    check_own_or_team,
    check_team,
    check_version,
    check_when,
    on_day,
)
from .base import lock, lock_match, settle, write
from .trouble import note_late_cancel


@transaction.atomic
def done(match: Match, *, by: User, now: datetime) -> Match:
    """The help was given. When every helper is through, the call-back stands two days later."""
    match = lock_match(match)
    request = match.request
    check_own_or_team(match, by)
    if match.state == MatchState.DONE:
        return match
    check_not_alone(match)
    settle(match, MatchState.DONE, now=now)
    is_last = not request.matches.filter(state=MatchState.ACCEPTED).exists()
    if is_last and request.state == RequestState.AGREED:
        day = min(request.day or timezone.localdate(now), timezone.localdate(now))
        request.call_back_on = day + CALL_BACK_AFTER
        write(request, Verb.DONE, by=by, now=now, to=RequestState.DONE, match=match)
    else:
        write(request, Verb.DONE, by=by, now=now, match=match)
    return match


@transaction.atomic
def cancel(match: Match, *, by: User, now: datetime, why: str = "", version: int | None = None) -> Match:
    """It did not happen, or it will not: the place is free again and the search goes on."""
    match = lock_match(match, version)
    request = match.request
    check_own_or_team(match, by)
    if match.state == MatchState.CANCELLED:
        return match
    day = match.helps_on
    settle(match, MatchState.CANCELLED, now=now, why=why)
    request.call_back_on = None
    to = RequestState.SEARCHING if request.state == RequestState.AGREED else None
    write(request, Verb.NOT_DONE, by=by, now=now, to=to, match=match, note=why)
    messages.tell_cancelled(match, by=by, now=now)
    note_late_cancel(match, day, by=by, now=now)
    return match


@transaction.atomic
def enough(request: HelpRequest, *, by: User, now: datetime, version: int | None = None) -> HelpRequest:
    """Fewer helpers were needed than asked for: those who came did it."""
    request = lock(request, version)
    check_team(request, by)
    check_enough(request)
    request.matches.waiting().update(state=MatchState.DROPPED, answered_at=now)
    request.places = request.matches.filter(state=MatchState.DONE).count()
    request.call_back_on = timezone.localdate(now)
    write(request, Verb.ENOUGH, by=by, now=now, to=RequestState.DONE)
    return request


@transaction.atomic
def move(
    request: HelpRequest,
    *,
    by: User,
    now: datetime,
    day: date | None,
    half_day: str = "",
    match: Match | None = None,
    version: int | None = None,
) -> HelpRequest:
    """Another day. A volunteer moves what they agreed to; the other side is told."""
    request = lock(request)
    if match is not None and match.request_id == request.pk and match.volunteer.person.user_id == by.pk:
        match.refresh_from_db(fields=["state"])
        check_agreed(match)
    else:
        check_team(request, by)
    if day and (request.day, request.half_day) == (day, half_day):
        return request  # pressed twice
    check_version(request, version)
    check_when(request, day, now)
    request.day = day
    request.half_day = half_day
    request.timing = Timing.DAY if day else Timing.NO_HURRY
    if request.state == RequestState.AGREED:
        request.call_back_on = on_day(request, now) + CALL_BACK_AFTER
    _move_helpers(request, now)
    write(request, Verb.MOVED, by=by, now=now)
    messages.tell_moved(request, by=by, now=now)
    return request


def _move_helpers(request: HelpRequest, now: datetime) -> None:
    """Who agreed comes on the new day, within their own limits of that day and month."""
    day = on_day(request, now)
    for match in request.matches.filter(state=MatchState.ACCEPTED).order_by("volunteer"):
        volunteer = Volunteer.objects.select_for_update(of=("self",)).get(pk=match.volunteer_id)
        check_age(volunteer, request, day)
        if match.helps_on and (match.helps_on.year, match.helps_on.month) != (day.year, day.month):
            check_month(volunteer, request, now)
        match.helps_on = day
        match.save(update_fields=["helps_on"])
