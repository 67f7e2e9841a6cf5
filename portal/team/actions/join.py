"""From "I want to help" to the first question: what a broker does with somebody who came."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.contact.actions import take_message, tell
from portal.contact.links import link_to
from portal.help.enums import MatchState
from portal.help.models import HelpKind
from portal.people.actions import Who, complete, locked, person_for, record_consent, speak
from portal.people.enums import Channel, Purpose, VolunteerState
from portal.people.models import Neighbourhood, Person, User, Volunteer
from portal.people.roles import Role, group

from ..enums import Step
from ..models import Intake
from ..rules import NotPossible, check_move, check_nothing_missing, check_own_or_team, check_team
from .base import lock, write


@dataclass(frozen=True)
class Offer:
    """What somebody gladly does, and when."""

    birth_date: date
    kinds: list[HelpKind] = field(default_factory=list)
    speaks: list[str] = field(default_factory=list)
    half_days: int = 0
    month_maximum: int = 4
    motivation: str = ""
    talents: str = ""
    has_car: bool = False
    has_bike: bool = False


@transaction.atomic
def sign_up(
    who: Who | Person,
    offer: Offer,
    *,
    neighbourhood: Neighbourhood,
    channel: Channel,
    submission: UUID,
    by: User | None,
    now: datetime,
    same: Person | bool | None = None,
    agrees: bool = True,
    is_told: bool = True,
) -> Volunteer | None:
    """Somebody wants to help. The same form sent twice counts once.

    Who comes in with a list did not agree here (`agrees`) and is not written to (`is_told`).
    `same`: a broker knows which person this is, or (False) that it is nobody we know.

    Gives None for a stranger who says to be somebody who helps already, or stopped: the team gets a line on
    the call list, and the stranger learns nothing. Raises `NotPossible` under the youngest age.
    """
    probe = Volunteer(birth_date=offer.birth_date)
    if not probe.is_old_enough(timezone.localdate(now)):
        raise NotPossible(_("One can help from the year in which one turns 16. Come and talk with us later!"))
    sent = Intake.objects.filter(submission=submission).select_related("volunteer").first()
    if sent is not None:
        return sent.volunteer
    person, is_new = (who, False) if isinstance(who, Person) else _person(who, neighbourhood, same)
    person = locked(person)
    is_proven = is_new or by is not None or isinstance(who, Person)
    if Volunteer.objects.filter(person=person).exists():
        _tell_known(person, submission, now)
        return None
    if is_proven and isinstance(who, Who):
        person = complete(person, who)
    volunteer = Volunteer.objects.create(
        person=person,
        birth_date=offer.birth_date,
        half_days=offer.half_days,
        month_maximum=offer.month_maximum,
        motivation=offer.motivation,
        talents=offer.talents,
        has_car=offer.has_car,
        has_bike=offer.has_bike,
    )
    volunteer.kinds.set(offer.kinds)
    if is_proven:
        speak(person, offer.speaks)
    Intake.objects.create(volunteer=volunteer, channel=channel, came_at=now, submission=submission)
    if agrees:
        record_consent(
            person,
            Purpose.HELP_OUT,
            channel=channel,
            language=person.language,
            by=by,
            now=now,
            is_proven=is_proven,
        )
    write(volunteer, Step.SIGNED_UP, by=by, now=now)
    if is_told:
        tell(person, "volunteer_thanks", key=str(volunteer.pk), now=now)
    return volunteer


def _person(who: Who, neighbourhood: Neighbourhood, same: Person | bool | None) -> tuple[Person, bool]:
    return (same, False) if isinstance(same, Person) else person_for(who, neighbourhood, anew=same is False)


def _tell_known(person: Person, submission: UUID, now: datetime) -> None:
    take_message(
        "volunteer_again",
        _(
            "Somebody who gave the name and the number or address of %(name)s "
            "filled in the form for new volunteers."
        )
        % {"name": person},
        stranger=str(person),
        neighbourhood=person.neighbourhood,
        now=now,
        key=str(submission),
        path=reverse("volunteer", args=[person.volunteer.pk]),
    )


@transaction.atomic
def plan_talk(
    volunteer: Volunteer, talk_at: datetime, *, by: User, now: datetime, version: int | None = None
) -> Volunteer:
    """Also moves a talk that was planned, and begins anew with somebody who stopped."""
    volunteer = lock(volunteer, version)
    check_team(volunteer, by)
    check_move(volunteer, VolunteerState.TALK)
    if talk_at < now:
        raise NotPossible(_("Choose a later moment."))
    Intake.objects.filter(volunteer=volunteer).update(talk_at=talk_at, talk_with=by)
    write(volunteer, Step.TALK_PLANNED, by=by, now=now, to=VolunteerState.TALK)
    key = f"{volunteer.pk}:{talk_at.isoformat()}"
    tell(volunteer.person, "volunteer_talk", key=key, now=now, moment=talk_at)
    return volunteer


@transaction.atomic
def put_in_order(
    volunteer: Volunteer, *, by: User, now: datetime, version: int | None = None, note: str = ""
) -> Volunteer:
    """The talk took place and all papers are there; raises `NotPossible` with what is missing."""
    volunteer = lock(volunteer, version)
    check_team(volunteer, by)
    check_move(volunteer, VolunteerState.READY)
    check_nothing_missing(volunteer, timezone.localdate(now))
    return write(volunteer, Step.READY, by=by, now=now, to=VolunteerState.READY, note=note)


@transaction.atomic
def activate(volunteer: Volunteer, *, by: User, now: datetime, version: int | None = None) -> Volunteer:
    """Begin; makes the account, when there is a number or address that nobody signs in with yet."""
    volunteer = lock(volunteer, version)
    check_team(volunteer, by)
    check_move(volunteer, VolunteerState.ACTIVE)
    check_nothing_missing(volunteer, timezone.localdate(now))
    is_first = volunteer.state == VolunteerState.READY
    volunteer.paused_until = None
    write(
        volunteer,
        Step.ACTIVATED if is_first else Step.RESUMED,
        by=by,
        now=now,
        to=VolunteerState.ACTIVE,
    )
    user = _account(volunteer.person)
    if user is not None:
        user.groups.add(group(Role.VOLUNTEER))
    if is_first:
        tell(volunteer.person, "volunteer_welcome", key=str(volunteer.pk), now=now, link=link_to("mine"))
    return volunteer


def _account(person: Person) -> User | None:
    """The account of this person, or a new one. None where the address or number is somebody else's login."""
    if person.user is not None:
        return person.user
    email, phone = person.email.lower() or None, person.phone or None
    if email and User.objects.filter(email__iexact=email).exists():
        email = None
    if phone and User.objects.filter(phone=phone).exists():
        phone = None
    if not email and not phone:
        return None
    user = User.objects.create_user(
        email=email, phone=phone, first_name=person.first_name, last_name=person.last_name
    )
    person.user = user
    person.save(update_fields=["user"])
    return user


@transaction.atomic
def stop(
    volunteer: Volunteer, *, by: User, now: datetime, version: int | None = None, note: str = ""
) -> Volunteer:
    """Not now, or no more. Raises `NotPossible` while somebody counts on this volunteer."""
    volunteer = lock(volunteer, version)
    check_own_or_team(volunteer, by)
    check_move(volunteer, VolunteerState.STOPPED)
    if volunteer.matches.filter(state=MatchState.ACCEPTED).exists():
        raise NotPossible(_("There is still an appointment. First cancel it, or wait until it is done."))
    write(volunteer, Step.STOPPED, by=by, now=now, to=VolunteerState.STOPPED, note=note)
    if volunteer.person.user is not None:
        volunteer.person.user.groups.remove(group(Role.VOLUNTEER))
    return volunteer
