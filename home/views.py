"""What machines read: search engines, feed readers, phones that put us on their first screen."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from wagtail.models import Page

from design.colours import check_colour, in_the_dark
from portal.people.context import home_neighbourhood

from . import models
from .models.base import SitePage, path_in_site

CODES = [code for code, _name in settings.LANGUAGES]
PUBLIC = tuple(
    model
    for name in models.__all__
    if isinstance(model := getattr(models, name), type)
    and issubclass(model, SitePage)
    and not model._meta.abstract
)
A_DAY, A_YEAR = 60 * 60 * 24, 60 * 60 * 24 * 365
GROUND = "#fbf7f0"


def robots(request: HttpRequest) -> HttpResponse:
    """What is personal or for the team is nothing for search engines."""
    return render(request, "robots.txt", {"codes": CODES}, content_type="text/plain; charset=utf-8")


def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page in every language it has, each naming the others (sitemaps.org, hreflang)."""
    found = Page.objects.live().public().type(PUBLIC).order_by("path")
    gone = models.StoryPage.objects.filter(take_down_on__lte=timezone.localdate())
    groups: dict[str, list[dict[str, str]]] = {}
    for key, code, url_path in found.exclude(pk__in=gone.values("pk")).values_list(
        "translation_key", "locale__language_code", "url_path"
    ):
        address = {"code": code, "url": settings.SITE_URL + path_in_site(code, url_path)}
        groups.setdefault(str(key), []).append(address)
    return render(request, "sitemap.xml", {"groups": groups.values()}, content_type="application/xml")


@cache_control(max_age=A_DAY)
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell about a hole (RFC 9116); there is none to name while the site has no address."""
    place = home_neighbourhood()
    email = place and (place.secretary or place.email)
    if not email:
        raise Http404
    expires = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=365)
    lines = [
        f"Contact: mailto:{email}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(CODES)}",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@cache_control(max_age=A_DAY)
def manifest(request: HttpRequest) -> HttpResponse:
    """How the site stands on the first screen of a phone."""
    code = translation.get_language() or settings.LANGUAGE_CODE
    icons = [
        {"src": static(f"img/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
        for size in (192, 512)
    ]
    maskable = {"src": static("img/icon-maskable.png"), "sizes": "512x512", "type": "image/png"}
    content = {
        "name": settings.WAGTAIL_SITE_NAME,
        "short_name": _("Neighbourhood"),
        "lang": code,
        "dir": "rtl" if translation.get_language_bidi() else "ltr",
        "start_url": f"/{code}/",
        "scope": "/",
        "display": "browser",
        "background_color": GROUND,
        "theme_color": GROUND,
        "icons": [*icons, {**maskable, "purpose": "maskable"}],
    }
    return JsonResponse(content, content_type="application/manifest+json")


@cache_control(max_age=A_YEAR, public=True, immutable=True)
def colour(request: HttpRequest, digits: str) -> HttpResponse:
    """The neighbourhood's own colour, for light and dark; the address is the colour, so it never changes."""
    chosen = f"#{digits.lower()}"
    try:
        check_colour(chosen)
    except ValidationError:
        raise Http404 from None
    css = (
        f"@layer tokens{{:root{{--place:{chosen}}}"
        f"@media (prefers-color-scheme:dark){{:root{{--place:{in_the_dark(chosen)}}}}}}}\n"
    )
    return HttpResponse(css, content_type="text/css")
