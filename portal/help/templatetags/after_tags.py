"""What comes after the help: opening a question again, and thanks."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import Q
from django.utils import timezone

from portal.help.enums import HOLDS_PLACE, MatchState, Side
from portal.help.forms.after import ReopenForm, ThankForm
from portal.help.forms.trouble import OwnTroubleForm
from portal.help.models import HelpRequest, Match, Thanks
from portal.help.rules import check_reopen, why_not
from portal.help.trouble_rules import TOLD_WITHIN, side_of
from portal.people.models import User

register = template.Library()

MOST_SHOWN = 20


@register.inclusion_tag("components/request_after.html", takes_context=True)
def request_after(context: dict[str, Any], request: HelpRequest) -> dict[str, Any]:
    """One query."""
    can_reopen = not why_not(check_reopen, request, timezone.now())
    helped = request.matches.filter(state=MatchState.DONE).select_related("volunteer__person", "thanks")
    return {
        "csrf_token": context.get("csrf_token"),
        "request_": request,
        "reopen": ReopenForm(initial={"version": request.version}, auto_id="id_reopen_%s")
        if can_reopen
        else None,
        "helped": [
            {"match": match, "thanks": getattr(match, "thanks", None), "form": _thank_form(match, request)}
            for match in helped.order_by("pk")
        ],
    }


def _thank_form(match: Match, request: HelpRequest) -> ThankForm:
    return ThankForm(initial={"version": request.version}, auto_id=f"id_thanks_{match.pk}_%s")


@register.inclusion_tag("components/my_thanks.html")
def my_thanks(user: User) -> dict[str, Any]:
    """What neighbours said to this volunteer, and how often they helped; two queries."""
    own = Match.objects.of_volunteer(user).filter(state=MatchState.DONE)
    said = Thanks.objects.filter(match__in=own, hidden_at=None).select_related("match__request__kind")
    return {"thanks": said[:MOST_SHOWN], "helped": own.count()}


@register.inclusion_tag("components/my_after.html", takes_context=True)
def my_after(context: dict[str, Any], user: User) -> dict[str, Any]:
    """Say thank you, or that something went wrong, by both sides; two queries."""
    now = timezone.now()
    since = timezone.localdate(now) - TOLD_WITHIN
    helped_me = Q(request__person__user=user) | Q(request__asked_by__user=user)
    found = (
        Match.objects.filter(helped_me | Q(volunteer__person__user=user))
        .filter(state__in=HOLDS_PLACE, helps_on__gte=since, helps_on__lte=timezone.localdate(now))
        .select_related(
            "request__kind", "request__person", "request__asked_by", "volunteer__person", "thanks"
        )
        .prefetch_related("troubles")
    )
    return {
        "csrf_token": context.get("csrf_token"),
        "items": [_own_match(match, user) for match in found[:MOST_SHOWN]],
    }


def _own_match(match: Match, user: User) -> dict[str, Any]:
    side = side_of(match, user)
    is_asker = side == Side.ASKER and match.state == MatchState.DONE
    return {
        "match": match,
        "is_asker": side == Side.ASKER,
        "thank": ThankForm(auto_id=f"id_thanks_{match.pk}_%s")
        if is_asker and not hasattr(match, "thanks")
        else None,
        "told": any(each.told_by == side for each in match.troubles.all()),
        "form": OwnTroubleForm(auto_id=f"id_wrong_{match.pk}_%s"),
    }
