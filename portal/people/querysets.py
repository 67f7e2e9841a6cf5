from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q

from .enums import VolunteerState
from .phones import digits_of
from .roles import Ability

if TYPE_CHECKING:
    from datetime import date

    from .models import User


class PersonQuerySet(models.QuerySet["Person"]):  # type: ignore[name-defined]
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Brokers see the people of the neighbourhoods they work in; everyone sees themselves.

        Nobody sees the empty row of who was put together with somebody else: see `leads_to`.
        """
        if isinstance(user, AnonymousUser) or not user.is_active:
            return self.none()
        if user.may(Ability.BROKER):
            mine = Q(neighbourhood__in=user.neighbourhoods.all()) | Q(user=user)
            return self.filter(mine, merged_into=None)
        return self.filter(user=user, merged_into=None)

    def of_team(self, user: User) -> Self:
        """Those of the neighbourhoods where this broker works."""
        if not user.may(Ability.BROKER):
            return self.none()
        return self.filter(neighbourhood__in=user.neighbourhoods.all(), merged_into=None)

    def known(self) -> Self:
        """Who was not forgotten, nor put together with somebody else."""
        return self.filter(forgotten_at=None, merged_into=None)

    def leads_to(self, pk: int) -> int:
        """Whom this number stands for now: somebody else, once the two were put together."""
        found = self.filter(pk=pk).values_list("merged_into", flat=True).first()
        return pk if found is None else self.leads_to(found)

    def found_by(self, words: str) -> Self:
        """By part of a name, of an e-mail address, or of a phone number in any notation."""
        digits = digits_of(words)
        if len(digits) >= 3 and not any(letter.isalpha() for letter in words):
            return self.filter(phone__contains=digits)
        for word in words.split():
            self = self.filter(
                Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(email__icontains=word)
            )
        return self


class DataRequestQuerySet(models.QuerySet["DataRequest"]):  # type: ignore[name-defined]
    def open(self) -> Self:
        return self.filter(answered_at=None)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        if isinstance(user, AnonymousUser) or not user.may(Ability.BROKER):
            return self.none()
        return self.filter(person__neighbourhood__in=user.neighbourhoods.all())


class MergeQuerySet(models.QuerySet["Merge"]):  # type: ignore[name-defined]
    def standing(self) -> Self:
        return self.filter(undone_at=None)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """For the team of the neighbourhood of both."""
        if isinstance(user, AnonymousUser) or not user.may(Ability.BROKER):
            return self.none()
        areas = user.neighbourhoods.all()
        return self.filter(kept__neighbourhood__in=areas, gone__neighbourhood__in=areas)


class VolunteerQuerySet(models.QuerySet["Volunteer"]):  # type: ignore[name-defined]
    def active(self, on: date) -> Self:
        """Not resting, and not away on that day."""
        from .models import Absence

        away = Absence.objects.filter(volunteer=OuterRef("pk"), first_day__lte=on, last_day__gte=on)
        there = Q(paused_until=None) | Q(paused_until__lt=on)
        return self.filter(there, ~Exists(away), state=VolunteerState.ACTIVE)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        if isinstance(user, AnonymousUser) or not user.is_active:
            return self.none()
        if user.may(Ability.BROKER):
            return self.filter(Q(person__neighbourhood__in=user.neighbourhoods.all()) | Q(person__user=user))
        return self.filter(person__user=user)
