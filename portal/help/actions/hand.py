from __future__ import annotations

from datetime import datetime

from django.db import transaction

from portal.people.models import User, Volunteer

from .. import messages
from ..board_rules import check_hand, check_on_board, goes_at_once
from ..enums import LIVE_MATCH, MatchState, Verb
from ..models import HelpRequest, Match
from ..rules import check_own_or_team, check_team, free_place
from .base import lock, lock_match, settle, write
from .match import agree


@transaction.atomic
def raise_hand(request: HelpRequest, volunteer: Volunteer, *, by: User, now: datetime) -> Match:
    """ "Ik kan helpen". A broker confirms, but where a broker or the two themselves made that needless.

    A hand that is up stays up; who was asked already has a question to answer and gets that one.
    Raises `Moved` when it left the board or others took every place.
    """
    request = lock(request)
    volunteer = Volunteer.objects.select_related("person").get(pk=volunteer.pk)
    up = request.matches.filter(volunteer=volunteer, state__in=LIVE_MATCH).first()
    if up is not None and volunteer.person.user_id == by.pk:
        return up
    check_on_board(request, now)
    check_hand(volunteer, request, by, now)
    free_place(request)
    match = Match.objects.create(
        request=request, volunteer=volunteer, state=MatchState.OFFERED, proposed_by=by, proposed_at=now
    )
    if goes_at_once(request, volunteer):
        return agree(match, Verb.AT_ONCE, by=by, now=now)
    write(request, Verb.HAND_UP, by=by, now=now, match=match)
    return match


@transaction.atomic
def withdraw_hand(match: Match, *, by: User, now: datetime) -> Match:
    match = lock_match(match)
    check_own_or_team(match, by)
    if match.state != MatchState.WITHDRAWN:
        settle(match, MatchState.WITHDRAWN, now=now)
        write(match.request, Verb.HAND_DOWN, by=by, now=now, match=match)
    return match


@transaction.atomic
def thank_hand(match: Match, *, by: User, now: datetime) -> Match:
    """A broker chose somebody else, or waits; who wanted to help hears it kindly."""
    match = lock_match(match)
    check_team(match.request, by)
    if match.state != MatchState.THANKED:
        settle(match, MatchState.THANKED, now=now)
        write(match.request, Verb.HAND_THANKED, by=by, now=now, match=match)
        messages.thank_hand(match, now=now)
    return match
