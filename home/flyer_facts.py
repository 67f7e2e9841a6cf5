from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Self

from django.utils import timezone

from portal.gather.models import Event, Gathering
from portal.people.enums import language_names

from .models import EventPage, SitePage


@dataclass(frozen=True)
class Facts:
    """When and where something takes place: as published, else as typed on the Dutch page."""

    starts_at: datetime
    ends_at: datetime
    repeats: str
    repeats_until: date | None
    place: str
    street: str
    city: str
    languages: list[str]
    price: Decimal
    takes_sign_ups: bool

    @classmethod
    def of(cls, page: SitePage, now: datetime) -> Self | None:
        """None for a page that is no event."""
        if not isinstance(page, EventPage):
            return None
        event = Event.objects.filter(key=page.translation_key, withdrawn_at=None).first()
        if event is None or not page.live:
            zone = timezone.get_current_timezone()
            starts_at = datetime.combine(page.starts_on, page.start_time, zone)
            ends_at = datetime.combine(page.starts_on, page.end_time, zone)
            return cls._made(page, starts_at, ends_at)
        return cls._made(event, *_next_time(event, now))

    @classmethod
    def _made(cls, found: Event | EventPage, starts_at: datetime, ends_at: datetime) -> Self:
        return cls(
            starts_at=starts_at,
            ends_at=ends_at,
            repeats=found.repeats,
            repeats_until=found.repeats_until,
            place=found.place,
            street=found.street,
            city=found.city,
            languages=found.languages,
            price=found.price,
            takes_sign_ups=found.takes_sign_ups,
        )

    def language_names(self) -> list[str]:
        """In the language of the moment."""
        return language_names(self.languages)


def _next_time(event: Event, now: datetime) -> tuple[datetime, datetime]:
    """Of the first date that is still to come and goes on, else the first time of all."""
    coming = Gathering.objects.filter(event=event, called_off_at=None).upcoming(now).first()
    return (coming.starts_at, coming.ends_at) if coming else (event.starts_at, event.ends_at)
