"""The board: what volunteers may choose from themselves, and what none of them reads on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.utils import timezone

from portal.people.enums import HalfDay, Purpose, language_names
from portal.people.half_days import PARTS, bits_of
from portal.people.models import Consent, SpokenLanguage, Volunteer

from .enums import HOLDS_PLACE, LIVE_MATCH, MatchState, RequestState
from .models import HelpKind, HelpRequest, Match
from .querysets import past

NEEDED = (Purpose.KEEP_REQUEST, Purpose.SHARE_CONTACT)
# Whoever was thanked for this one, or is coming already, does not see it any more.
NOT_SHOWN = HOLDS_PLACE | {MatchState.THANKED}


def on_board(today: date) -> QuerySet[HelpRequest]:
    """What is on the board now. What is full, past, or without consent leaves it by itself."""
    found = HelpRequest.objects.filter(on_board_at__isnull=False, state=RequestState.SEARCHING)
    found = found.filter(
        ~past(today),
        Q(asked_by=None) | Q(asked_by__restricted_at=None),
        person__restricted_at=None,
        red_flags=None,
    )
    for purpose in NEEDED:
        agreed = Consent.objects.filter(purpose=purpose, withdrawn_at=None, given_at__isnull=False)
        found = found.filter(Exists(agreed.filter(person=OuterRef("person"))))
    return found


@dataclass(frozen=True)
class Wanted:
    """What a volunteer chose to see; empty is everything."""

    kind: HelpKind | None = None
    half_day: str = ""
    language: str = ""
    near: bool = False


def board_for(volunteer: Volunteer, wanted: Wanted, now: datetime) -> QuerySet[HelpRequest]:
    """What this volunteer may choose from, what fits best first, with `places_left` and the own `hand`."""
    today = timezone.localdate(now)
    own = Match.objects.filter(request=OuterRef("pk"), volunteer=volunteer)
    held = Match.objects.filter(request=OuterRef("pk"), state__in=HOLDS_PLACE)
    counted = held.order_by().values("request").annotate(n=Count("pk")).values("n")
    found = _within_limits(on_board(today), volunteer, today).exclude(person=volunteer.person_id)
    return (
        _only(found, wanted, volunteer)
        .filter(~Exists(own.filter(state__in=NOT_SHOWN)))
        .annotate(
            hand=Subquery(own.filter(state__in=LIVE_MATCH).values("state")[:1]),
            taken=Subquery(counted),
            own_kind=Exists(volunteer.kinds.filter(pk=OuterRef("kind"))),
            is_free=_suits(volunteer),
        )
        .select_related("kind", "neighbourhood")
        .prefetch_related("person__spoken")
        .order_by("-own_kind", "-is_free", F("day").asc(nulls_last=True), "on_board_at", "pk")
    )


def _within_limits(found: QuerySet[HelpRequest], volunteer: Volunteer, today: date) -> QuerySet[HelpRequest]:
    """Without what this volunteer could never do; the rest of the rules answer when the hand goes up."""
    if not volunteer.has_car:
        found = found.filter(kind__needs_car=False)
    if not volunteer.is_adult(today):
        found = found.filter(kind__adults_only=False, places__gte=2)
    return found


def _only(found: QuerySet[HelpRequest], wanted: Wanted, volunteer: Volunteer) -> QuerySet[HelpRequest]:
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.half_day:
        found = found.filter(half_day__in=["", wanted.half_day])
    if wanted.language:
        spoken = SpokenLanguage.objects.filter(person=OuterRef("person"), code=wanted.language)
        found = found.filter(Q(language=wanted.language) | Exists(spoken))
    if wanted.near:
        found = found.filter(neighbourhood=volunteer.person.neighbourhood_id, outside_area=False)
    return found


def _suits(volunteer: Volunteer) -> Case:
    """Whether the volunteer is usually free at the moment that is asked."""
    free = Q(day=None, half_day="") if volunteer.half_days else Q(pk__in=[])
    for part in PARTS:
        if volunteer.half_days & bits_of(None, part):
            free |= Q(day=None, half_day=part)
        days = _free_on(volunteer, part)
        free |= Q(day__iso_week_day__in=days, half_day__in=["", part])
    return Case(When(free, then=Value(True)), default=Value(False), output_field=BooleanField())


def _free_on(volunteer: Volunteer, part: HalfDay) -> list[int]:
    """The days of the week, 1 is Monday, on which this part of the day suits."""
    return [day + 1 for day in range(7) if volunteer.half_days >> (day * 3 + PARTS.index(part)) & 1]


def cards(found: Iterable[HelpRequest]) -> list[dict[str, Any]]:
    """What a volunteer reads of each: nothing of who asks but the languages they speak."""
    return [
        {
            "asked": each,
            "languages": language_names(
                dict.fromkeys([each.language, *(spoken.code for spoken in each.person.spoken.all())])
            ),
            "places_left": each.places - (each.__dict__["taken"] or 0),
        }
        for each in found
    ]


def counts_by_kind(today: date) -> list[dict[str, Any]]:
    """How many are on the board, by kind, in the order of the kinds. One query."""
    open_now = on_board(today).order_by().values("kind").annotate(count=Count("pk"))
    counts = {row["kind"]: row["count"] for row in open_now}
    kinds = HelpKind.objects.filter(pk__in=counts) if counts else []
    return [{"kind": kind, "count": counts[kind.pk]} for kind in kinds]
