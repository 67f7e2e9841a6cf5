"""The card for a service, by post or in the hand of the resident: A5 twice on A4, with a strip to sign."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import pgettext

from design.paper import make_paper
from design.templatetags.design import written_day

from .models import Referral
from .referral_page import shown

TEMPLATE = "referral.typ"


def card(referral: Referral) -> bytes:
    """As PDF: in Dutch for the service, and in the language of the resident."""
    return make_paper(TEMPLATE, card_data(referral))


def card_data(referral: Referral) -> dict[str, Any]:
    """One side in Dutch; a second one when the resident reads another language."""
    languages = [settings.LANGUAGE_CODE]
    if (own := referral.request.person.written_language) not in languages:
        languages.append(own)
    return {"project": settings.WAGTAIL_SITE_NAME, "sides": [_side(referral, code) for code in languages]}


def _side(referral: Referral, language: str) -> dict[str, Any]:
    area = referral.request.neighbourhood
    with translation.override(language):
        return {
            "lang": language,
            "dir": "rtl" if translation.get_language_bidi() else "ltr",
            "title": pgettext("card", "A question for %(service)s") % {"service": referral.organisation},
            "number": pgettext("card", "Number %(number)s") % {"number": referral.number},
            "to": referral.contact_person,
            "what_label": pgettext("card", "The question"),
            "what": referral.what,
            "facts": [[each["label"], each["value"]] for each in shown(referral)],
            "from": [area.centre or area.name, area.street, f"{area.postcode} {area.city}".strip()],
            "phone": area.phone if area.phone_link else "",
            "please": pgettext("card", "Please tell us whether you can help. Say the number above."),
            "strip": _strip(referral),
        }


def _strip(referral: Referral) -> dict[str, Any]:
    """What is torn off and stays with us: that the resident agreed, when and how."""
    assert referral.consented_at is not None
    service = {"service": referral.organisation}
    return {
        "title": pgettext("card", "This strip stays with us"),
        "agrees": pgettext("card", "I agree that %(service)s gets what stands on this card.") % service,
        "said": pgettext("card", "Agreed on %(day)s (%(how)s).")
        % {"day": written_day(referral.consented_at), "how": referral.get_consented_how_display()},
        "name": pgettext("card", "Name"),
        "day": pgettext("card", "Date"),
        "signature": pgettext("card", "Signature"),
    }
