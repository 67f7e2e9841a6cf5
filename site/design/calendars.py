"""Calendar files (RFC 5545): with the zone of Brussels and its summer time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from icalendar import Calendar, vText
from icalendar import Event as Component


@dataclass(frozen=True)
class Entry:
    """`starts` and `ends` are both moments, in the zone to write, or both days: then it is all day."""

    # The same in every language and after every move: a calendar replaces what it has.
    key: str
    version: int
    summary: str
    starts: date
    ends: date
    called_off: bool = False
    location: str = ""
    path: str = ""


def calendar_of(entries: Iterable[Entry], *, name: str, now: datetime) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Zorg voor de buurt//agenda//")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for entry in entries:
        calendar.add_component(_component(entry, now))
    calendar.add_missing_timezones()
    text: bytes = calendar.to_ical()
    return text


def _component(entry: Entry, now: datetime) -> Component:
    made = Component()
    made.add("uid", f"{entry.key}@{urlsplit(settings.SITE_URL).hostname}")
    made.add("dtstamp", now)
    made.add("sequence", entry.version)
    made.add("status", "CANCELLED" if entry.called_off else "CONFIRMED")
    made.add("dtstart", entry.starts)
    made.add("dtend", entry.ends)
    made.add("summary", vText(entry.summary))
    if entry.location:
        made.add("location", vText(entry.location))
    if entry.path:
        made.add("url", settings.SITE_URL + entry.path)
    return made


def calendar_response(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
