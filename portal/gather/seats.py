"""Who holds which numbered place. Call these behind the lock of the date (`actions.base.lock`)."""

from __future__ import annotations

from .enums import HOLDS_SEATS
from .models import Gathering, Seat, SignUp


def free(gathering: Gathering) -> int | None:
    """How many places nobody holds; None without a limit. Never below 0, also when the room got smaller."""
    seats = gathering.event.seats
    return None if seats is None else max(0, seats - gathering.taken.count())


def fits(gathering: Gathering, party: int) -> bool:
    room = free(gathering)
    return room is None or party <= room


def is_queue(gathering: Gathering) -> bool:
    """Whether somebody waits who was first. Who could never fit any more holds nobody up."""
    waiting = gathering.sign_ups.waiting()
    seats = gathering.event.seats
    return (waiting if seats is None else waiting.filter(party__lte=seats)).exists()


def take(sign_up: SignUp) -> None:
    """Hold the lowest places that are free; the database refuses a place that another just took."""
    gathering = sign_up.gathering
    if gathering.event.seats is None:
        return
    _hold(gathering, sign_up, set(gathering.taken.values_list("number", flat=True)))


def _hold(gathering: Gathering, sign_up: SignUp, taken: set[int]) -> None:
    number = 0
    for _each in range(sign_up.party):
        number = next(n for n in range(number + 1, number + len(taken) + 2) if n not in taken)
        Seat.objects.create(gathering=gathering, sign_up=sign_up, number=number)


def release(sign_up: SignUp) -> None:
    sign_up.seats.all().delete()


def seat_everybody(gathering: Gathering) -> None:
    """After a limit was set: who comes keeps a place, even above the limit."""
    for sign_up in gathering.sign_ups.filter(state__in=HOLDS_SEATS, seats=None).order_by("created_at", "pk"):
        sign_up.gathering = gathering
        take(sign_up)
