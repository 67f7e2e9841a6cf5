"""Dates and streets for the pages of other rooms: lists, in few queries, that say when they change."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import template
from django.db.models import Avg, Count, F, QuerySet
from django.utils import timezone

from design.freshness import shows
from portal.gather.models import Event, Gathering, StreetEntry
from portal.gather.rules import check_takes_sign_ups, why_not

register = template.Library()


def _listed(found: QuerySet[Gathering], now: datetime) -> list[Gathering]:
    """The dates, each with `can_sign_up` (to come, or to wait); one query."""
    dates = list(found)
    for each in dates:
        each.can_sign_up = not why_not(check_takes_sign_ups, each, now)
    return dates


def _show(dates: Iterable[Gathering], *tags: str, now: datetime) -> None:
    changes = [each.next_change(now) for each in dates]
    shows(*tags, until=min(changes, default=None))


def _upcoming(now: datetime) -> Any:
    return Gathering.objects.public().upcoming(now).with_room().select_related("event")


@register.simple_tag
def next_event() -> Gathering | None:
    """The next date on the agenda that goes on."""
    now = timezone.now()
    found = _listed(_upcoming(now).filter(called_off_at=None)[:1], now)
    _show(found, "agenda", now=now)
    return found[0] if found else None


@register.simple_tag
def upcoming(limit: int = 20) -> list[Gathering]:
    """Dates that are not over, soonest first; those called off too, for who wanted to come."""
    now = timezone.now()
    found = _listed(_upcoming(now)[:limit], now)
    _show(found, "agenda", now=now)
    return found


@register.simple_tag
def past_dates(limit: int = 10) -> list[Gathering]:
    """Dates that are over, latest first."""
    now = timezone.now()
    found = Gathering.objects.public().past(now).filter(called_off_at=None).select_related("event")[:limit]
    # One that ends now comes on this list.
    ends = Gathering.objects.public().upcoming(now).order_by("ends_at").values_list("ends_at", flat=True)
    shows("agenda", until=ends.first())
    return list(found)


@register.simple_tag
def event_facts(key: uuid.UUID) -> Event | None:
    """What is published of one event; None when it is not on the agenda."""
    shows(f"event:{key}")
    return Event.objects.filter(key=key, withdrawn_at=None).first()


@register.simple_tag
def event_dates(key: uuid.UUID, limit: int = 30) -> list[Gathering]:
    """The dates of one event that are not over."""
    now = timezone.now()
    found = _listed(_upcoming(now).filter(event__key=key)[:limit], now)
    _show(found, "agenda", f"event:{key}", now=now)
    return found


@register.simple_tag
def streets(campaign: uuid.UUID) -> list[StreetEntry]:
    """Streets that take part, as confirmed: street, plan, state."""
    shows(f"streets:{campaign}")
    return list(StreetEntry.objects.public().filter(campaign=campaign).order_by("street", "pk"))


@register.simple_tag
def street_results(campaign: uuid.UUID) -> list[StreetEntry]:
    """Streets with the average of what the jury gave: `total` (4 to 20) of `jurors`, best first."""
    shows(f"streets:{campaign}")
    points = F("scores__lasting") + F("scores__effort") + F("scores__creative") + F("scores__diverse")
    scored = StreetEntry.objects.public().filter(campaign=campaign)
    return list(
        scored.annotate(total=Avg(points), jurors=Count("scores"))
        .filter(jurors__gt=0)
        .order_by("-total", "street", "pk")
    )
