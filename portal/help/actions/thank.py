from __future__ import annotations

from datetime import datetime

from django.db import transaction

from portal.people.models import User

from .. import messages
from ..enums import Verb
from ..models import Match, Thanks
from ..rules import check_team
from ..thanks_rules import check_hide, check_thank
from .base import lock_match, write


@transaction.atomic
def thank(match: Match, *, text: str, by: User, now: datetime, version: int | None = None) -> Thanks:
    """Pass a thank-you on at once. The same words twice are the same as once."""
    match = lock_match(match, version)
    said = Thanks.objects.filter(match=match).first()
    check_thank(match, said, text, by)
    if said:
        return said
    said = Thanks.objects.create(match=match, text=text, by=by, at=now)
    write(match.request, Verb.THANKED, by=by, now=now, match=match)
    messages.pass_thanks_on(match, now=now)
    return said


@transaction.atomic
def hide_thanks(match: Match, *, by: User, now: datetime) -> Match:
    """The volunteer no longer reads it."""
    match = lock_match(match)
    check_team(match.request, by)
    said = Thanks.objects.filter(match=match).first()
    check_hide(said)
    if said and not said.hidden_at:
        said.hidden_at = now
        said.save(update_fields=["hidden_at"])
        write(match.request, Verb.HIDDEN, by=by, now=now, match=match)
    return match
