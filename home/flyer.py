"""What stands on the flyer of a page, one side per language. The Dutch side comes first (language law)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext

from design.colours import OWN_COLOUR
from design.paper import pictogram_svg, square_code
from design.templatetags.design import written_day
from portal.gather.enums import EventKind, Repeats
from portal.people.context import home_neighbourhood
from portal.people.models import Neighbourhood

from .flyer_facts import Facts
from .models import EventPage, NeighbourhoodPage, SitePage

TEMPLATE = "flyer.typ"
FORMATS = ("a5", "a4", "a4-2")
MOST_PICTOGRAMS = 4
# The law wants these words on every translation.
TRANSLATED = "Vertaling van de Nederlandse tekst"
DRAWINGS = {EventKind.INFO: "documents", EventKind.WALK: "dog", EventKind.TRAINING: "documents"}
EVERY = {
    Repeats.WEEKLY: lambda: gettext("Every week"),
    Repeats.FORTNIGHTLY: lambda: gettext("Every two weeks"),
    Repeats.MONTHLY: lambda: gettext("Every month"),
}


def flyer(
    dutch: SitePage, pages: list[SitePage], what: str, now: datetime, *, on_screen: bool = False
) -> dict[str, Any]:
    """The data of `flyer.typ`: a side for each of `pages`, with the facts of the Dutch page."""
    place = neighbourhood_of(dutch)
    facts = Facts.of(dutch, now)
    return {
        "what": what,
        "on_screen": on_screen,
        "project": settings.WAGTAIL_SITE_NAME,
        "colour": place.colour if place else OWN_COLOUR,
        "sides": [_side(page, facts, place) for page in pages],
    }


def neighbourhood_of(page: SitePage) -> Neighbourhood | None:
    """Its own, else that of the page above it, else the one that stands on every page."""
    own = getattr(page, "neighbourhood", None)
    if own is None and (above := NeighbourhoodPage.objects.ancestor_of(page).last()):
        own = above.neighbourhood
    return own or home_neighbourhood()


def _side(page: SitePage, facts: Facts | None, place: Neighbourhood | None) -> dict[str, Any]:
    code = page.locale.language_code
    with translation.override(code):
        colour = place.colour if place else OWN_COLOUR
        return {
            "lang": code,
            "dir": "rtl" if translation.get_language_bidi() else "ltr",
            "title": page.title,
            "intro": page.intro,
            "facts": _facts(facts) if facts else [],
            "notes": _notes(page, facts) if facts else [],
            "pictograms": _pictograms(page),
            "drawing": pictogram_svg(_hero(page), colour),
            "logo": pictogram_svg("logo"),
            **_reach(place),
            "call": _call(facts),
            "scan": gettext("Scan and read more"),
            "code": square_code(settings.SITE_URL + page.path_in_site),
            "address": settings.SITE_URL.split("//")[-1] + page.path_in_site.rstrip("/"),
            "note": "" if code == settings.LANGUAGE_CODE else _translation_note(),
        }


def _reach(place: Neighbourhood | None) -> dict[str, Any]:
    if place is None:
        return {"neighbourhood": "", "phone": "", "reach": []}
    town = f"{place.postcode} {place.city}".strip()
    address = ", ".join(part for part in (place.street, town) if part)
    return {
        "neighbourhood": place.name,
        "phone": place.phone,
        "reach": [_apart(line) for line in (str(place.reachable), place.centre, address) if line],
    }


def _call(facts: Facts | None) -> str:
    if facts and facts.takes_sign_ups:
        return gettext("Call us to sign up")
    return gettext("Call us or drop in")


def _translation_note() -> str:
    own = gettext("Translation of the Dutch text")
    return TRANSLATED if own == TRANSLATED else f"{TRANSLATED} – {own}"


def _facts(facts: Facts) -> list[dict[str, Any]]:
    """When and where, each with what is large and what stands under it."""
    hours = gettext("from %(start)s until %(end)s") % {
        "start": written_time(facts.starts_at),
        "end": written_time(facts.ends_at),
    }
    every = [_every(facts)] if facts.repeats != Repeats.NEVER else []
    day = written_day(facts.starts_at)
    when = {"label": gettext("When?"), "strong": [day[:1].upper() + day[1:]], "lines": [hours, *every]}
    found: list[dict[str, Any]] = [when]
    where = [_apart(line) for line in (facts.place, facts.street, facts.city) if line]
    if where:
        found.append({"label": gettext("Where?"), "strong": where[:1], "lines": where[1:]})
    return found


def _apart(line: str) -> str:
    """A name or address keeps its own direction on an Arabic side (Unicode isolates)."""
    return f"\u2068{line}\u2069" if translation.get_language_bidi() else line


def _every(facts: Facts) -> str:
    every = EVERY[Repeats(facts.repeats)]()
    if facts.repeats_until is None:
        return every
    return gettext("%(every)s, until %(day)s") % {"every": every, "day": written_day(facts.repeats_until)}


def _notes(page: SitePage, facts: Facts) -> list[dict[str, str]]:
    comma = "، " if translation.get_language_bidi() else ", "
    lines = [
        (gettext("Price"), written_price(facts.price)),
        (gettext("Languages"), comma.join(facts.language_names())),
        (gettext("Getting in"), page.access if isinstance(page, EventPage) else ""),
    ]
    return [{"label": label, "text": text} for label, text in lines if text]


def _pictograms(page: SitePage) -> list[dict[str, str]]:
    """The first pictograms of the page itself, with their words."""
    rows = [block.value for block in getattr(page, "body", []) if block.block_type == "pictograms"]
    found = [(item["pictogram"], item["text"]) for row in rows for item in row]
    drawn = [{"drawing": pictogram_svg(name), "text": text} for name, text in found]
    return [each for each in drawn if each["drawing"]][:MOST_PICTOGRAMS]


def _hero(page: SitePage) -> str:
    """The large drawing: two neighbours over a cup for most that happens, a hand with a heart elsewhere."""
    if isinstance(page, EventPage):
        return DRAWINGS.get(EventKind(page.kind), "company")
    return "help"


def written_time(moment: datetime) -> str:
    """As posters write it: `18u30` and `18u`, `18h30` and `18h`, elsewhere `18:30`."""
    local = timezone.localtime(moment)
    sign = {"nl": "u", "fr": "h"}.get(get_language() or "")
    if sign is None:
        return date_format(local, "H:i")
    return f"{local.hour}{sign}{local.minute:02d}" if local.minute else f"{local.hour}{sign}"


def written_price(price: Decimal) -> str:
    if not price:
        return gettext("Free")
    amount = number_format(price, decimal_pos=0 if price == int(price) else 2)
    return gettext("%(amount)s euro") % {"amount": amount}
