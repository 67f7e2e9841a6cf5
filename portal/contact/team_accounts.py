"""Accounts of colleagues: making, changing, closing and opening them again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from portal.people.kept_own import end_sessions
from portal.people.models import Neighbourhood, Person, User
from portal.people.roles import Role, group

from .enums import AccountStep
from .models import AccountChange
from .team_rules import (
    COLLEAGUES,
    NotForYourself,
    NotPossible,
    check_colleague,
    check_places,
    check_somebody_stays,
    coordinated,
    lock_team,
)


@dataclass(frozen=True)
class NewColleague:
    first_name: str
    last_name: str
    email: str
    phone: str
    roles: tuple[Role, ...]
    places: tuple[Neighbourhood, ...]


@transaction.atomic
def make_account(who: NewColleague, *, by: User, now: datetime) -> User:
    """Raises `NotYourColleague` or `NotPossible`. The colleague is told how to sign in.

    A neighbour who signs in already, under that name, becomes a colleague with that account.
    """
    by, _nobody = lock_team(by)
    check_places(who.roles, who.places, by)
    if not who.roles:
        raise NotPossible(_("Choose what this colleague does."))
    same = Q(email__iexact=who.email) if who.email else Q(pk=None)
    if who.phone:
        same |= Q(phone=who.phone)
    known = list(User.objects.select_for_update().filter(same))
    if known:
        return _promote(known, who, by, now)
    user = User.objects.create_user(
        email=who.email or None,
        phone=who.phone or None,
        first_name=who.first_name,
        last_name=who.last_name,
    )
    user.groups.set(group(role) for role in who.roles)
    user.neighbourhoods.set(who.places)
    _note(user, AccountStep.MADE, by, now, _difference(set(), set(who.roles)))
    return user


def _promote(known: list[User], who: NewColleague, by: User, now: datetime) -> User:
    neighbours = Person.objects.known().filter(
        user=known[0], neighbourhood__in=by.neighbourhoods.all(), first_name__iexact=who.first_name
    )
    works = known[0].is_superuser or known[0].neighbourhoods.exists() or _roles(known[0])
    if len(known) > 1 or works or not known[0].is_active or not neighbours.exists():
        raise NotPossible(_("Somebody has an account with this e-mail address or phone number already."))
    user = known[0]
    user.groups.add(*(group(role) for role in who.roles))
    user.neighbourhoods.set(who.places)
    _note(user, AccountStep.ROLES, by, now, _difference(set(), set(who.roles)))
    return user


@transaction.atomic
def change_account(
    whom: User, roles: Iterable[Role], places: Iterable[Neighbourhood], *, by: User, now: datetime
) -> bool:
    """Whether something changed. Other groups of the account, a volunteer's among them, stay."""
    by, found = lock_team(by, whom)
    whom = check_colleague(found, by)
    roles, places = set(roles) & set(COLLEAGUES), list(places)
    check_places(roles, places, by)
    before, were = _roles(whom), set(whom.neighbourhoods.values_list("pk", flat=True))
    if whom.pk == by.pk and Role.COORDINATOR not in roles:
        raise NotForYourself
    if not roles and not Person.objects.filter(user=whom).exists():
        raise NotPossible(_("Choose what this colleague does, or close the account."))
    stays = {place.pk for place in places} if Role.COORDINATOR in roles else set()
    check_somebody_stays(whom, coordinated(whom) - stays)
    if before != roles:
        whom.groups.remove(*(group(role) for role in before - roles))
        whom.groups.add(*(group(role) for role in roles - before))
        _note(whom, AccountStep.ROLES, by, now, _difference(before, roles))
    if were != {place.pk for place in places}:
        whom.neighbourhoods.set(places)
        _note(whom, AccountStep.PLACES, by, now)
    return before != roles or were != {place.pk for place in places}


@transaction.atomic
def close_account(whom: User, *, by: User, now: datetime) -> bool:
    """Nobody comes in with it any more, and whoever is in is out. Whether it was open."""
    by, found = lock_team(by, whom)
    whom = check_colleague(found, by)
    if whom.pk == by.pk:
        raise NotForYourself
    if not whom.is_active:
        return False
    check_somebody_stays(whom, coordinated(whom))
    whom.is_active = False
    whom.save(update_fields=["is_active"])
    end_sessions(whom)
    _note(whom, AccountStep.CLOSED, by, now)
    return True


@transaction.atomic
def reopen_account(whom: User, *, by: User, now: datetime) -> bool:
    by, found = lock_team(by, whom)
    whom = check_colleague(found, by)
    if whom.is_active:
        return False
    whom.is_active = True
    whom.save(update_fields=["is_active"])
    _note(whom, AccountStep.REOPENED, by, now)
    return True


def _roles(user: User) -> set[Role]:
    """As they are in the database, of those that a coordinator gives."""
    names = user.groups.filter(name__in=COLLEAGUES).values_list("name", flat=True)
    return {Role(name) for name in names}


def _difference(before: set[Role], after: set[Role]) -> str:
    signs = [f"+{role}" for role in COLLEAGUES if role in after - before]
    return " ".join(signs + [f"-{role}" for role in COLLEAGUES if role in before - after])


def _note(whom: User, step: AccountStep, by: User, now: datetime, detail: str = "") -> None:
    AccountChange.objects.create(at=now, by=by, whom=whom, step=step, detail=detail)
    transaction.on_commit(partial(_tell_soon, whom.pk, step.value))


def _tell_soon(pk: int, kind: str) -> None:
    from .tasks import tell_colleague

    tell_colleague.enqueue(pk, kind)
