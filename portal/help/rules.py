"""What may and may not be. Every check raises one typed, translated error or passes in silence;
the same check greys out a button (`why_not`), says why, and guards the POST."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from design.errors import RuleError
from portal.people.actions import has_consent
from portal.people.enums import Purpose, VolunteerState
from portal.people.models import User, Volunteer
from portal.people.roles import Ability

from .enums import BEFORE_AGREED, ENDS, HOLDS_PLACE, MATCH_MOVES, REQUEST_MOVES, MatchState, RequestState
from .models import HelpRequest, Match, Series, Trouble
from .trouble_querysets import APART

REOPENED_WITHIN = timedelta(days=60)
_TOGETHER = gettext_lazy("%(name)s is not 18 yet and only helps together with somebody else.")


class NotForYou(RuleError):
    status = 403


class Moved(RuleError):
    """Somebody else was first, or the page is older than the request."""


class NotPossible(RuleError):
    pass


def why_not(check: Callable[..., None], *args: Any, **kwargs: Any) -> str:
    """The sentence of the error that `check` would raise; empty when it would pass."""
    try:
        check(*args, **kwargs)
    except RuleError as error:
        return str(error)
    return ""


def check_version(request: HelpRequest, version: int | None) -> None:
    if version is not None and version != request.version:
        raise Moved(
            _("Somebody changed this request after you opened it. Look at what changed and try again.")
        )


def check_team(request: HelpRequest | Series, by: User) -> None:
    works_here = by.neighbourhoods.filter(pk=request.neighbourhood_id).exists()
    if not (by.may(Ability.BROKER) and works_here):
        raise NotForYou(_("Only the team of this neighbourhood may do this."))


def check_own_or_team(match: Match, by: User) -> None:
    if match.volunteer.person.user_id != by.pk:
        check_team(match.request, by)


def _no_longer(request: HelpRequest) -> Moved:
    return Moved(
        _("This is not possible any more: the request is now “%(state)s”.")
        % {"state": request.get_state_display()}
    )


Moves = Mapping[RequestState, frozenset[RequestState]]


def check_move(request: HelpRequest, to: RequestState, moves: Moves = REQUEST_MOVES) -> None:
    if to not in moves[RequestState(request.state)]:
        raise _no_longer(request)


def check_agreed(match: Match) -> None:
    if match.state != MatchState.ACCEPTED:
        raise Moved(_("You can do this once you said yes, and until it is done."))


def check_match_move(match: Match, to: MatchState) -> None:
    if to in MATCH_MOVES[MatchState(match.state)]:
        return
    if match.state == MatchState.TAKEN:
        raise Moved(_("Thank you for wanting to help! Somebody else was just before you."))
    if match.state == MatchState.DROPPED:
        raise Moved(_("Thank you for wanting to help! It is no longer needed."))
    raise Moved(_("This was already answered: “%(state)s”.") % {"state": match.get_state_display()})


def check_usable(request: HelpRequest) -> None:
    """Nothing is done with a question while the data of who asks may not be used: it waits."""
    if request.person.is_restricted or (request.asked_by and request.asked_by.is_restricted):
        raise NotPossible(_("We may not use this data now. The question waits until we may."))


def check_consent(request: HelpRequest) -> None:
    person = request.person
    check_usable(request)
    if not has_consent(person, Purpose.KEEP_REQUEST) or not has_consent(person, Purpose.SHARE_CONTACT):
        raise NotPossible(_("First call %(name)s and ask for consent.") % {"name": person})


def check_consent_stands(request: HelpRequest, by: User) -> None:
    """As `check_consent`; a volunteer hears no name."""
    _without_names(by, check_consent, request)


def check_apart_stands(match: Match, by: User) -> None:
    """As `check_apart`; a volunteer does not hear that somebody complained."""
    _without_names(by, check_apart, match.volunteer, match.request)


def _without_names(by: User, check: Callable[..., None], *args: Any) -> None:
    try:
        check(*args)
    except NotPossible:
        if by.may(Ability.BROKER):
            raise
        raise NotPossible(_("This is not possible right now. Call us to hear more.")) from None


def check_no_red_flag(request: HelpRequest) -> None:
    """The last word at every door to a volunteer; says nothing of what is the matter."""
    if request.red_flags.all():
        raise NotPossible(_("This is not for volunteers. A service helps better."))


def check_flagged(request: HelpRequest) -> None:
    if not request.red_flags.all():
        raise Moved(_("Somebody said already that volunteers may do this."))


def check_can_propose(request: HelpRequest, now: datetime) -> None:
    if request.state not in BEFORE_AGREED:
        raise _no_longer(request)
    check_no_red_flag(request)
    check_consent(request)
    check_day_to_come(request, now)


def check_day_to_come(request: HelpRequest, now: datetime) -> None:
    if request.day and request.day < timezone.localdate(now):
        raise NotPossible(_("The day is past. First choose another day."))


def on_day(request: HelpRequest, now: datetime) -> date:
    """The day on which ages and months count: the one that was asked for, or today."""
    return request.day or timezone.localdate(now)


def check_volunteer(volunteer: Volunteer, request: HelpRequest, now: datetime) -> None:
    """The hard limits; wishes are a matter of rank (`matching`)."""
    day = on_day(request, now)
    name = {"name": str(volunteer)}
    if volunteer.person_id == request.person_id:
        raise NotPossible(_("%(name)s asked this question.") % name)
    check_apart(volunteer, request)
    check_volunteer_usable(volunteer)
    if volunteer.state not in {VolunteerState.ACTIVE, VolunteerState.RESTING}:
        raise NotPossible(_("%(name)s is not an active volunteer.") % name)
    if volunteer.state == VolunteerState.RESTING or volunteer.is_away(day):
        raise NotPossible(_("%(name)s is taking a rest.") % name)
    if not request.kind.volunteers.filter(pk=volunteer.pk).exists():
        raise NotPossible(_("%(name)s does not do this kind of help.") % name)
    if request.kind.needs_car and not volunteer.has_car:
        raise NotPossible(_("%(name)s has no car.") % name)
    if volunteer.lacks(request.kind.needs_statements, day):
        raise NotPossible(_("A paper of %(name)s is missing or has run out.") % name)
    check_age(volunteer, request, day)


def check_volunteer_usable(volunteer: Volunteer) -> None:
    if volunteer.person.is_restricted:
        raise NotPossible(_("The data of %(name)s may not be used now.") % {"name": volunteer})


def check_apart(volunteer: Volunteer, request: HelpRequest) -> None:
    """After a complaint two people are not put together again; `trouble_querysets.kept_apart` in SQL."""
    if Trouble.objects.filter(APART).between(request.person_id, volunteer.person_id).exists():
        raise NotPossible(
            _("%(name)s and this resident are not put together any more.") % {"name": volunteer}
        )


def check_age(volunteer: Volunteer, request: HelpRequest, day: date) -> None:
    """Wet van 3 juli 2005 and the project's own rule for those of 16 and 17."""
    name = {"name": str(volunteer)}
    if not volunteer.is_old_enough(day):
        raise NotPossible(_("%(name)s is too young to volunteer.") % name)
    if volunteer.is_adult(day):
        return
    if request.kind.adults_only:
        raise NotPossible(_("This kind of help is for adults only."))
    if not volunteer.parent_agreed:
        raise NotPossible(_("The parents of %(name)s have not agreed yet.") % name)
    if request.places < 2:
        raise NotPossible(_TOGETHER % name)


