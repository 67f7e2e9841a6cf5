from __future__ import annotations

from datetime import datetime

from design.freshness import changed
from portal.people.models import User

from ..enums import REQUEST_MOVES, MatchState, RequestState, Verb
from ..models import Event, HelpRequest, Match
from ..rules import Moves, check_match_move, check_move, check_version


def lock(request: HelpRequest, version: int | None = None) -> HelpRequest:
    """The request as it is now, locked until the transaction ends; raises `Moved` on a stale page."""
    locked = (
        HelpRequest.objects.select_for_update(of=("self",))
        .select_related("kind", "person", "asked_by", "neighbourhood")
        .get(pk=request.pk)
    )
    check_version(locked, version)
    return locked


def lock_match(match: Match, version: int | None = None) -> Match:
    """The match as it is now, behind the lock of its request."""
    request = lock(match.request, version)
    fresh = Match.objects.select_related("volunteer__person").get(pk=match.pk)
    fresh.request = request
    return fresh


def write(
    request: HelpRequest,
    verb: Verb,
    *,
    by: User | None,
    now: datetime,
    to: RequestState | None = None,
    moves: Moves = REQUEST_MOVES,
    match: Match | None = None,
    note: str = "",
) -> None:
    """Save `request` with its version counted up, moved to state `to` if given, and a line of history."""
    before = request.state
    if to is not None and to != before:
        check_move(request, to, moves)
        request.state = to
        request.ended_at = None if request.is_open else now
    request.version += 1
    request.save()
    if request.on_board_at:
        changed("counts")
    Event.objects.create(
        request=request,
        at=now,
        by=by,
        verb=verb,
        from_state=before,
        to_state=request.state,
        match=match,
        note=note,
    )


def settle(match: Match, to: MatchState, *, now: datetime, why: str = "") -> None:
    """Move a match, and free its place when it no longer holds one."""
    check_match_move(match, to)
    match.state = to
    match.why_not = why
    if to == MatchState.DONE:
        match.done_at = now
        changed("counts")
    else:
        match.place = match.helps_on = None
        match.answered_at = match.answered_at or now
    match.save()
