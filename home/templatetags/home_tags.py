from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context
from django.utils.translation import get_language

from home.models import InfoPage

register = template.Library()


def _pages(context: Context, **which: Any) -> dict[str, Any]:
    """Pages of this language, with their addresses; one query."""
    language = get_language() or "nl"
    found = (
        InfoPage.objects.live()
        .filter(locale__language_code=language, **which)
        .defer_streamfields()
        .order_by("path")
    )
    path = getattr(context.get("request"), "path", "")
    return {
        "links": [
            {"title": page.title, "url": url, "is_current": url == path}
            for page in found
            if (url := f"/{language}/{page.slug}/")
        ]
    }


@register.inclusion_tag("navigation/links.html", takes_context=True)
def main_menu(context: Context) -> dict[str, Any]:
    return _pages(context, show_in_menus=True)


@register.inclusion_tag("navigation/links.html", takes_context=True)
def footer_menu(context: Context) -> dict[str, Any]:
    return _pages(context, show_in_menus=False)
