"""Dates as entries of a calendar file."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from design.calendars import Entry

from .models import Gathering

PAST_SHOWN = timedelta(days=30)
FUTURE_SHOWN = timedelta(days=180)


def entry_of(gathering: Gathering) -> Entry:
    """In the language that is active."""
    event = gathering.event
    return Entry(
        key=f"{event.key}.{gathering.pk}",
        version=gathering.version,
        summary=str(event.titles),
        starts=timezone.localtime(gathering.starts_at),
        ends=timezone.localtime(gathering.ends_at),
        called_off=bool(gathering.called_off_at),
        location=event.address,
        path=str(event.paths) if event.paths else "",
    )
