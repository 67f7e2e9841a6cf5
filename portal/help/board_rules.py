"""What may come on the board, who may look at it, and when a hand needs no broker."""

from __future__ import annotations

import re
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from design.errors import RuleError
from portal.people.enums import VolunteerState
from portal.people.models import Person, User, Volunteer

from .enums import Face, MatchState, Side, Timing
from .models import FollowUp, HelpRequest
from .querysets import past
from .rules import Moved, NotForYou, NotPossible, check_can_propose, check_month, check_volunteer, free_place

# Five digits in a row, however they are split: a phone number, or the start of one.
_NUMBER = re.compile(r"(?:\d[\s./-]*){5}")
_LEAST_LETTERS = 3


def check_can_put_on_board(request: HelpRequest, line: str, now: datetime) -> None:
    check_can_propose(request, now)
    if request.timing == Timing.THIS_WEEK and _is_past(request, now):
        raise NotPossible(_("The week is past. First choose a day."))
    free_place(request)
    check_line(request, line)


def _is_past(request: HelpRequest, now: datetime) -> bool:
    return HelpRequest.objects.filter(past(timezone.localdate(now)), pk=request.pk).exists()


def check_line(request: HelpRequest, line: str) -> None:
    """No contact details, and nobody by name: the board says what, never who."""
    if not line:
        raise NotPossible(_("Write one line for the board."))
    words = {word.casefold() for word in re.findall(r"\w+", line)}
    told = _NUMBER.search(line) or "@" in line or any(words & _names(each) for each in _people(request))
    if told:
        raise NotPossible(_("No name, street, number or address on the board. Write only what is needed."))


def _people(request: HelpRequest) -> list[Person]:
    return [each for each in (request.person, request.asked_by) if each is not None]


def _names(person: Person) -> set[str]:
    typed = f"{person.first_name} {person.last_name} {person.street}".casefold()
    return {word for word in re.findall(r"\w+", typed) if len(word) >= _LEAST_LETTERS}


def check_may_look(volunteer: Volunteer, today: date) -> None:
    """The board is for who helps now."""
    if volunteer.person.is_restricted or volunteer.state not in {
        VolunteerState.ACTIVE,
        VolunteerState.RESTING,
    }:
        raise NotForYou(_("The board is for volunteers who began. Call us to hear more."))
    if volunteer.state == VolunteerState.RESTING or volunteer.is_away(today):
        raise NotForYou(_("You take a rest now. The board is here again when you are back."))


def check_on_board(request: HelpRequest, now: datetime) -> None:
    """Whatever the reason is, a volunteer hears only that it is gone."""
    gone = Moved(_("Thank you for wanting to help! It is no longer on the board."))
    if request.on_board_at is None:
        raise gone
    try:
        check_can_propose(request, now)
    except RuleError:
        raise gone from None


def check_hand(volunteer: Volunteer, request: HelpRequest, by: User, now: datetime) -> None:
    """What `check_volunteer` and `check_month` say, in words for the volunteer; everybody for themselves."""
    if volunteer.person.user_id != by.pk:
        raise NotForYou(_("Everybody says for themselves that they can help."))
    check_may_look(volunteer, timezone.localdate(now))
    if request.matches.filter(volunteer=volunteer, state=MatchState.THANKED).exists():
        raise Moved(_("Thank you for wanting to help! It is no longer needed."))
    if not request.kind.volunteers.filter(pk=volunteer.pk).exists():
        raise NotPossible(_("You do not do this kind of help yet. Call us if you want to."))
    try:
        check_volunteer(volunteer, request, now)
    except NotPossible:
        raise NotPossible(_("This one does not go. Call us and we look together.")) from None
    try:
        check_month(volunteer, request, now)
    except NotPossible:
        raise NotPossible(_("You help as often this month as you wanted. Thank you!")) from None


def goes_at_once(request: HelpRequest, volunteer: Volunteer) -> bool:
    """Whether a hand is an agreement: a broker marked the kind, or it went well between the two."""
    return request.kind.is_direct or is_proven(request.person, volunteer)


def is_proven(person: Person, volunteer: Volunteer) -> bool:
    """The asker said that it was good, and neither of the two said since that it was not."""
    between = FollowUp.objects.filter(match__request__person=person, match__volunteer=volunteer)
    good = between.filter(match__state=MatchState.DONE, side=Side.ASKER, face=Face.GOOD)
    last_good = good.order_by("-at").values_list("at", flat=True).first()
    return last_good is not None and not between.filter(face=Face.BAD, at__gte=last_good).exists()
