"""Appointments as entries of a calendar file.

Such a file leaves our hands: it says what and when, never who or where. Those stand behind the login.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from design.calendars import Entry
from portal.people.enums import HalfDay, VolunteerState

from .enums import HOLDS_PLACE
from .models import CalendarFeed, HelpRequest, Match

PAST_SHOWN = timedelta(days=30)
HOURS = {
    HalfDay.MORNING: (time(9), time(12)),
    HalfDay.AFTERNOON: (time(13), time(17)),
    HalfDay.EVENING: (time(18), time(21)),
}


def entry_of(request: HelpRequest) -> Entry:
    """A request that has a day, in the language that is active."""
    assert request.day is not None
    starts, ends = request.day, request.day + timedelta(days=1)
    if request.half_day:
        zone = timezone.get_default_timezone()
        first, last = HOURS[HalfDay(request.half_day)]
        starts, ends = (datetime.combine(request.day, hour, zone) for hour in (first, last))
    return Entry(
        key=f"help.{request.pk}",
        version=request.version,
        summary=str(request.kind),
        starts=starts,
        ends=ends,
        path=reverse("mine"),
    )


def open_feeds() -> QuerySet[CalendarFeed]:
    """Of who helps, whose data may be used, and who may sign in."""
    return CalendarFeed.objects.filter(
        volunteer__person__restricted_at=None, volunteer__person__user__is_active=True
    ).exclude(volunteer__state=VolunteerState.STOPPED)


def feed_entries(feed: CalendarFeed, now: datetime) -> list[Entry]:
    """What was agreed for the last month and after, but of who does not want their data used."""
    found = Match.objects.filter(
        volunteer=feed.volunteer_id,
        state__in=HOLDS_PLACE,
        request__day__gte=timezone.localdate(now) - PAST_SHOWN,
        request__person__restricted_at=None,
    )
    ordered = found.select_related("request__kind").order_by("request__day", "pk")
    return [entry_of(match.request) for match in ordered]
