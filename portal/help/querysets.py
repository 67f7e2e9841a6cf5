from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, When, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from portal.people.querysets import not_hidden_from
from portal.people.roles import Ability

from .enums import BEFORE_AGREED, OPEN, WAITING, MatchState, Reason, RequestState, Timing

if TYPE_CHECKING:
    from portal.people.models import User

    from .models import HelpRequest, Match, Series  # noqa: F401

THIS_WEEK_LASTS = timedelta(days=7)
# A date of a series is made weeks ahead; who comes must be known by then, not before.
SERIES_DATE_NEEDS_CARE = timedelta(days=14)


def past(today: date) -> Q:
    week_ago = datetime.combine(today - THIS_WEEK_LASTS, time.min, timezone.get_default_timezone())
    tomorrow = today + timedelta(days=1)
    return (
        Q(day__lt=today)
        | Q(series__isnull=False, day__lte=tomorrow)
        | Q(timing=Timing.THIS_WEEK, created_at__lt=week_ago)
    )


def _own(user: User) -> Q:
    return Q(person__user=user) | Q(asked_by__user=user)


def _of_team(user: User, path: str = "") -> Q:
    """In a neighbourhood of this broker, and of nobody whose data may not be used."""
    here = Q(**{f"{path}neighbourhood__in": user.neighbourhoods.all()})
    return here & not_hidden_from(user, f"{path}person__")


class RequestQuerySet(models.QuerySet["HelpRequest"]):
    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The team sees its neighbourhoods; a resident what they asked or what is asked for them.

        Volunteers see a request through their `Match` only.
        """
        if isinstance(user, AnonymousUser) or not user.is_active:
            return self.none()
        own = _own(user)
        if user.may(Ability.BROKER):
            return self.filter(own | _of_team(user))
        return self.filter(own)

    def of_team(self, user: User) -> Self:
        """Those of the neighbourhoods where this broker works."""
        if not user.may(Ability.BROKER):
            return self.none()
        return self.filter(_of_team(user))

    def own(self, user: User) -> Self:
        return self.filter(_own(user))

    def with_reason(self, today: date) -> Self:
        """Those that need doing today, each with its `reason` (the most urgent one)."""
        from .models import Match

        asked = Match.objects.filter(request=OuterRef("pk"), state=MatchState.PROPOSED)
        far = Q(series__isnull=False, day__gt=today + SERIES_DATE_NEEDS_CARE, state__in=BEFORE_AGREED)
        return (
            self.open()
            .exclude(far & ~Exists(asked))
            .annotate(
                reason=Case(
                    When(past(today) & Q(state__in=BEFORE_AGREED), then=Reason.OVERDUE.value),
                    When(
                        state__in=[RequestState.AGREED, RequestState.DONE],
                        call_back_on__lte=today,
                        then=Reason.CALL_BACK.value,
                    ),
                    When(state=RequestState.NEW, then=Reason.NEW.value),
                    When(Q(state=RequestState.SEARCHING) & Exists(asked), then=Reason.WAITING.value),
                    When(
                        state__in=[RequestState.DISCUSSED, RequestState.SEARCHING],
                        then=Reason.NO_VOLUNTEER.value,
                    ),
                    output_field=models.PositiveSmallIntegerField(),
                )
            )
            .filter(reason__isnull=False)
        )

    def first_of_each_reason(self, most: int) -> Self:
        """At most `most` of every reason, the earliest day first; after `with_reason`.

        Each row carries `in_reason`: how many there are for its reason in all.
        """
        order = [F("day").asc(nulls_last=True), F("created_at").asc(), F("pk").asc()]
        return (
            self.annotate(
                rank=Window(RowNumber(), partition_by=[F("reason")], order_by=order),
                in_reason=Window(Count("pk"), partition_by=[F("reason")]),
            )
            .filter(rank__lte=most)
            .order_by("reason", "rank")
        )


class MatchQuerySet(models.QuerySet["Match"]):
    def waiting(self) -> Self:
        """Asked, or wanting to help, and not settled."""
        return self.filter(state__in=WAITING)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The team sees its neighbourhoods; a volunteer their own. Contact details: `shows_contact`."""
        if isinstance(user, AnonymousUser) or not user.is_active:
            return self.none()
        own = Q(volunteer__person__user=user)
        if user.may(Ability.BROKER):
            return self.filter(own | _of_team(user, "request__"))
        return self.filter(own)

    def of_volunteer(self, user: User) -> Self:
        return self.filter(volunteer__person__user=user)


class SeriesQuerySet(models.QuerySet["Series"]):
    def of_team(self, user: User) -> Self:
        if not user.may(Ability.BROKER):
            return self.none()
        return self.filter(_of_team(user))

    def own(self, user: User) -> Self:
        return self.filter(_own(user))

    def helped_by(self, user: User) -> Self:
        return self.filter(helper__person__user=user)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The team sees its neighbourhoods, a resident their own, a volunteer where they are the helper."""
        if isinstance(user, AnonymousUser) or not user.is_active:
            return self.none()
        own = _own(user) | Q(helper__person__user=user)
        if user.may(Ability.BROKER):
            return self.filter(own | _of_team(user))
        return self.filter(own)
