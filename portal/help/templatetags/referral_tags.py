"""Referrals on the pages of others: of one request, on the work list, and on one's own page."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.help.models import HelpRequest, Referral
from portal.help.referral_enums import ReferralState
from portal.help.referral_rules import check_can_be_referred
from portal.help.rules import why_not
from portal.people.enums import Looked
from portal.people.kept_actions import note_access
from portal.people.models import User

register = template.Library()

MOST_SHOWN = 20


@register.inclusion_tag("components/request_referrals.html")
def request_referrals(request_: HelpRequest) -> dict[str, Any]:
    """What was passed on to whom; one query."""
    return {
        "request_": request_,
        "referrals": list(request_.referrals.select_related("organisation")),
        "can_refer": not why_not(check_can_be_referred, request_),
    }


@register.inclusion_tag("components/worklist_referrals.html")
def referrals_to_do(user: User) -> dict[str, Any]:
    """Refused, without an answer, without consent, or to hear from; one query, and a note of who is seen."""
    now = timezone.now()
    todo = Referral.objects.visible_to(user).to_do(now)
    found = list(
        todo.select_related("organisation", "request__person").order_by("due_on", "pk")[: MOST_SHOWN + 1]
    )
    shown = found[:MOST_SHOWN]
    note_access([each.request.person for each in shown], Looked.LIST, by=user, now=now)
    return {
        "rows": [{"referral": each, "words": _words(each)} for each in shown],
        "has_more": len(found) > MOST_SHOWN,
    }


def _words(referral: Referral) -> str:
    service = {"service": referral.organisation}
    words = {
        ReferralState.NO_RESULT: _("%(service)s cannot help. Call the resident and look for another way."),
        ReferralState.PASSED_ON: _("%(service)s has not answered. Call them."),
        ReferralState.DRAFTED: _("Not asked yet: may we pass this on to %(service)s?"),
        ReferralState.TAKEN_UP: _("%(service)s helps. Ask the resident how it goes."),
    }
    return words[ReferralState(referral.state)] % service


@register.inclusion_tag("components/own_referrals.html")
def own_referrals(user: User) -> dict[str, Any]:
    """Which services were asked for whoever is signed in; one query."""
    found = Referral.objects.own(user).select_related("organisation", "request")
    return {"referrals": list(found[:MOST_SHOWN])}
