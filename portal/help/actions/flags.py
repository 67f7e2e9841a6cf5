from __future__ import annotations

from datetime import datetime

from django.db import transaction

from portal.people.models import User

from ..enums import Verb
from ..models import HelpRequest
from ..rules import check_flagged, check_open, check_team
from .base import lock, write


@transaction.atomic
def clear_flags(
    request: HelpRequest, *, why: str, by: User, now: datetime, version: int | None = None
) -> HelpRequest:
    """A broker knows better, after a call: volunteers may do this after all."""
    request = lock(request, version)
    check_team(request, by)
    check_open(request)
    check_flagged(request)
    request.red_flags.clear()
    write(request, Verb.UNFLAGGED, by=by, now=now, note=why)
    return request
