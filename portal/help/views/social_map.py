"""`/nl/bemiddeling/sociale-kaart/`: the services we know, with what came of earlier referrals."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from design.days import months_later
from portal.people.enums import Language, OrganisationKind
from portal.people.guards import current_user, needs
from portal.people.models import Organisation, User
from portal.people.roles import Ability

from ..models import HelpRequest
from ..referral_enums import LIVE_REFERRAL, ReferralOutcome, ReferralState
from ..referral_rules import check_can_be_referred
from ..rules import why_not

CHECK_EVERY_MONTHS = 12
MOST_SHOWN = 200
NO_ANSWER = Q(referrals__state=ReferralState.NO_RESULT) | Q(
    referrals__outcome=ReferralOutcome.NOT_HELPED, referrals__state=ReferralState.CLOSED
)


@needs(Ability.BROKER)
@require_GET
def social_map(request: HttpRequest) -> HttpResponse:
    """With `vraag` it is for one request, and each service leads to referring it there."""
    user = current_user(request)
    words, language = request.GET.get("q", "").strip(), request.GET.get("taal", "")
    today = timezone.localdate()
    rows = [{"organisation": each, "is_old": _is_old(each, today)} for each in _found(user, words, language)]
    context: dict[str, Any] = {
        "rows": rows,
        "q": words,
        "language": language,
        "languages": Language.choices,
        "for_request": _request(user, request.GET.get("vraag", "")),
    }
    return render(request, "pages/social_map.html", context)


def _request(user: User, reference: str) -> HelpRequest | None:
    found = (
        HelpRequest.objects.of_team(user).select_related("kind", "person").filter(reference=reference).first()
    )
    return found if found and not why_not(check_can_be_referred, found) else None


def _is_old(organisation: Organisation, today: date) -> bool:
    checked = organisation.checked_on
    return checked is None or months_later(checked, CHECK_EVERY_MONTHS) <= today


def _found(user: User, words: str, language: str) -> list[Organisation]:
    """By name, by what they do or for whom; how many referrals there were, in numbers alone."""
    found = Organisation.objects.visible_to(user).exclude(kind=OrganisationKind.SHOP)
    if words:
        found = found.filter(
            Q(name__icontains=words)
            | Q(what__icontains=words)
            | Q(for_whom__icontains=words)
            | Q(how_to_refer__icontains=words)
        )
    return [
        each
        for each in _counted(found)[:MOST_SHOWN]
        if language not in Language.values or language in each.languages
    ]


def _counted(found: QuerySet[Organisation]) -> QuerySet[Organisation]:
    once = {"distinct": True}
    return found.annotate(
        under_way=Count("referrals", Q(referrals__state__in=LIVE_REFERRAL), **once),
        helped=Count(
            "referrals", Q(referrals__outcome__in=[ReferralOutcome.HELPED, ReferralOutcome.PARTLY]), **once
        ),
        could_not=Count("referrals", NO_ANSWER, **once),
    )
