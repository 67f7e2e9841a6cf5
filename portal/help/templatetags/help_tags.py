"""Facts about help for the pages of other apps."""

from __future__ import annotations

from typing import Any

from django import template

from design.freshness import shows
from portal.help.counts import helped, rounded_down
from portal.help.enums import Face
from portal.help.models import HelpKind, RedFlag

register = template.Library()

FACES = {Face.BAD: "frown", Face.SO_SO: "meh", Face.GOOD: "smile"}


@register.inclusion_tag("components/kind_tiles.html")
def kind_tiles() -> dict[str, Any]:
    """A tile per kind of help, each the first step of asking."""
    return _kinds()


@register.inclusion_tag("components/kind_cards.html")
def kind_cards() -> dict[str, Any]:
    """What we do and do not do, per kind of help, and what is a matter for a service."""
    flags = list(RedFlag.objects.filter(is_active=True))
    return {
        **_kinds(),
        "flags": [each for each in flags if each.kind_id],
        "for_service": [each for each in flags if not each.kind_id],
    }


def _kinds() -> dict[str, Any]:
    shows("kinds")
    return {"kinds": HelpKind.objects.filter(is_active=True)}


@register.inclusion_tag("components/helped_count.html")
def helped_count() -> dict[str, Any]:
    """How many neighbours were helped; nothing while they are few."""
    shows("counts")
    return {"count": rounded_down(helped())}


@register.filter
def face_icon(face: int | str) -> str:
    return FACES[Face(int(face))]
