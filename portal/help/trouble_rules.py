"""When something that went wrong may be told, corrected or settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from design.days import midnight, working_days_later
from portal.people.models import User
from portal.people.roles import Ability

from .enums import FOR_COORDINATOR, OF_THE_DAY, MatchState, Outcome, Side, TroubleKind
from .models import Match, Trouble
from .rules import Moved, NotForYou, NotPossible, check_team

TOLD_WITHIN = timedelta(days=60)
TAKEN_BACK_WITHIN = timedelta(days=14)
LATE = timedelta(days=1)
WORKING_DAYS = 5
# What one of the two says themselves; the team knows the other words.
SAID_BY_SIDES = frozenset({TroubleKind.NO_SHOW, TroubleKind.COMPLAINT})
_MEANT = frozenset({MatchState.ACCEPTED, MatchState.DONE, MatchState.CANCELLED})


@dataclass(frozen=True)
class Told:
    kind: TroubleKind
    side: Side
    note: str = ""
    told_by: str = ""


def side_of(match: Match, by: User) -> Side | None:
    """Which of the two this user is."""
    if match.volunteer.person.user_id == by.pk:
        return Side.HELPER
    request = match.request
    own = {request.person.user_id, request.asked_by.user_id if request.asked_by else None}
    return Side.ASKER if by.pk in own else None


def check_told_by(match: Match, told: Told, by: User, now: datetime) -> None:
    """The team tells anything; one of the two tells of the other, in two sorts, while it is fresh."""
    if not told.told_by or side_of(match, by) != told.told_by:
        check_team(match.request, by)
        return
    if told.side == told.told_by or told.kind not in SAID_BY_SIDES:
        raise NotPossible(_("Call us to tell this."))
    day = match.helps_on or timezone.localdate(match.answered_at or match.proposed_at)
    if timezone.localdate(now) > day + TOLD_WITHIN:
        raise NotPossible(_("This is long ago. Call us to tell it."))


def check_trouble(match: Match, told: Told, now: datetime) -> None:
    if match.troubles.filter(kind=told.kind, side=told.side).exclude(outcome=Outcome.TAKEN_BACK).exists():
        raise Moved(_("This was told already. We are working on it."))
    if told.kind in OF_THE_DAY and match.state != MatchState.ACCEPTED:
        raise Moved(
            _("You can say this of an appointment that stands. This one is now “%(state)s”.")
            % {"state": match.get_state_display()}
        )
    if told.kind == TroubleKind.NO_SHOW and match.helps_on and match.helps_on > timezone.localdate(now):
        raise NotPossible(_("The day of the appointment is still to come."))
    if match.state not in _MEANT:
        raise NotPossible(_("These two had no appointment."))


def is_late(day: date | None, now: datetime) -> bool:
    """Less than a day before the day begins, or on the day itself."""
    return day is not None and midnight(day) - LATE < now and timezone.localdate(now) <= day


def due(kind: TroubleKind, now: datetime) -> date:
    today = timezone.localdate(now)
    return working_days_later(today, WORKING_DAYS) if kind == TroubleKind.COMPLAINT else today


def check_settle(trouble: Trouble, outcome: Outcome, by: User) -> None:
    check_team(trouble.match.request, by)
    if trouble.kind in FOR_COORDINATOR and not by.may(Ability.SETTLE_TROUBLE):
        raise NotForYou(_("The coordinator settles this."))
    if trouble.settled_at:
        raise Moved(_("This was settled already."))
    if outcome == Outcome.TAKEN_BACK:
        raise NotPossible(_("Choose how it ended."))


def check_take_back(trouble: Trouble, by: User, now: datetime) -> None:
    check_team(trouble.match.request, by)
    if trouble.kind not in OF_THE_DAY:
        raise NotPossible(_("The coordinator settles this."))
    if now > trouble.at + TAKEN_BACK_WITHIN:
        raise NotPossible(_("This can be taken back for 14 days, and they are over."))
