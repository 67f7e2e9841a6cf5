"""A date is held, or it is not."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from portal.people.models import User

from .. import messages
from ..enums import Verb
from ..models import Gathering, SignUp
from ..rules import check_begun, check_keeper, check_not_over, check_team, check_was_going
from .base import lock, lock_sign_up, write


@transaction.atomic
def call_off(gathering: Gathering, why: str = "", *, by: User | None, now: datetime) -> Gathering:
    """It does not take place; all who come or wait are told. Twice is the same as once.

    `by` is None when the page of the event no longer names this date.
    """
    gathering = lock(gathering)
    if by is not None:
        check_keeper(gathering, by)
    if gathering.called_off_at is not None:
        return gathering
    check_not_over(gathering, now)
    gathering.called_off_at = now
    gathering.called_off_why = why[:200]
    gathering.version += 1
    gathering.save(update_fields=["called_off_at", "called_off_why", "version"])
    write(gathering, Verb.CALLED_OFF, by=by, now=now, note=why)
    messages.tell_everybody(gathering, "event_called_off", now=now)
    return gathering


@transaction.atomic
def count(gathering: Gathering, attended: int, *, by: User, now: datetime) -> Gathering:
    """How many came, signed up or not; may be corrected."""
    gathering = lock(gathering)
    check_keeper(gathering, by)
    check_begun(gathering, now)
    if gathering.attended != attended:
        gathering.attended = attended
        gathering.save(update_fields=["attended"])
        write(gathering, Verb.COUNTED, by=by, now=now, note=str(attended))
    return gathering


@transaction.atomic
def came(sign_up: SignUp, was_there: bool, *, by: User, now: datetime) -> SignUp:
    sign_up = lock_sign_up(sign_up)
    check_team(sign_up.gathering.event.neighbourhood_id, by)
    check_begun(sign_up.gathering, now)
    check_was_going(sign_up)
    if sign_up.came is not was_there:
        sign_up.came = was_there
        sign_up.save(update_fields=["came"])
        write(sign_up.gathering, Verb.CAME if was_there else Verb.MISSED, by=by, now=now, sign_up=sign_up)
    return sign_up
