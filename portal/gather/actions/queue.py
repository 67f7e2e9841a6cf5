"""The waiting list moves up: whoever waits longest is first, and nobody is passed over."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from .. import messages, seats
from ..enums import SignUpState, Verb
from ..models import Gathering, SignUp
from ..rules import check_move
from .base import lock, write

# How long a place is kept for who was waiting; and how long before it begins nobody is asked any more.
KEPT = timedelta(hours=24)
TOO_LATE = timedelta(hours=2)


def move_up(gathering: Gathering, *, now: datetime) -> list[SignUp]:
    """Offer what is free, behind the lock of the date. A party that does not fit yet holds the others up."""
    until = min(now + KEPT, gathering.starts_at - TOO_LATE)
    if until <= now or gathering.called_off_at is not None or gathering.event.withdrawn_at is not None:
        return []
    waiting = gathering.sign_ups.waiting().select_related("person")
    if gathering.event.seats is not None:
        waiting = waiting.filter(party__lte=gathering.event.seats)
    offered = []
    for sign_up in waiting:
        sign_up.gathering = gathering
        if not seats.fits(gathering, sign_up.party):
            break
        check_move(sign_up, SignUpState.OFFERED)
        sign_up.state = SignUpState.OFFERED
        sign_up.offered_until = until
        sign_up.save(update_fields=["state", "offered_until"])
        seats.take(sign_up)
        write(gathering, Verb.OFFERED, by=None, now=now, sign_up=sign_up)
        messages.offer(sign_up, now=now)
        offered.append(sign_up)
    return offered


def expire_offers(now: datetime) -> int:
    """Let go of places that nobody said yes to in time, and offer them on. Return how many."""
    late = Gathering.objects.filter(sign_ups__state=SignUpState.OFFERED, sign_ups__offered_until__lte=now)
    return sum(_expire(gathering, now) for gathering in late.distinct())


@transaction.atomic
def _expire(gathering: Gathering, now: datetime) -> int:
    gathering = lock(gathering)
    late = list(gathering.sign_ups.filter(state=SignUpState.OFFERED, offered_until__lte=now))
    for sign_up in late:
        sign_up.gathering = gathering
        check_move(sign_up, SignUpState.EXPIRED)
        sign_up.state = SignUpState.EXPIRED
        sign_up.save(update_fields=["state"])
        seats.release(sign_up)
        write(gathering, Verb.EXPIRED, by=None, now=now, sign_up=sign_up)
    move_up(gathering, now=now)
    return len(late)
