from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from portal.people.models import User

from .. import messages
from ..enums import MatchState, RequestState, Side, Verb
from ..models import FollowUp, HelpRequest, Match
from ..rules import check_end, check_follow_up, check_postpone, check_team
from .base import lock, lock_match, settle, write


@transaction.atomic
def follow_up(
    match: Match,
    *,
    side: str,
    face: int,
    remark: str = "",
    by: User,
    now: datetime,
    version: int | None = None,
) -> FollowUp:
    """Keep what one of the two told us; a second answer replaces the first.

    When both answered for every helper, the request is closed.
    """
    match = lock_match(match, version)
    request = match.request
    check_team(request, by)
    check_follow_up(match)
    answer, _ = FollowUp.objects.update_or_create(
        match=match, side=side, defaults={"face": face, "remark": remark, "by": by, "at": now}
    )
    to = RequestState.CLOSED if _everybody_answered(request) else None
    write(request, Verb.CALLED_BACK, by=by, now=now, to=to, match=match)
    return answer


def _everybody_answered(request: HelpRequest) -> bool:
    if request.state != RequestState.DONE:
        return False
    helpers = request.matches.filter(state=MatchState.DONE).count()
    answers = FollowUp.objects.filter(match__request=request, match__state=MatchState.DONE).count()
    return answers == helpers * len(Side)


@transaction.atomic
def postpone_call_back(
    request: HelpRequest, *, until: date, by: User, now: datetime, version: int | None = None
) -> HelpRequest:
    """Nobody answered the telephone; call again on a later day."""
    request = lock(request, version)
    check_team(request, by)
    check_postpone(request, until, now)
    request.call_back_on = until
    write(request, Verb.POSTPONED, by=by, now=now)
    return request


def call_off_helpers(request: HelpRequest, outcome: RequestState, now: datetime) -> None:
    for match in request.matches.filter(state=MatchState.ACCEPTED).select_related("volunteer__person"):
        settle(match, MatchState.CANCELLED, now=now)
        if outcome != RequestState.INDEPENDENT:  # the two go on together, without us
            messages.call_off(match, now=now)


@transaction.atomic
def end(
    request: HelpRequest,
    *,
    outcome: RequestState,
    by: User,
    now: datetime,
    note: str = "",
    version: int | None = None,
) -> HelpRequest:
    """Close a request in one of its ends; open questions to volunteers fall away."""
    request = lock(request, version)
    check_team(request, by)
    check_end(request, outcome)
    request.matches.waiting().update(state=MatchState.DROPPED, answered_at=now)
    if outcome != RequestState.CLOSED:
        call_off_helpers(request, outcome, now)
    write(request, Verb.ENDED, by=by, now=now, to=outcome, note=note)
    return request
