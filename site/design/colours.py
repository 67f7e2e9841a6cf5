"""Colours that people choose, and whether text on them can be read (WCAG 2.2, 1.4.6: 7 to 1)."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

OWN_COLOUR = "#17406b"
ON_COLOUR = "#fffdf9"
DARK_GROUND = "#16181c"
LEAST = 7.0
_HEX = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)


def luminance(colour: str) -> float:
    """Relative luminance, 0 (black) to 1 (white), of `#rrggbb`."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def check_colour(colour: str) -> None:
    """Raise `ValidationError` on what is no colour, or too light to carry our light text."""
    if not _HEX.fullmatch(colour):
        raise ValidationError(_("Write a colour as # and six digits or letters a to f, like #17406b."))
    found = contrast(colour, ON_COLOUR)
    if found < LEAST:
        raise ValidationError(
            _(
                "White text on this colour is hard to read: %(found).1f to 1. "
                "It must be 7 to 1. Choose a darker one."
            )
            % {"found": found}
        )


def in_the_dark(colour: str) -> str:
    """The same hue, lightened until it reads 7 to 1 on our dark ground."""
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    for step in range(101):
        mixed = "#" + "".join(f"{round(part + (255 - part) * step / 100):02x}" for part in parts)
        if contrast(mixed, DARK_GROUND) >= LEAST:
            return mixed
    return "#ffffff"
