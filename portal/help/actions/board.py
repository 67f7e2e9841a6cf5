from __future__ import annotations

from datetime import datetime

from django.db import transaction

from design.freshness import changed
from portal.people.models import User

from ..board_rules import check_can_put_on_board
from ..enums import RequestState, Verb
from ..models import HelpRequest
from ..rules import check_team, check_version
from .base import lock, write


@transaction.atomic
def put_on_board(
    request: HelpRequest, *, line: str, by: User, now: datetime, version: int | None = None
) -> HelpRequest:
    """Let volunteers choose it themselves; a second time changes the line."""
    request = lock(request, version)
    check_team(request, by)
    line = " ".join(line.split())
    check_can_put_on_board(request, line, now)
    request.board_line = line
    request.on_board_at = request.on_board_at or now
    write(request, Verb.ON_BOARD, by=by, now=now, to=RequestState.SEARCHING)
    return request


@transaction.atomic
def take_off_board(
    request: HelpRequest, *, by: User, now: datetime, version: int | None = None
) -> HelpRequest:
    """Nobody finds it there any more; hands that are up still wait for an answer."""
    request = lock(request)
    check_team(request, by)
    if request.on_board_at is None:
        return request
    check_version(request, version)
    request.on_board_at = None
    changed("counts")
    write(request, Verb.OFF_BOARD, by=by, now=now)
    return request
