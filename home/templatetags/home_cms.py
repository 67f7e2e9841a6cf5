from __future__ import annotations

from django import template
from django.conf import settings

register = template.Library()
NAMES = dict(settings.LANGUAGES)


@register.filter
def language_name(code: str) -> str:
    """In the language of the screen: `Frans`."""
    return str(NAMES.get(code, code))
