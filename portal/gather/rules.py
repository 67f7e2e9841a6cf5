"""What may and may not be. Every check raises one typed, translated error or passes in silence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from design.errors import RuleError
from portal.people.models import Person, User
from portal.people.roles import Ability

from .enums import SIGN_UP_MOVES, STREET_MOVES, SignUpState, StreetState
from .models import MOST_TOGETHER, Gathering, SignUp, StreetEntry


class NotForYou(RuleError):
    status = 403


class NotPossible(RuleError):
    pass


class Over(RuleError):
    """It was possible once."""

    status = 410


class UsedAgain(NotPossible):
    """A form that was sent already was filled in again for somebody else (the back button)."""

    def __init__(self) -> None:
        super().__init__(_("This form was sent before. It is new now: look at it and send it again."))


def why_not(check: Callable[..., None], *args: Any, **kwargs: Any) -> str:
    """The sentence of the error that `check` would raise; empty when it would pass."""
    try:
        check(*args, **kwargs)
    except RuleError as error:
        return str(error)
    return ""


def is_team(area_id: int, user: User) -> bool:
    """Whether names and phone numbers of who takes part in this neighbourhood are shown to this user."""
    return user.may(Ability.BROKER) and user.neighbourhoods.filter(pk=area_id).exists()


def check_team(area_id: int, by: User) -> None:
    if not is_team(area_id, by):
        raise NotForYou(_("Only the team of this neighbourhood may do this."))


def check_keeper(gathering: Gathering, by: User) -> None:
    """Who counts and calls off; they need not see who comes."""
    if not Gathering.objects.visible_to(by).filter(pk=gathering.pk).exists():
        raise NotForYou(_("Only the team of this neighbourhood may do this."))


def check_own_or_team(area_id: int, person: Person, by: User | None) -> None:
    """Nobody signed in (`by` is None) has the link that only this person got."""
    if by is not None and person.user_id != by.pk:
        check_team(area_id, by)


def check_goes_on(gathering: Gathering) -> None:
    if gathering.called_off_at is not None:
        raise Over(_("This date was called off."))


def check_takes_sign_ups(gathering: Gathering, now: datetime) -> None:
    event = gathering.event
    if event.withdrawn_at is not None:
        raise Over(_("This activity is no longer on the agenda."))
    check_goes_on(gathering)
    if gathering.is_past(now):
        raise Over(_("This date is past. Look at the agenda for the next one."))
    if gathering.starts_at <= now:
        raise Over(_("This has begun already. You can still drop in, or call us."))
    if not event.takes_sign_ups:
        raise NotPossible(_("You do not need to sign up. Everybody is welcome."))


def check_party(gathering: Gathering, party: int) -> None:
    if not 1 <= party <= MOST_TOGETHER:
        raise NotPossible(_("You can sign up for one to six people. For more, call us."))
    seats = gathering.event.seats
    if seats is not None and party > seats:
        raise NotPossible(
            ngettext(
                "There is only %(count)s seat. Sign up for fewer people, or call us.",
                "There are only %(count)s seats. Sign up for fewer people, or call us.",
                seats,
            )
            % {"count": seats}
        )


def check_move(sign_up: SignUp, to: SignUpState) -> None:
    if to in SIGN_UP_MOVES[SignUpState(sign_up.state)]:
        return
    if sign_up.state == SignUpState.EXPIRED:
        raise Over(_("The time to answer is over. The place went to the next one."))
    if sign_up.state == SignUpState.CANCELLED:
        raise Over(_("This sign-up was cancelled. Sign up again if you like."))
    raise NotPossible(_("This is not possible now: “%(state)s”.") % {"state": sign_up.get_state_display()})


def check_can_cancel(sign_up: SignUp, now: datetime) -> None:
    check_goes_on(sign_up.gathering)
    if sign_up.gathering.is_past(now):
        raise Over(_("This date is past."))


def check_offer_stands(sign_up: SignUp, now: datetime) -> None:
    check_goes_on(sign_up.gathering)
    until = sign_up.offered_until
    if until is None or min(until, sign_up.gathering.starts_at) <= now:
        raise Over(_("The time to answer is over. Call us, perhaps there is still a place."))


def check_begun(gathering: Gathering, now: datetime) -> None:
    check_goes_on(gathering)
    if gathering.starts_at > now:
        raise NotPossible(_("You can write down who came once it has begun."))


def check_not_over(gathering: Gathering, now: datetime) -> None:
    if gathering.is_past(now):
        raise Over(_("This date is past. It cannot be called off any more."))


def check_was_going(sign_up: SignUp) -> None:
    if sign_up.state != SignUpState.GOING:
        raise NotPossible(_("Only for somebody who had a place."))


def check_street_move(entry: StreetEntry, to: StreetState) -> None:
    if to not in STREET_MOVES[StreetState(entry.state)]:
        raise NotPossible(
            _("This is not possible any more: the street is now “%(state)s”.")
            % {"state": entry.get_state_display()}
        )


def check_can_score(entry: StreetEntry, *, is_shown: bool) -> None:
    if entry.state not in {StreetState.CONFIRMED, StreetState.STORY}:
        raise NotPossible(_("The jury scores a street once it is confirmed."))
    if is_shown:
        raise Over(_("The result stands on the site. The scores are fixed now."))
