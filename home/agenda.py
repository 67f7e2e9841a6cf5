"""The facts of an event page: as typed by an editor, and as published to the room that keeps the dates."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from design.freshness import shows
from design.known import known
from portal.gather.actions import EventFacts
from portal.gather.models import Event, Gathering
from portal.gather.templatetags.gather_tags import event_dates
from portal.people.enums import language_names

MOST_DATES = 12
FACTS = ("place", "street", "city", "price", "takes_sign_ups", "repeats", "languages")


def event_context(page: Any, now: datetime) -> dict[str, Any]:
    """What an event page shows: the published facts; of a draft, the facts typed on it."""
    key = page.translation_key
    published = known(("event", key), lambda: _published(key, now)) if page.live else None
    return {**(published or _context(facts_of(page), [], None, is_over=False))}


def _published(key: UUID, now: datetime) -> dict[str, Any] | None:
    shows("agenda", f"event:{key}")
    event = Event.objects.filter(key=key).first()
    if event is None:
        return None
    dates = event_dates(key, MOST_DATES)
    last = dates[0] if dates else event.gatherings.past(now).select_related("event").first()
    return _context(event, dates, last, is_over=not dates)


def _context(
    facts: Event | EventFacts, dates: list[Gathering], first: Gathering | None, *, is_over: bool
) -> dict[str, Any]:
    moment = first or facts
    return {
        "facts": {
            **{name: getattr(facts, name) for name in FACTS},
            "starts_at": moment.starts_at,
            "ends_at": moment.ends_at,
            "seats_left": first.seats_left if first and not is_over else None,
            "language_names": ", ".join(language_names(facts.languages)),
        },
        "dates": dates,
        "first": first,
        "is_over": is_over,
    }


def facts_of(page: Any) -> EventFacts:
    """The facts typed on an event page; its times are those of the clock in Brussels."""
    zone = timezone.get_default_timezone()
    return EventFacts(
        key=page.translation_key,
        neighbourhood=page.neighbourhood,
        kind=page.kind,
        starts_at=datetime.combine(page.starts_on, page.start_time, zone),
        ends_at=datetime.combine(page.starts_on, page.end_time, zone),
        repeats=page.repeats,
        repeats_until=page.repeats_until,
        place=page.place,
        street=page.street,
        city=page.city,
        languages=tuple(page.languages),
        price=page.price,
        seats=page.seats,
        takes_sign_ups=page.takes_sign_ups,
    )
