"""The link for the calendar on the page of who helps."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse

from portal.help.calendars import open_feeds
from portal.people.enums import VolunteerState
from portal.people.models import Volunteer

register = template.Library()


@register.inclusion_tag("components/calendar_feed.html", takes_context=True)
def calendar_feed(context: dict[str, Any], volunteer: Volunteer) -> dict[str, Any]:
    feed = open_feeds().filter(volunteer=volunteer).first()
    helps = volunteer.state != VolunteerState.STOPPED and not volunteer.person.is_restricted
    return {
        "helps": helps,
        "link": settings.SITE_URL + reverse("own_feed", args=[feed.key]) if feed else "",
        "csrf_token": context.get("csrf_token"),
    }
