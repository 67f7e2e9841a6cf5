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


class PersonQuerySet(models.QuerySet["Person"]):  # type: ignore[name-defined]
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Brokers see the people of the neighbourhoods they work in; everyone sees themselves."""
        if isinstance(user, AnonymousUser) or not user.is_active:
            return self.none()
        if user.may(Ability.BROKER):
            return self.filter(Q(neighbourhood__in=user.neighbourhoods.all()) | Q(user=user))
        return self.filter(user=user)

    def known(self) -> Self:
        """Who was not forgotten."""
        return self.filter(forgotten_at=None)

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
        return self.filter(person__neighbourhood__in=user.neighbourhoods.all())


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
