"""What went wrong: on the page of a request, on the work list, and in numbers about a volunteer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import template
from django.db.models import Case, Count, Q, When
from django.utils import timezone

from portal.help.enums import (
    FOR_COORDINATOR,
    NOTHING_WRONG,
    OF_THE_DAY,
    MatchState,
    Side,
    TroubleKind,
)
from portal.help.forms.trouble import SettleForm, TroubleForm
from portal.help.models import HelpRequest, Match, Trouble
from portal.help.trouble_rules import TAKEN_BACK_WITHIN
from portal.people.enums import Looked
from portal.people.kept_actions import note_access
from portal.people.models import User, Volunteer
from portal.people.roles import Ability

register = template.Library()

MOST_SHOWN = 20
YEAR = timedelta(days=365)
MEANT = (MatchState.ACCEPTED, MatchState.DONE, MatchState.CANCELLED)


@register.inclusion_tag("components/request_trouble.html", takes_context=True)
def request_trouble(context: dict[str, Any], request: HelpRequest, user: User) -> dict[str, Any]:
    """What went wrong with this request, and the form to write it down; two queries."""
    now = timezone.now()
    matches = request.matches.filter(state__in=MEANT).select_related("volunteer__person")
    found = [{"match": match, "form": _report_form(match, request)} for match in matches.order_by("pk")]
    troubles = Trouble.objects.filter(match__request=request).select_related(
        "match__volunteer__person", "by", "settled_by"
    )
    return {
        "csrf_token": context.get("csrf_token"),
        "request_": request,
        "matches": found,
        "troubles": [_trouble(each, user, now) for each in troubles],
    }


def _report_form(match: Match, request: HelpRequest) -> TroubleForm:
    initial = {"version": request.version, "told_by": ""}
    return TroubleForm(initial=initial, auto_id=f"id_wrong_{match.pk}_%s")


def _trouble(each: Trouble, user: User, now: Any) -> dict[str, Any]:
    may = each.kind not in FOR_COORDINATOR or user.may(Ability.SETTLE_TROUBLE)
    return {
        "trouble": each,
        "is_incident": each.kind == TroubleKind.INCIDENT,
        "settle": SettleForm(initial={"trouble": each.pk}, auto_id=f"id_settle_{each.pk}_%s")
        if may and not each.settled_at
        else None,
        "can_take_back": each.kind in OF_THE_DAY
        and each.outcome not in NOTHING_WRONG
        and now <= each.at + TAKEN_BACK_WITHIN,
    }


@register.inclusion_tag("components/worklist_trouble.html")
def trouble_to_settle(user: User) -> dict[str, Any]:
    """What has to be settled, accidents first; one query."""
    found = list(
        Trouble.objects.visible_to(user)
        .open()
        .select_related("match__request__person", "match__volunteer__person")
        .order_by(Case(When(kind=TroubleKind.INCIDENT, then=0), default=1), "due_on", "pk")[:MOST_SHOWN]
    )
    people = [each.match.request.person for each in found] + [each.match.volunteer.person for each in found]
    now = timezone.now()
    note_access(people, Looked.LIST, by=user, now=now)
    return {"troubles": found, "today": timezone.localdate(now)}


@register.inclusion_tag("components/volunteer_figures.html")
def volunteer_figures(volunteer: Volunteer) -> dict[str, int]:
    """How often somebody helped and what went wrong this past year; for the team alone, and no score."""
    since = timezone.now() - YEAR
    about = Trouble.objects.counted().filter(match__volunteer=volunteer, side=Side.HELPER, at__gte=since)
    counted = about.aggregate(
        no_shows=Count("pk", filter=Q(kind=TroubleKind.NO_SHOW)),
        late_cancels=Count("pk", filter=Q(kind=TroubleKind.LATE_CANCEL)),
    )
    helped = Match.objects.filter(volunteer=volunteer, state=MatchState.DONE).count()
    return {"helped": helped, **counted}
