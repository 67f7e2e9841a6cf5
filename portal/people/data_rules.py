from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from design.errors import RuleError

from .kept import holdings
from .models import Person, User
from .roles import Ability


class NotForYou(RuleError):
    status = 403


class NotNow(RuleError):
    """Something must end first."""


class Gone(RuleError):
    """This person was forgotten meanwhile, or put together with somebody else."""

    status = 410


def is_team(person: Person, user: User) -> bool:
    return user.may(Ability.BROKER) and user.neighbourhoods.filter(pk=person.neighbourhood_id).exists()


def check_team(person: Person, by: User) -> None:
    if not is_team(person, by):
        raise NotForYou(_("Only the team of this neighbourhood may do this."))


def check_own_or_team(person: Person, by: User) -> None:
    if person.user_id != by.pk:
        check_team(person, by)


def check_handles(person: Person, by: User) -> None:
    """Who may see somebody whose data is not used: the coordinator, and who wrote it down."""
    check_team(person, by)
    if not (by.may(Ability.SEE_RESTRICTED) or person.restricted_by_id == by.pk):
        raise NotForYou(_("Only the coordinator may do this, or who wrote it down."))


def check_known(person: Person) -> None:
    if person.forgotten_at is not None:
        raise Gone(_("This person was forgotten."))
    if person.merged_into_id is not None:
        raise Gone(_("This person was put together with somebody else."))


def check_usable(person: Person) -> None:
    """GDPR art. 18: what is restricted is kept, and used for nothing else."""
    if person.is_restricted:
        raise NotNow(_("The data of %(name)s may not be used now.") % {"name": person})


def what_prevents(person: Person, now: datetime) -> list[str]:
    """What must end before this person can be forgotten, in sentences."""
    return [sentence for holding in holdings() for sentence in holding.prevents(person, now)]


def check_can_be_forgotten(person: Person, now: datetime) -> None:
    if found := what_prevents(person, now):
        raise NotNow(" ".join(found))
