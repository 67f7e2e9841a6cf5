from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from portal.people.models import User

from .. import messages
from ..enums import MatchState, RequestState, Timing, Verb
from ..models import CALL_BACK_AFTER, HelpRequest, Match
from ..rules import check_agreed, check_own_or_team, check_team, check_when, on_day
from .base import lock, lock_match, settle, write


@transaction.atomic
def done(match: Match, *, by: User, now: datetime) -> Match:
    """The help was given. When every helper is through, the call-back stands two days later."""
    match = lock_match(match)
    request = match.request
    check_own_or_team(match, by)
    if match.state == MatchState.DONE:
        return match
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
    settle(match, MatchState.CANCELLED, now=now, why=why)
    request.call_back_on = None
    to = RequestState.SEARCHING if request.state == RequestState.AGREED else None
    write(request, Verb.NOT_DONE, by=by, now=now, to=to, match=match, note=why)
    return match


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
    request = lock(request, version)
    if match is not None and match.volunteer.person.user_id == by.pk:
        match.refresh_from_db(fields=["state"])
        check_agreed(match)
    else:
        check_team(request, by)
    check_when(request, day, now)
    request.day = day
    request.half_day = half_day
    request.timing = Timing.DAY if day else Timing.NO_HURRY
    if request.state == RequestState.AGREED:
        request.call_back_on = on_day(request, now) + CALL_BACK_AFTER
    request.matches.filter(state=MatchState.ACCEPTED).update(helps_on=on_day(request, now))
    write(request, Verb.MOVED, by=by, now=now)
    messages.tell_moved(request, by=by, now=now)
    return request
