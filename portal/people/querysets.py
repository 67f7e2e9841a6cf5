from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q

from .enums import VolunteerState
from .roles import Ability

if TYPE_CHECKING:
    from datetime import date

    from .models import User

# Less than this many letters are no trigram, which is what the index is made of.
WHOLE_TRIGRAM = 3


def not_hidden_from(user: User, path: str = "") -> Q:
    """Leaves out people whose data may not be used, but for the coordinator and who handles it.

    `path` leads to the person: `person__`. Where nobody stands, nothing is left out.
    """
    if user.may(Ability.SEE_RESTRICTED):
        return Q()
    return Q(**{f"{path}restricted_at": None}) | Q(**{f"{path}restricted_by": user})


class PersonQuerySet(models.QuerySet["Person"]):  # type: ignore[name-defined]
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Brokers see the people of the neighbourhoods they work in; everyone sees themselves.

        Nobody sees the empty row of who was put together with somebody else: see `leads_to`.
        """
        if isinstance(user, AnonymousUser) or not user.is_active:
            return self.none()
        if user.may(Ability.BROKER):
            here = Q(neighbourhood__in=user.neighbourhoods.all()) & not_hidden_from(user)
            return self.filter(here | Q(user=user), merged_into=None)
        return self.filter(user=user, merged_into=None)

    def of_team(self, user: User) -> Self:
        """Those of the neighbourhoods where this broker works."""
        if not user.may(Ability.BROKER):
            return self.none()
        here = Q(neighbourhood__in=user.neighbourhoods.all()) & not_hidden_from(user)
        return self.filter(here, merged_into=None)

    def known(self) -> Self:
        """Who was not forgotten, nor put together with somebody else."""
        return self.filter(forgotten_at=None, merged_into=None)

    def leads_to(self, pk: int) -> int:
        """Whom this number stands for now: somebody else, once the two were put together."""
        found = self.filter(pk=pk).values_list("merged_into", flat=True).first()
        return pk if found is None else self.leads_to(found)

    def usable(self) -> Self:
        """Whose data may be used: for every list that leaves the house."""
        return self.known().filter(restricted_at=None)

    def matching(self, wanted: list[str]) -> Self:
        """Who is written with every one of these (`found_as.looked_for`); a short one begins a word."""
        if not wanted:
            return self.none()
        for word in wanted:
            self = self.filter(found_as__contains=word if len(word) >= WHOLE_TRIGRAM else f" {word}")
        return self


class DataRequestQuerySet(models.QuerySet["DataRequest"]):  # type: ignore[name-defined]
    def open(self) -> Self:
        return self.filter(answered_at=None)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        if isinstance(user, AnonymousUser) or not user.may(Ability.BROKER):
            return self.none()
        here = Q(person__neighbourhood__in=user.neighbourhoods.all())
        return self.filter(here & not_hidden_from(user, "person__"))


class MergeQuerySet(models.QuerySet["Merge"]):  # type: ignore[name-defined]
    def standing(self) -> Self:
        return self.filter(undone_at=None)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """For the team of the neighbourhood of both."""
        if isinstance(user, AnonymousUser) or not user.may(Ability.BROKER):
            return self.none()
        areas = user.neighbourhoods.all()
        here = Q(kept__neighbourhood__in=areas, gone__neighbourhood__in=areas)
        return self.filter(here & not_hidden_from(user, "kept__"))


class VolunteerQuerySet(models.QuerySet["Volunteer"]):  # type: ignore[name-defined]
    def active(self, on: date) -> Self:
        """Not resting, not away on that day, and willing that we use what we know."""
        from .models import Absence

        away = Absence.objects.filter(volunteer=OuterRef("pk"), first_day__lte=on, last_day__gte=on)
        there = Q(paused_until=None) | Q(paused_until__lt=on)
        return self.filter(
            there, ~Exists(away), state=VolunteerState.ACTIVE, person__restricted_at__isnull=True
        )

    def visible_to(self, user: User | AnonymousUser) -> Self:
        if isinstance(user, AnonymousUser) or not user.is_active:
            return self.none()
        if user.may(Ability.BROKER):
            here = Q(person__neighbourhood__in=user.neighbourhoods.all())
            return self.filter(here & not_hidden_from(user, "person__") | Q(person__user=user))
        return self.filter(person__user=user)
