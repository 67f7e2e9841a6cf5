from __future__ import annotations

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from home.serving import serve as serve_page


def healthz(request: HttpRequest) -> HttpResponse:
    """For machines: 200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


def cms_door(request: HttpRequest) -> HttpResponse:
    """One door for everybody, with its limits; Wagtail's own would have none."""
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect_to_login(request.GET.get("next") or "/cms/")


# In production the server in front gives out uploads.
media = (
    [path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}, name="media")]
    if settings.SERVE_MEDIA
    else []
)

urlpatterns = [
    path("", RedirectView.as_view(url=f"/{settings.LANGUAGE_CODE}/"), name="root"),
    path("healthz", healthz, name="healthz"),
    path("", include("home.urls")),
    path("cms/login/", cms_door, name="cms_login"),
    path("cms/password_reset/", cms_door, name="cms_password_reset"),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    *media,
    *i18n_patterns(
        path("account/", include("portal.people.urls")),
        path("", include("portal.people.data_urls")),
        path("", include("portal.people.person_urls")),
        path("stijl/", include("design.urls")),
        path("zoeken/", include("home.search.urls")),
        path("", include("home.krant_urls")),
        path("", include("portal.contact.urls")),
        path("", include("portal.team.urls")),
        path("", include("portal.gather.urls")),
        path("", include("portal.help.urls")),
        path("", include("home.language_urls")),
        re_path(wagtail_urls.serve_pattern, serve_page),
        path("", include(wagtail_urls)),
    ),
]

handler400 = "config.errors.bad_request"
handler403 = "config.errors.forbidden"
handler404 = "config.errors.not_found"
handler429 = "config.errors.too_many"  # allauth's
handler500 = "config.errors.server_error"
