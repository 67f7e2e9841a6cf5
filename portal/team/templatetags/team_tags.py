"""What the team has to do about volunteers, for the work list."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import template
from django.db.models import Count, Exists, OuterRef
from django.utils import timezone

from portal.people.enums import Looked, VolunteerState
from portal.people.kept_actions import note_access
from portal.people.models import Statement, User, Volunteer

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
