from __future__ import annotations

from portal.people.models import Neighbourhood

# Unknown until the service centre fills them in under Neighbourhoods in the CMS.
PLACEHOLDERS = {
    "centre": "Lokaal dienstencentrum De Schijf",
    "phone": "0000 00 00 00",
    "reachable": {
        "nl": "[vul in: wanneer kan je bellen of langskomen?]",
        "fr": "[à compléter : quand appeler ou passer ?]",
        "en": "[fill in: when to call or drop in?]",
        "ar": "[يُملأ لاحقاً: متى يمكن الاتصال أو الزيارة؟]",
    },
    "street": "[straat en nummer]",
    "postcode": "2800",
    "city": "Mechelen",
}
PLACES = {"oud-oefenplein": "Oud-Oefenplein", "vuurkruisenplein": "Vuurkruisenplein"}


def begin_places() -> list[Neighbourhood]:
    """The first area (000:88-96); neighbourhoods that exist stay as they are."""
    return [
        Neighbourhood.objects.get_or_create(
            slug=slug, defaults={"name": name, "position": position, **PLACEHOLDERS}
        )[0]
        for position, (slug, name) in enumerate(PLACES.items())
    ]
