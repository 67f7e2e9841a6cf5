"""What services and residents are told of a referral. No mail holds anything of a resident but the number."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from portal.contact.actions import About, tell, tell_organisation

from .messages import my_page
from .models import Referral
from .referral_enums import ReferralState, ReferralWay


def _about(referral: Referral) -> About:
    with translation.override(settings.LANGUAGE_CODE):
        path = reverse("referral", args=[referral.pk])
    return About(referral.request.neighbourhood_id, path)


def _tell_service(referral: Referral, kind: str, now: datetime) -> None:
    tell_organisation(
        referral.organisation,
        kind,
        key=f"{referral.pk}.{referral.version}",
        now=now,
        about=_about(referral),
        number=referral.number,
        link=settings.SITE_URL + referral.partner_path if referral.way == ReferralWay.LINK else "",
        phone=referral.request.neighbourhood.phone,
    )


def send_link(referral: Referral, *, now: datetime) -> None:
    _tell_service(referral, "referral_link", now)


def remind(referral: Referral, *, now: datetime) -> None:
    _tell_service(referral, "referral_reminder", now)


def tell_to_erase(referral: Referral, *, now: datetime) -> None:
    _tell_service(referral, "referral_erase", now)


def tell_answered(referral: Referral, *, now: datetime) -> None:
    """The resident hears it from us: on their own page, or by a call."""
    request = referral.request
    helps = referral.state == ReferralState.TAKEN_UP
    tell(
        request.person,
        "service_helps" if helps else "service_cannot",
        key=f"{referral.pk}.{referral.version}",
        now=now,
        about=_about(referral),
        needs_page=True,
        link=my_page(request.person),
        reference=request.spoken_reference,
    )
