"""Wagtail's pages, found without asking the database where they stand each time."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from wagtail import views
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from design.freshness import shows
from design.known import known


def serve(request: HttpRequest, path: str) -> HttpResponse:
    request._wagtail_site = known(("site", request.get_host()), lambda: _site(request))  # type: ignore[attr-defined]
    found = known(("route", request.get_host(), path), lambda: _place(request, path))
    if found is not None:
        model, pk = found
        # Not `first`, which sorts: this is the one query of a page that is made anew.
        page = next(iter(model._default_manager.filter(pk=pk).order_by()), None)
        request._wagtail_route_for_request = page and RouteResult(page)  # type: ignore[attr-defined]
    return cast(HttpResponse, views.serve(request, path))


def _site(request: HttpRequest) -> Site | None:
    shows("site")
    found: Site | None = Site.find_for_request(request)
    return found


def _place(request: HttpRequest, path: str) -> tuple[type[Page], int] | None:
    """The type and number of the page at this address; None where Wagtail itself must look."""
    found = Page.route_for_request(request, path)
    if found is None or found.args or found.kwargs:
        return None
    shows(f"page:{found.page.translation_key}")
    return type(found.page), found.page.pk
