"""The board on the pages of others: hands that are up, and how much there is to do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import template
from django.utils import timezone

from design.freshness import shows
from portal.help.board import counts_by_kind
from portal.help.enums import MatchState, Verb
from portal.help.models import Event, HelpRequest, Match
from portal.people.enums import Looked, VolunteerState
from portal.people.kept_actions import note_access
from portal.people.models import User, Volunteer
from portal.people.querysets import not_hidden_from

register = template.Library()

MOST_SHOWN = 20
# What was agreed without a broker stands on the work list so long.
TOLD_FOR = timedelta(days=2)
# Fewer than this many questions of one kind are not counted in public: in one street, two say who.
LEAST_COUNTED = 3


@register.inclusion_tag("components/worklist_hands.html")
def hands_to_answer(user: User) -> dict[str, Any]:
    """Who wants to help and waits for a broker, and what was agreed without one; two queries."""
    now = timezone.now()
    of_team = HelpRequest.objects.of_team(user)
    hands = list(
        Match.objects.filter(
            not_hidden_from(user, "volunteer__person__"), state=MatchState.OFFERED, request__in=of_team
        )
        .select_related("request__kind", "volunteer__person")
        .order_by("proposed_at", "pk")[:MOST_SHOWN]
    )
    agreed = list(
        Event.objects.filter(verb=Verb.AT_ONCE, at__gte=now - TOLD_FOR, request__in=of_team)
        .select_related("request__kind")
        .order_by("-at", "-pk")[:MOST_SHOWN]
    )
    note_access([each.volunteer.person for each in hands], Looked.LIST, by=user, now=now)
    return {"hands": hands, "agreed": agreed}


@register.inclusion_tag("components/my_hands.html", takes_context=True)
def my_hands(context: dict[str, Any], user: User) -> dict[str, Any]:
    """The door to the board for who helps, and where their hand is up; two queries."""
    own = Volunteer.objects.filter(person__user=user, person__restricted_at=None)
    if not own.filter(state=VolunteerState.ACTIVE).exists():
        return {"may_look": False}
    hands = Match.objects.of_volunteer(user).filter(state=MatchState.OFFERED)
    return {
        "may_look": True,
        "hands": list(hands.select_related("request__kind", "request__neighbourhood")),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("components/board_counts.html")
def board_counts() -> dict[str, Any]:
    """How many questions wait for somebody, by kind."""
    shows("counts", "kinds")
    found = counts_by_kind(timezone.localdate())
    return {"counts": [{**each, "is_few": each["count"] < LEAST_COUNTED} for each in found]}
