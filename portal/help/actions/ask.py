from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from portal.people.actions import locked, record_consent, speak, withdraw_consent
from portal.people.enums import Channel, Purpose
from portal.people.models import Neighbourhood, Person, User

from .. import messages
from ..enums import RequestState, Timing, Verb
from ..models import Event, HelpKind, HelpRequest, RedFlag
from ..references import new_reference
from ..rules import check_move, check_open, check_team
from .base import lock, write

BOTH = (Purpose.KEEP_REQUEST, Purpose.SHARE_CONTACT)


@dataclass(frozen=True)
class Wish:
    """What is asked, and when."""

    kind: HelpKind
    text: str = ""
    timing: str = Timing.NO_HURRY
    day: date | None = None
    half_day: str = ""
    places: int = 1
    wants_rhythm: str = ""
    answers: tuple[dict[str, Any], ...] = ()
    red_flags: tuple[RedFlag, ...] = ()


@dataclass(frozen=True)
class Asked:
    """How the question came in, and what was agreed with it."""

    channel: Channel
    language: str
    consents: tuple[Purpose, ...] = ()
    asked_by: Person | None = None
    relation: str = ""
    outside_area: bool = False
    submission: uuid.UUID | None = None
    interpreter: str = ""
    gave: str = ""
    is_proven: bool = True


@transaction.atomic
def ask(
    person: Person, wish: Wish, how: Asked, *, neighbourhood: Neighbourhood, by: User | None, now: datetime
) -> HelpRequest:
    """Write down a question. Raises `IntegrityError` when its `submission` was sent before: see `intake`."""
    person = locked(person)
    request = HelpRequest(
        reference=unused_reference(),
        neighbourhood=neighbourhood,
        outside_area=how.outside_area,
        kind=wish.kind,
        person=person,
        asked_by=locked(how.asked_by) if how.asked_by else None,
        relation=how.relation,
        text=wish.text,
        timing=wish.timing,
        day=wish.day,
        half_day=wish.half_day,
        places=wish.places,
        wants_rhythm=wish.wants_rhythm,
        answers=list(wish.answers),
        language=how.language,
        channel=how.channel,
        submission=how.submission,
        gave=how.gave,
        created_at=now,
    )
    request.save(force_insert=True)
    request.red_flags.set(wish.red_flags)
    speak(person, list(person.spoken.values_list("code", flat=True)))
    for purpose in how.consents:
        record_consent(
            person,
            purpose,
            channel=how.channel,
            language=how.language,
            by=by,
            now=now,
            said_by=how.relation if how.asked_by else "",
            interpreter=how.interpreter,
            is_proven=how.is_proven,
        )
    Event.objects.create(request=request, at=now, by=by, verb=Verb.ASKED, to_state=request.state)
    if how.channel == Channel.WEB:
        messages.confirm_question(request, now=now)
    return request


def unused_reference() -> str:
    while HelpRequest.objects.filter(reference=(reference := new_reference())).exists():
        pass
    return reference


@transaction.atomic
def discuss(
    request: HelpRequest, *, by: User, now: datetime, version: int | None = None, note: str = ""
) -> HelpRequest:
    """A broker called the resident and knows what is needed."""
    request = lock(request, version)
    check_team(request, by)
    check_move(request, RequestState.DISCUSSED)
    write(request, Verb.DISCUSSED, by=by, now=now, to=RequestState.DISCUSSED, note=note)
    return request


@transaction.atomic
def confirm_consent(
    request: HelpRequest,
    *,
    channel: Channel,
    by: User,
    now: datetime,
    interpreter: str = "",
    version: int | None = None,
) -> HelpRequest:
    """The person the help is for agreed, after the text was read aloud."""
    request = lock(request, version)
    check_team(request, by)
    check_open(request)
    for purpose in BOTH:
        record_consent(
            request.person,
            purpose,
            channel=channel,
            language=request.language,
            by=by,
            now=now,
            interpreter=interpreter,
        )
    write(request, Verb.CONSENTED, by=by, now=now)
    return request


@transaction.atomic
def take_back_consent(
    request: HelpRequest, *, channel: Channel, by: User, now: datetime, version: int | None = None
) -> HelpRequest:
    """The person no longer wants the volunteer to have their name, phone and street: as easy as giving."""
    request = lock(request, version)
    check_team(request, by)
    withdraw_consent(request.person, Purpose.SHARE_CONTACT, channel=channel, now=now)
    write(request, Verb.TOOK_BACK, by=by, now=now)
    return request
