from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.models import Page

from .models import HomePage, InfoPage

CODES = [code for code, _name in settings.LANGUAGES]


def robots(request: HttpRequest) -> HttpResponse:
    """What is personal or for the team is nothing for search engines."""
    return render(request, "robots.txt", {"codes": CODES}, content_type="text/plain; charset=utf-8")


def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page in every language it has, each naming the others (sitemaps.org, hreflang)."""
    found = Page.objects.live().public().type((HomePage, InfoPage)).select_related("locale").order_by("path")
    groups: dict[str, list[dict[str, str]]] = {}
    for page in found:
        address = {"code": page.locale.language_code, "url": settings.SITE_URL + _path(page)}
        groups.setdefault(str(page.translation_key), []).append(address)
    return render(request, "sitemap.xml", {"groups": groups.values()}, content_type="application/xml")


def _path(page: Page) -> str:
    code = page.locale.language_code
    return f"/{code}/" if page.depth == 2 else f"/{code}/{page.slug}/"
