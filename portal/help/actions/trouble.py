from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from portal.people.models import User, Volunteer

from .. import messages, trouble_messages
from ..enums import (
    BEFORE_AGREED,
    FOR_COORDINATOR,
    HOLDS_PLACE,
    MatchState,
    Outcome,
    RequestState,
    Side,
    TroubleKind,
    Verb,
)
from ..models import CALL_BACK_AFTER, Match, Trouble
from ..trouble_rules import (
    Told,
    check_settle,
    check_take_back,
    check_told_by,
    check_trouble,
    due,
    is_late,
)
from .base import lock_match, settle, write

MANY_LATE = 3


@transaction.atomic
def report(match: Match, told: Told, *, by: User, now: datetime, version: int | None = None) -> Trouble:
    """Write down that something went wrong, and do at once what cannot wait."""
    match = lock_match(match, version)
    check_told_by(match, told, by, now)
    check_trouble(match, told, now)
    # After the request, as everywhere: nobody says yes to somebody they are kept apart from.
    Volunteer.objects.select_for_update(of=("self",)).get(pk=match.volunteer_id)
    trouble = _write_down(match, told, by, now)
    stood = match.state == MatchState.ACCEPTED
    if stood:
        settle(match, MatchState.CANCELLED, now=now)
        match.request.call_back_on = None
    to = RequestState.SEARCHING if stood and match.request.state == RequestState.AGREED else None
    write(match.request, Verb.TROUBLE, by=by, now=now, to=to, match=match)
    if told.kind in FOR_COORDINATOR:
        _keep_apart(match, now)
        trouble_messages.to_coordinators(trouble, now=now)
    if told.kind == TroubleKind.LATE_CANCEL:
        _count_late(trouble, now)
    if stood:
        _tell(trouble, by, now)
    return trouble


def _tell(trouble: Trouble, by: User, now: datetime) -> None:
    """Who waited in vain is called; what is off for another reason is told as ever."""
    if trouble.kind == TroubleKind.NO_SHOW:
        trouble_messages.fell_through(trouble, now=now)
    elif trouble.kind == TroubleKind.LATE_CANCEL and trouble.side == Side.ASKER:
        messages.call_off(trouble.match, now=now)
    else:
        messages.tell_cancelled(trouble.match, by=by, now=now)


def _write_down(match: Match, told: Told, by: User | None, now: datetime) -> Trouble:
    # A late cancellation is only counted: there is nothing left to settle.
    over = told.kind == TroubleKind.LATE_CANCEL
    return Trouble.objects.create(
        match=match,
        kind=told.kind,
        side=told.side,
        told_by=told.told_by,
        note=told.note,
        day=match.helps_on,
        due_on=due(told.kind, now),
        at=now,
        by=by,
        settled_at=now if over else None,
        settled_by=by if over else None,
        outcome=Outcome.SORTED if over else "",
    )


def _keep_apart(match: Match, now: datetime) -> None:
    """No question between these two stays open."""
    Match.objects.waiting().filter(
        volunteer=match.volunteer_id, request__person=match.request.person_id
    ).update(state=MatchState.DROPPED, answered_at=now)


def _count_late(trouble: Trouble, now: datetime) -> None:
    volunteer = trouble.match.volunteer
    if trouble.side != Side.HELPER:
        return
    if Trouble.objects.late_cancels(volunteer, now).count() >= MANY_LATE:
        trouble_messages.kind_word(trouble, now=now)


def note_late_cancel(match: Match, day: date | None, *, by: User, now: datetime) -> None:
    """A volunteer says it will not work, less than a day before the day that was asked for."""
    if match.volunteer.person.user_id != by.pk or match.request.day is None or not is_late(day, now):
        return
    told = Told(TroubleKind.LATE_CANCEL, Side.HELPER, told_by=Side.HELPER)
    trouble = _write_down(match, told, by, now)
    trouble.day = day
    trouble.save(update_fields=["day"])
    _count_late(trouble, now)


@transaction.atomic
def settle_trouble(trouble: Trouble, *, outcome: Outcome, by: User, now: datetime) -> Trouble:
    """How it ended. A misunderstanding no longer keeps two people apart."""
    trouble = _locked(trouble)
    check_settle(trouble, outcome, by)
    _close(trouble, outcome, by, now)
    write(trouble.match.request, Verb.SETTLED, by=by, now=now, match=trouble.match)
    return trouble


@transaction.atomic
def take_back_trouble(trouble: Trouble, *, by: User, now: datetime) -> Trouble:
    """It was not so: it counts no more, and the appointment stands again while its place is free."""
    trouble = _locked(trouble)
    if trouble.outcome == Outcome.TAKEN_BACK:
        return trouble
    check_take_back(trouble, by, now)
    _close(trouble, Outcome.TAKEN_BACK, by, now)
    to = _stand_again(trouble)
    write(trouble.match.request, Verb.NOT_SO, by=by, now=now, to=to, match=trouble.match)
    return trouble


def _locked(trouble: Trouble) -> Trouble:
    match = lock_match(trouble.match)
    fresh = Trouble.objects.get(pk=trouble.pk)
    fresh.match = match
    return fresh


def _close(trouble: Trouble, outcome: Outcome, by: User, now: datetime) -> None:
    trouble.outcome, trouble.settled_at, trouble.settled_by = outcome, now, by
    trouble.save()


def _stand_again(trouble: Trouble) -> RequestState | None:
    """Only here does a match come back from what did not happen; a second yes would be a new question."""
    match, request = trouble.match, trouble.match.request
    held = set(request.matches.filter(state__in=HOLDS_PLACE).values_list("place", flat=True))
    free = [place for place in range(1, request.places + 1) if place not in held]
    live = request.matches.filter(volunteer=match.volunteer_id, state=MatchState.PROPOSED).exists()
    is_no_show = trouble.kind == TroubleKind.NO_SHOW and match.state == MatchState.CANCELLED
    if not (is_no_show and trouble.day and free and request.state in BEFORE_AGREED and not live):
        return None
    match.state, match.place, match.helps_on = MatchState.ACCEPTED, free[0], trouble.day
    match.save()
    if len(free) > 1:
        return None
    request.matches.waiting().update(state=MatchState.TAKEN, answered_at=trouble.settled_at)
    request.call_back_on = trouble.day + CALL_BACK_AFTER
    return RequestState.AGREED
