from __future__ import annotations

from datetime import datetime

from design.freshness import changed
from portal.people.models import User

from ..enums import Verb
from ..models import Event, Gathering, Happening, SignUp


def lock(gathering: Gathering) -> Gathering:
    """The date as it is now, locked until the transaction ends; its event is locked first, as everywhere."""
    event = (
        Event.objects.select_for_update(of=("self",))
        .select_related("neighbourhood")
        .get(pk=gathering.event_id)
    )
    locked: Gathering = Gathering.objects.select_for_update(of=("self",)).get(pk=gathering.pk)
    locked.event = event
    return locked


def lock_sign_up(sign_up: SignUp) -> SignUp:
    """The sign-up as it is now, behind the lock of its date."""
    gathering = lock(sign_up.gathering)
    fresh: SignUp = SignUp.objects.select_related("person").get(pk=sign_up.pk)
    fresh.gathering = gathering
    return fresh


def write(
    gathering: Gathering,
    verb: Verb,
    *,
    by: User | None,
    now: datetime,
    sign_up: SignUp | None = None,
    note: str = "",
) -> None:
    """A line of history; the pages that show this event are no longer fresh."""
    Happening.objects.create(gathering=gathering, sign_up=sign_up, at=now, by=by, verb=verb, note=note[:200])
    freshen(gathering.event)


def freshen(event: Event) -> None:
    changed("agenda", f"event:{event.key}")