def check_month(volunteer: Volunteer, request: HelpRequest, now: datetime) -> None:
    from .matching import helped_in_month

    if helped_in_month(volunteer, on_day(request, now)) >= volunteer.month_maximum:
        raise NotPossible(_("%(name)s has helped as often as agreed this month.") % {"name": volunteer})


def free_place(request: HelpRequest) -> int:
    """The lowest place nobody holds; raises `Moved` when all are taken. The request must be locked."""
    taken = set(request.matches.filter(state__in=HOLDS_PLACE).values_list("place", flat=True))
    for place in range(1, request.places + 1):
        if place not in taken:
            return place
    raise Moved(_("Thank you for wanting to help! Somebody else was just before you."))


def check_when(request: HelpRequest, day: date | None, now: datetime) -> None:
    if request.state not in BEFORE_AGREED | {RequestState.AGREED}:
        raise _no_longer(request)
    if day and day < timezone.localdate(now):
        raise NotPossible(_("Choose today or a later day."))


def check_follow_up(match: Match) -> None:
    if match.state != MatchState.DONE or match.request.state not in {RequestState.AGREED, RequestState.DONE}:
        raise Moved(_("You can note how it went once the help is given."))


def check_postpone(request: HelpRequest, until: date, now: datetime) -> None:
    if request.state not in {RequestState.AGREED, RequestState.DONE}:
        raise Moved(_("There is nothing to call back about."))
    if until <= timezone.localdate(now):
        raise NotPossible(_("Choose a day after today."))


def check_end(request: HelpRequest, outcome: RequestState) -> None:
    if outcome not in ENDS - {RequestState.SKIPPED}:
        raise NotPossible(_("Choose how it ended."))
    check_move(request, outcome)


def check_reopen(request: HelpRequest, now: datetime) -> None:
    check_usable(request)
    if request.ended_at is None:
        raise _no_longer(request)
    if now > request.ended_at + REOPENED_WITHIN:
        raise NotPossible(_("This ended more than 60 days ago. Write down a new question."))
    if request.person.forgotten_at:
        raise NotPossible(_("We do not know any more who asked this."))


def check_open(request: HelpRequest) -> None:
    if not request.is_open:
        raise _no_longer(request)


def check_enough(request: HelpRequest) -> None:
    states = set(request.matches.values_list("state", flat=True))
    if request.state != RequestState.SEARCHING or MatchState.DONE not in states:
        raise Moved(_("You can say this when somebody helped and the search is still open."))
    if MatchState.ACCEPTED in states:
        raise Moved(_("Somebody else still comes to help."))


def check_not_alone(match: Match) -> None:
    if not match.has_grown_up():
        raise NotPossible(
            _("%(name)s is not 18 yet and only helps together with somebody else.")
            % {"name": match.volunteer}
        )
