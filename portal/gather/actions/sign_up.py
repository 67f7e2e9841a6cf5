from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from portal.people.actions import Who, complete, locked, person_for, record_consent, told_otherwise
from portal.people.enums import Channel, Purpose
from portal.people.models import Person, User

from .. import messages, seats
from ..enums import SignUpState, Verb
from ..models import Gathering, SignUp
from ..rules import (
    UsedAgain,
    check_can_cancel,
    check_move,
    check_offer_stands,
    check_own_or_team,
    check_party,
    check_takes_sign_ups,
)
from .base import lock, lock_sign_up, write
from .queue import move_up


@transaction.atomic
def sign_up(
    gathering: Gathering,
    who: Person | Who,
    party: int = 1,
    *,
    by: User | None,
    now: datetime,
    submission: uuid.UUID | None = None,
    channel: Channel = Channel.WEB,
    note: str = "",
) -> SignUp:
    """Somebody comes, or waits when it is full. The same submission, or the same person, is one sign-up.

    `who` is a person we know for sure, or somebody as they introduce themselves.
    """
    gathering = lock(gathering)
    sent = _sent_before(gathering, who, submission)
    if sent:
        return sent
    check_takes_sign_ups(gathering, now)
    check_party(gathering, party)
    person, is_new, gave = _person(gathering, who, by)
    already: SignUp | None = gathering.sign_ups.open().filter(person=person).first()
    if already:
        return already
    _agree(person, channel=channel, by=by, now=now, is_proven=is_new or by is not None)
    fits = seats.fits(gathering, party) and not seats.is_queue(gathering)
    made = SignUp.objects.create(
        gathering=gathering,
        person=person,
        party=party,
        state=SignUpState.GOING if fits else SignUpState.WAITING,
        submission=submission,
        note=note[:200],
        created_at=now,
    )
    if fits:
        seats.take(made)
    write(gathering, Verb.SIGNED_UP if fits else Verb.WAITS, by=by, now=now, sign_up=made, note=gave)
    (messages.confirm if fits else messages.confirm_waiting)(made, now=now)
    return made


def _sent_before(gathering: Gathering, who: Person | Who, submission: uuid.UUID | None) -> SignUp | None:
    """What this form made already; raises `UsedAgain` when it was somebody else, or another date."""
    if submission is None:
        return None
    found: SignUp | None = SignUp.objects.filter(submission=submission).select_related("person").first()
    if found is not None and (
        found.person.first_name.casefold() != who.first_name.casefold() or found.gathering_id != gathering.pk
    ):
        raise UsedAgain
    return found


def _person(gathering: Gathering, who: Person | Who, by: User | None) -> tuple[Person, bool, str]:
    """The person, whether they are new to us, and what they gave that differs from what we know."""
    if isinstance(who, Person):
        check_own_or_team(gathering.event.neighbourhood_id, who, by)
        return locked(who), False, ""
    person, is_new = person_for(who, gathering.event.neighbourhood)
    if by is not None:
        check_own_or_team(gathering.event.neighbourhood_id, person, by)
        person = complete(person, who)
    person = locked(person)
    return person, is_new, "" if is_new else told_otherwise(person, who)


def _agree(person: Person, *, channel: Channel, by: User | None, now: datetime, is_proven: bool) -> None:
    record_consent(
        person,
        Purpose.TAKE_PART,
        channel=channel,
        language=person.language,
        by=by,
        now=now,
        is_proven=is_proven,
    )


@transaction.atomic
def cancel(sign_up: SignUp, *, by: User | None, now: datetime) -> SignUp:
    """Somebody does not come; whoever waits longest is asked next. Twice is the same as once."""
    sign_up = lock_sign_up(sign_up)
    check_own_or_team(sign_up.gathering.event.neighbourhood_id, sign_up.person, by)
    if sign_up.state == SignUpState.CANCELLED:
        return sign_up
    check_can_cancel(sign_up, now)
    check_move(sign_up, SignUpState.CANCELLED)
    sign_up.state = SignUpState.CANCELLED
    sign_up.save(update_fields=["state"])
    seats.release(sign_up)
    write(sign_up.gathering, Verb.CANCELLED, by=by, now=now, sign_up=sign_up)
    move_up(sign_up.gathering, now=now)
    return sign_up


@transaction.atomic
def accept_offer(sign_up: SignUp, *, by: User | None, now: datetime) -> SignUp:
    """Yes to the place that came free. Yes twice is yes once."""
    sign_up = lock_sign_up(sign_up)
    check_own_or_team(sign_up.gathering.event.neighbourhood_id, sign_up.person, by)
    if sign_up.state == SignUpState.GOING:
        return sign_up
    check_move(sign_up, SignUpState.GOING)
    check_offer_stands(sign_up, now)
    sign_up.state = SignUpState.GOING
    sign_up.save(update_fields=["state"])
    write(sign_up.gathering, Verb.ACCEPTED, by=by, now=now, sign_up=sign_up)
    messages.confirm(sign_up, now=now)
    return sign_up
