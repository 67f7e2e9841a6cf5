from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from portal.people.models import User

from ..enums import HOLDS_PLACE, REOPENS, RequestState, Verb
from ..models import HelpRequest
from ..rules import check_reopen, check_team
from .base import lock, write


@transaction.atomic
def reopen(
    request: HelpRequest, *, why: str, by: User, now: datetime, version: int | None = None
) -> HelpRequest:
    """An ended question goes on. What was helped is called back about today; for the others we look again."""
    request = lock(request, version)
    check_team(request, by)
    check_reopen(request, now)
    if request.state == RequestState.CLOSED:
        to, request.call_back_on = RequestState.DONE, timezone.localdate(now)
    else:
        helped = request.matches.filter(state__in=HOLDS_PLACE).exists()
        to, request.call_back_on = RequestState.SEARCHING if helped else RequestState.DISCUSSED, None
    write(request, Verb.REOPENED, by=by, now=now, to=to, moves=REOPENS, note=why)
    return request
