"""Facts about help for the pages of other apps."""

from __future__ import annotations

from typing import Any

from django import template

from portal.help.enums import Face
from portal.help.models import HelpKind

register = template.Library()

FACES = {Face.BAD: "frown", Face.SO_SO: "meh", Face.GOOD: "smile"}


@register.inclusion_tag("components/kind_tiles.html")
def kind_tiles() -> dict[str, Any]:
    """A tile per kind of help, each the first step of asking."""
    return {"kinds": HelpKind.objects.filter(is_active=True)}


@register.inclusion_tag("components/kind_cards.html")
def kind_cards() -> dict[str, Any]:
    """What we do and do not do, per kind of help."""
    return {"kinds": HelpKind.objects.filter(is_active=True)}


@register.filter
def face_icon(face: int | str) -> str:
    return FACES[Face(int(face))]
