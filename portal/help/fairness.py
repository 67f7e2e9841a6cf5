"""Whether the asking is shared out: who is asked often, who never, and what each kind of help has and needs.

Nothing here weighs a person: these are counts, for who decides whom to ask next.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import (
    Count,
    DateTimeField,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from design.days import midnight, months_later
from portal.people.models import User, Volunteer

from .enums import MatchState, RequestState
from .models import HelpKind, HelpRequest, Match

MOST_NAMES = 50
PERIODS = (3, 6)
DEMAND_MONTHS = 6
# Said yes, whatever came of it afterwards.
SAID_YES = [MatchState.ACCEPTED, MatchState.DONE, MatchState.CANCELLED]
# A hand that somebody put up, whatever became of it: they were not asked.
_OWN_HAND = Q(state__in=[MatchState.OFFERED, MatchState.THANKED, MatchState.WITHDRAWN]) | Q(
    proposed_by=F("volunteer__person__user")
)


@dataclass(frozen=True)
class Group:
    volunteers: list[Volunteer]
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.volunteers)


def begin_of(months: int, now: datetime) -> datetime:
    """Midnight here, on the same day so many months ago."""
    return midnight(months_later(timezone.localdate(now), -months))


def active_here(user: User, now: datetime) -> QuerySet[Volunteer]:
    """Whom this team could ask: who set the maximum of a month to zero does not want it."""
    here = Volunteer.objects.visible_to(user).active(timezone.localdate(now))
    return here.filter(person__neighbourhood__in=user.neighbourhoods.all(), month_maximum__gt=0)


def shared_out(user: User, *, months: int, kind: HelpKind | None, now: datetime) -> dict[str, Group]:
    """Every active volunteer once: never asked, not asked these months, or asked. Five queries at most."""
    counted = _counted(active_here(user, now), begin_of(months, now))
    if kind is not None:
        counted = counted.filter(kinds=kind)
    never, quiet, often = Q(asked=0), Q(asked__gt=0, asked_lately=0), Q(asked_lately__gt=0)
    sizes = counted.aggregate(
        never=Count("pk", filter=never), quiet=Count("pk", filter=quiet), often=Count("pk", filter=often)
    )
    rows = counted.select_related("person__neighbourhood")
    found = {
        "never": rows.filter(never).order_by("pk"),
        "quiet": rows.filter(quiet).order_by(F("last_asked"), "pk"),
        "often": rows.filter(often).order_by(F("asked_lately").desc(), F("asked").desc(), "pk"),
    }
    groups = {name: Group(list(each[:MOST_NAMES]), sizes[name]) for name, each in found.items()}
    prefetch_related_objects([one for each in groups.values() for one in each.volunteers], "kinds")
    return groups


def _counted(volunteers: QuerySet[Volunteer], since: datetime) -> QuerySet[Volunteer, Any]:
    """Over all kinds and all neighbourhoods: being asked often elsewhere is being asked often."""
    matches = Match.objects.filter(volunteer=OuterRef("pk"))
    asked = matches.exclude(_OWN_HAND)
    return volunteers.annotate(
        asked=_count(asked),
        asked_lately=_count(asked.filter(proposed_at__gte=since)),
        said_yes=_count(asked.filter(state__in=SAID_YES)),
        helped=_count(matches.filter(state=MatchState.DONE)),
        last_asked=Subquery(_per(asked, last=Max("proposed_at")), output_field=DateTimeField()),
    )


def _per(matches: QuerySet[Match], **what: Any) -> QuerySet[Match, Any]:
    found: QuerySet[Match, Any] = matches.order_by().values("volunteer").annotate(**what).values(*what)
    return found


def _count(matches: QuerySet[Match]) -> Coalesce:
    return Coalesce(Subquery(_per(matches, n=Count("pk")), output_field=IntegerField()), 0)


def supply_and_demand(user: User, now: datetime) -> QuerySet[HelpKind, Any]:
    """Per kind: who would do it, what was asked these six months, and for how much nobody was found."""
    lately = HelpRequest.objects.of_team(user).filter(
        kind=OuterRef("pk"), created_at__gte=begin_of(DEMAND_MONTHS, now)
    )
    able = HelpKind.volunteers.through.objects.filter(
        helpkind=OuterRef("pk"), volunteer__in=active_here(user, now).values("pk")
    )
    return HelpKind.objects.filter(is_active=True).annotate(
        able=_rows(able, "helpkind"),
        asked=_rows(lately, "kind"),
        nobody=_rows(lately.filter(state=RequestState.NOT_FOUND), "kind"),
    )


def _rows(found: QuerySet[Any], of: str) -> Coalesce:
    counted = found.order_by().values(of).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
