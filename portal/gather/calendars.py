"""Dates as calendar files (RFC 5545): with the zone of Brussels and its summer time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, vText
from icalendar import Event as Entry

from .models import Gathering

PAST_SHOWN = timedelta(days=30)
FUTURE_SHOWN = timedelta(days=180)


def calendar_of(gatherings: Iterable[Gathering], *, name: str, now: datetime) -> bytes:
    """A calendar in the language that is active."""
    calendar = Calendar()
    calendar.add("prodid", "-//Zorg voor de buurt//agenda//")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for gathering in gatherings:
        calendar.add_component(_entry(gathering, now))
    calendar.add_missing_timezones()
    text: bytes = calendar.to_ical()
    return text


def _entry(gathering: Gathering, now: datetime) -> Entry:
    event = gathering.event
    entry = Entry()
    # The same in every language and after every move: a calendar replaces what it has.
    entry.add("uid", f"{event.key}.{gathering.pk}@{urlsplit(settings.SITE_URL).hostname}")
    entry.add("dtstamp", now)
    entry.add("sequence", gathering.version)
    entry.add("status", "CANCELLED" if gathering.called_off_at else "CONFIRMED")
    entry.add("dtstart", timezone.localtime(gathering.starts_at))
    entry.add("dtend", timezone.localtime(gathering.ends_at))
    entry.add("summary", vText(str(event.titles)))
    if event.address:
        entry.add("location", vText(event.address))
    if event.paths:
        entry.add("url", settings.SITE_URL + str(event.paths))
    return entry
