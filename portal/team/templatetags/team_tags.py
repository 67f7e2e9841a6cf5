"""What the team has to do about volunteers, for the work list."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import template
from django.db.models import Count, Exists, OuterRef
from django.utils import timezone
from django.utils.formats import time_format

from design.freshness import shows
from portal.people.enums import Looked, VolunteerState
from portal.people.kept_actions import note_access
from portal.people.models import Neighbourhood, Statement, User, Volunteer
from portal.team.hours import reach, week_of
from portal.team.models import Organiser

register = template.Library()

# A month before a statement runs out, somebody has to ask for a new one.
WARN = timedelta(days=31)
MOST_SHOWN = 10
WAITING = (VolunteerState.SIGNED_UP, VolunteerState.TALK, VolunteerState.READY)
HELPING = (VolunteerState.ACTIVE, VolunteerState.RESTING)


@register.inclusion_tag("components/worklist_volunteers.html")
def volunteers_to_do(user: User) -> dict[str, Any]:
    """Who waits for a next step, by state, and whose statements run out; two queries."""
    visible = Volunteer.objects.visible_to(user)
    found = visible.filter(state__in=WAITING).order_by().values_list("state").annotate(Count("pk"))
    counts = dict(found)
    waiting = [{"state": state, "count": counts[state]} for state in WAITING if state in counts]
    shown = list(expiring(user)[:MOST_SHOWN])
    note_access([each.volunteer.person for each in shown], Looked.LIST, by=user, now=timezone.now())
    return {"waiting": waiting, "expiring": shown}


def expiring(user: User) -> Any:
    """Statements of people who help that run out within a month or did, unless a newer one is there."""
    newer = Statement.objects.filter(
        volunteer=OuterRef("volunteer"), kind=OuterRef("kind"), expires_on__gt=OuterRef("expires_on")
    )
    return (
        Statement.objects.filter(
            ~Exists(newer),
            volunteer__in=Volunteer.objects.visible_to(user).filter(state__in=HELPING),
            expires_on__lte=timezone.localdate() + WARN,
        )
        .select_related("volunteer__person")
        .order_by("expires_on", "pk")
    )


# So many days ahead we say that we are closed on a day when people would find us.
SAID_AHEAD = 28


@register.inclusion_tag("components/reach_now.html")
def reach_now(place: Neighbourhood | None) -> dict[str, Any]:
    """Whether somebody answers now, until when, or from when again; in words when no hours are filled in."""
    now = timezone.now()
    today = timezone.localdate(now)
    week = week_of(place.pk, today) if place else None
    found = reach(week.hours, week.is_closed, now) if week else None
    moment = found.changes_at if found else None
    shows("hours", until=moment)
    day = timezone.localdate(moment) if moment else today
    return {
        "reach": found,
        "moment": moment,
        "is_today": day == today,
        "is_tomorrow": day == today + timedelta(days=1),
        "words": "" if week and week.hours else (place.reachable if place else ""),
    }


@register.inclusion_tag("components/reach_week.html")
def reach_week(place: Neighbourhood | None) -> dict[str, Any]:
    """The hours of every week, and the days soon on which we are closed all the same."""
    today = timezone.localdate()
    week = week_of(place.pk, today) if place else None
    if not week or not week.hours:
        return {"days": [], "closed": []}
    days: dict[int, list[Any]] = {}
    for each in week.hours:
        # Dutch says "uur" once, after both.
        start = time_format(each.starts, "TIME_FORMAT").removesuffix(" uur")
        days.setdefault(each.weekday, []).append((start, time_format(each.ends, "TIME_FORMAT")))
    return {"days": list(days.items()), "closed": week.exceptions(today, SAID_AHEAD)}


@register.inclusion_tag("components/insurance.html")
def insurance(place: Neighbourhood) -> dict[str, Any]:
    """To whom an accident is reported; one query."""
    return {"organiser": Organiser.objects.filter(neighbourhood=place).first()}
