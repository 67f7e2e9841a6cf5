"""What a page is, for machines: schema.org as JSON-LD."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

from portal.people.models import Neighbourhood

from .models import HomePage, SitePage

# As django.utils.html.json_script: nothing in a text can end the script element.
ESCAPED = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
Thing = dict[str, Any]


def structured(
    page: SitePage, place: Neighbourhood | None, facts: Thing | None, *, is_off: bool
) -> SafeString:
    """A data block with what the page is about; empty when it is just a text.

    `facts`: what an event page shows of its date (`home.agenda`); `is_off`: that date was called off.
    """
    found = (_organisation(page, place), _questions(page), _event(page, facts, is_off=is_off))
    things = [thing for thing in found if thing]
    if not things:
        return SafeString("")
    text = json.dumps({"@context": "https://schema.org", "@graph": things}, ensure_ascii=False)
    return mark_safe(f'<script type="application/ld+json">{text.translate(ESCAPED)}</script>')  # noqa: S308


def _organisation(page: SitePage, place: Neighbourhood | None) -> Thing | None:
    if not isinstance(page, HomePage) or not place:
        return None
    found: Thing = {
        "@type": "NGO",
        "name": settings.WAGTAIL_SITE_NAME,
        "url": settings.SITE_URL + page.path_in_site,
        "areaServed": place.name,
        "description": page.intro,
    }
    if place.phone_link:
        found["telephone"] = place.phone
    if place.city:
        found["address"] = _address(place.street, f"{place.postcode} {place.city}")
    return found


def _questions(page: SitePage) -> Thing | None:
    asked = [
        {
            "@type": "Question",
            "name": item["question"],
            "acceptedAnswer": {"@type": "Answer", "text": strip_tags(str(item["answer"])).strip()},
        }
        for block in getattr(page, "body", None) or []
        if block.block_type == "questions"
        for item in block.value
    ]
    return {"@type": "FAQPage", "mainEntity": asked} if asked else None


def _event(page: SitePage, facts: Thing | None, *, is_off: bool) -> Thing | None:
    if facts is None:
        return None
    state = "EventCancelled" if is_off else "EventScheduled"
    return {
        "@type": "Event",
        "name": page.title,
        "description": page.intro,
        "startDate": timezone.localtime(facts["starts_at"]).isoformat(),
        "endDate": timezone.localtime(facts["ends_at"]).isoformat(),
        "eventStatus": f"https://schema.org/{state}",
        "url": settings.SITE_URL + page.path_in_site,
        "isAccessibleForFree": not facts["price"],
        "location": {
            "@type": "Place",
            "name": facts["place"] or facts["city"],
            "address": _address(facts["street"], facts["city"]),
        },
    }


def _address(street: str, city: str) -> Thing:
    address = {"@type": "PostalAddress", "streetAddress": street, "addressLocality": city}
    return {**{name: value for name, value in address.items() if value}, "addressCountry": "BE"}
