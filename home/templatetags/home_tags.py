from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail.models import Page

from design.freshness import shows
from design.known import known
from home.models.base import SitePage, path_in_site
from home.structured import structured as structured_data
from portal.people.enums import OrganisationKind, language_names
from portal.people.models import Organisation

register = template.Library()
KEY = "_menu_pages"
# The root, the first page of a language, and then these.
DEPTH = 3
Listed = tuple[str, str, bool]


def _pages(context: Context) -> list[Listed]:
    """The pages right under the first page of this language; header and footer share the query."""
    language = get_language() or "nl"
    shows(f"menu:{language}")
    request = context.get("request")
    kept: dict[str, list[Listed]] = getattr(request, KEY, {})
    if language not in kept:
        kept[language] = known("menu", lambda: _listed(language))
        if request is not None:
            setattr(request, KEY, kept)
    return kept[language]


def _listed(language: str) -> list[Listed]:
    shows(f"menu:{language}")
    found = Page.objects.live().filter(locale__language_code=language, depth=DEPTH)
    return list(found.order_by("path").values_list("title", "url_path", "show_in_menus"))


def _links(context: Context, *, in_menus: bool) -> dict[str, Any]:
    path = getattr(context.get("request"), "path", "")
    return {
        "links": [
            {"title": title, "url": url, "is_current": url == path}
            for title, url_path, shown in _pages(context)
            if shown is in_menus and (url := path_in_site(get_language() or "nl", url_path))
        ]
    }


@register.simple_tag(takes_context=True)
def structured(context: Context, page: SitePage) -> SafeString:
    first = context.get("first")
    is_off = bool(first and first.called_off_at)
    return structured_data(page, context.get("neighbourhood"), context.get("facts"), is_off=is_off)


@register.inclusion_tag("navigation/links.html", takes_context=True)
def main_menu(context: Context) -> dict[str, Any]:
    return _links(context, in_menus=True)


@register.inclusion_tag("navigation/links.html", takes_context=True)
def footer_menu(context: Context) -> dict[str, Any]:
    return _links(context, in_menus=False)


@register.simple_tag
def partners() -> list[str]:
    """The names of who works with us; one query."""
    shows("organisations")
    found = Organisation.objects.public().filter(kind=OrganisationKind.PARTNER)
    return list(found.values_list("name", flat=True))


@register.filter(name="language_names")
def listed_languages(codes: list[str]) -> str:
    return ", ".join(language_names(codes))
