from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from portal.people.models import User, Volunteer

from .. import messages
from ..enums import HOLDS_PLACE, LIVE_MATCH, MatchState, RequestState, Verb
from ..models import CALL_BACK_AFTER, HelpRequest, Match
from ..rules import (
    check_age,
    check_apart_stands,
    check_can_propose,
    check_consent_stands,
    check_day_to_come,
    check_match_move,
    check_month,
    check_no_red_flag,
    check_own_or_team,
    check_team,
    check_volunteer,
    check_volunteer_usable,
    free_place,
    on_day,
)
from .base import lock, lock_match, settle, write


@transaction.atomic
def propose(
    request: HelpRequest,
    volunteers: Iterable[Volunteer],
    *,
    by: User,
    now: datetime,
    version: int | None = None,
) -> list[Match]:
    """Ask volunteers; whoever was asked already and may still answer is left out."""
    request = lock(request, version)
    check_team(request, by)
    check_can_propose(request, now)
    already = set(request.matches.filter(state__in=LIVE_MATCH).values_list("volunteer", flat=True))
    made = []
    for volunteer in volunteers:
        if volunteer.pk in already:
            continue
        check_volunteer(volunteer, request, now)
        check_month(volunteer, request, now)
        match = Match.objects.create(request=request, volunteer=volunteer, proposed_by=by, proposed_at=now)
        write(request, Verb.PROPOSED, by=by, now=now, to=RequestState.SEARCHING, match=match)
        messages.ask_volunteer(match, now=now)
        made.append(match)
    return made


@transaction.atomic
def accept(match: Match, *, by: User, now: datetime) -> Match:
    """A volunteer says yes, themselves or through a broker. The first yes takes the place.

    Saying yes twice is the same as once. Raises `Moved` when others took every place.
    """
    match = lock_match(match)
    check_own_or_team(match, by)
    if match.state == MatchState.ACCEPTED:
        return match
    if match.state == MatchState.OFFERED:
        check_team(match.request, by)  # a hand is confirmed by the team, never by whoever put it up
    return agree(match, Verb.ACCEPTED, by=by, now=now)


def agree(match: Match, verb: Verb, *, by: User, now: datetime) -> Match:
    """Give the volunteer a place, behind the lock of the request; the last rules, and the telling."""
    request = match.request
    check_match_move(match, MatchState.ACCEPTED)
    check_no_red_flag(request)
    check_consent_stands(request, by)
    check_day_to_come(request, now)
    place = free_place(request)
    # What a month holds gets scarcer too; after the request, as everywhere.
    volunteer = (
        Volunteer.objects.select_for_update(of=("self", "person"))
        .select_related("person")
        .get(pk=match.volunteer_id)
    )
    check_apart_stands(match, by)
    check_volunteer_usable(volunteer)
    check_month(volunteer, request, now)
    if match.state == MatchState.OFFERED:  # nobody looked at this when the hand went up, or long ago
        check_volunteer(volunteer, request, now)
    check_age(volunteer, request, on_day(request, now))
    if take_place(match, place, verb, by=by, now=now):
        messages.tell_found(request, now=now)
    return match


def take_place(match: Match, place: int, verb: Verb, *, by: User | None, now: datetime) -> bool:
    """Write down a yes that was checked; whether every place is taken now. All rows are locked."""
    request = match.request
    match.state = MatchState.ACCEPTED
    match.place = place
    match.helps_on = on_day(request, now)
    match.answered_at = now
    match.save()
    full = request.matches.filter(state__in=HOLDS_PLACE).count() >= request.places
    if full:
        request.call_back_on = match.helps_on + CALL_BACK_AFTER
        _let_others_go(request, now)
    write(request, verb, by=by, now=now, to=RequestState.AGREED if full else None, match=match)
    return full


def _let_others_go(request: HelpRequest, now: datetime) -> None:
    request.matches.waiting().update(state=MatchState.TAKEN, answered_at=now)


@transaction.atomic
def decline(match: Match, *, by: User, now: datetime, why: str = "") -> Match:
    match = lock_match(match)
    check_own_or_team(match, by)
    if match.state != MatchState.DECLINED:
        settle(match, MatchState.DECLINED, now=now, why=why)
        write(match.request, Verb.DECLINED, by=by, now=now, match=match, note=why)
    return match


@transaction.atomic
def drop(match: Match, *, by: User, now: datetime, version: int | None = None) -> Match:
    """A broker no longer waits for this answer."""
    match = lock_match(match, version)
    check_team(match.request, by)
    settle(match, MatchState.NO_ANSWER, now=now)
    write(match.request, Verb.DROPPED, by=by, now=now, match=match)
    return match
