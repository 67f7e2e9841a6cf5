from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from design.days import midnight, months_later
from portal.people.querysets import not_hidden_from
from portal.people.roles import Ability

from .enums import NOTHING_WRONG, Side, TroubleKind

if TYPE_CHECKING:
    from portal.people.models import User, Volunteer

    from .models import Trouble  # noqa: F401

# A complaint that stands keeps two people apart for good; an incident until it is settled.
APART = Q(kind=TroubleKind.COMPLAINT) & ~Q(outcome__in=NOTHING_WRONG) | Q(
    kind=TroubleKind.INCIDENT, settled_at=None
)
LATELY_MONTHS = 3


class TroubleQuerySet(models.QuerySet["Trouble"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The team of the neighbourhood; never the two themselves."""
        if isinstance(user, AnonymousUser) or not user.is_active or not user.may(Ability.BROKER):
            return self.none()
        return self.filter(
            not_hidden_from(user, "match__request__person__"),
            not_hidden_from(user, "match__volunteer__person__"),
            match__request__neighbourhood__in=user.neighbourhoods.all(),
        )

    def open(self) -> Self:
        return self.filter(settled_at=None)

    def counted(self) -> Self:
        return self.exclude(outcome__in=NOTHING_WRONG)

    def between(self, person: Any, helper: Any) -> Self:
        """Of two people, whichever of them helped the other."""
        return self.filter(
            Q(match__request__person=person, match__volunteer__person=helper)
            | Q(match__request__person=helper, match__volunteer__person=person)
        )

    def late_cancels(self, volunteer: Volunteer, now: datetime) -> Self:
        """In the last three months."""
        since = midnight(months_later(timezone.localdate(now), -LATELY_MONTHS))
        return self.counted().filter(
            kind=TroubleKind.LATE_CANCEL, side=Side.HELPER, match__volunteer=volunteer, at__gte=since
        )


def kept_apart(person: Any) -> Exists:
    """Volunteers (`OuterRef`) who are not put together with `person`; `trouble_rules.check_apart` in SQL."""
    from .models import Trouble

    return Exists(Trouble.objects.filter(APART).between(person, OuterRef("person")))
