from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from portal.people.querysets import not_hidden_from
from portal.people.roles import Ability

from .enums import HOLDS_SEATS, OPEN, SignUpState, StreetState

if TYPE_CHECKING:
    from portal.people.models import User


def _number(rows: models.QuerySet[Any], aggregate: Count | Sum) -> Coalesce:
    """Count or sum the rows that belong to one date; 0 when there are none."""
    found = rows.order_by().values("gathering").annotate(found=aggregate).values("found")
    return Coalesce(Subquery(found), 0)


class GatheringQuerySet(models.QuerySet["Gathering"]):  # type: ignore[name-defined]
    def public(self) -> Self:
        """Of events whose page is on the site."""
        return self.filter(event__withdrawn_at=None)

    def upcoming(self, now: datetime) -> Self:
        return self.filter(ends_at__gt=now).order_by("starts_at", "pk")

    def past(self, now: datetime) -> Self:
        return self.filter(ends_at__lte=now).order_by("-starts_at", "pk")

    def with_room(self) -> Self:
        """With what `seats_left` reads."""
        from .models import Seat, SignUp

        taken = _number(Seat.objects.filter(gathering=OuterRef("pk")), Count("pk"))
        waiting = SignUp.objects.filter(gathering=OuterRef("pk"), state=SignUpState.WAITING)
        can_fit = Q(party__lte=F("gathering__event__seats")) | Q(gathering__event__seats=None)
        return self.annotate(seats_taken=taken, has_queue=Exists(waiting.filter(can_fit)))

    def with_counts(self) -> Self:
        """With how many people are `coming` (a place that is offered counts) and are `waiting`."""
        from .models import SignUp

        here = SignUp.objects.filter(gathering=OuterRef("pk"))
        return self.annotate(
            coming=_number(here.filter(state__in=HOLDS_SEATS), Sum("party")),
            waiting=_number(here.filter(state=SignUpState.WAITING), Sum("party")),
        )

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Brokers keep those of their neighbourhoods; web editors, who belong to none, keep them all."""
        if isinstance(user, AnonymousUser) or not user.may(Ability.KEEP_AGENDA):
            return self.none()
        if user.may(Ability.EDIT_SITE):
            return self
        return self.filter(event__neighbourhood__in=user.neighbourhoods.all())


class SignUpQuerySet(models.QuerySet["SignUp"]):  # type: ignore[name-defined]
    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def holding_seats(self) -> Self:
        return self.filter(state__in=HOLDS_SEATS)

    def waiting(self) -> Self:
        """First come, first served."""
        return self.filter(state=SignUpState.WAITING).order_by("created_at", "pk")

    def visible_to(self, user: User | AnonymousUser) -> Self:
        if isinstance(user, AnonymousUser) or not user.is_active:
            return self.none()
        own = Q(person__user=user)
        if user.may(Ability.BROKER):
            here = Q(gathering__event__neighbourhood__in=user.neighbourhoods.all())
            return self.filter(own | here & not_hidden_from(user, "person__"))
        return self.filter(own)


class StreetEntryQuerySet(models.QuerySet["StreetEntry"]):  # type: ignore[name-defined]
    def public(self) -> Self:
        """What the page of the campaign shows: street and plan, never who."""
        return self.filter(state__in=[StreetState.CONFIRMED, StreetState.STORY])

    def visible_to(self, user: User | AnonymousUser) -> Self:
        if isinstance(user, AnonymousUser) or not user.may(Ability.BROKER):
            return self.none()
        here = Q(neighbourhood__in=user.neighbourhoods.all())
        return self.filter(here & not_hidden_from(user, "person__"))
