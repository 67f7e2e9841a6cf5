from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from design.give_back import give_back


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "pages/error_400.html", status=400)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "pages/error_403.html", status=403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "pages/error_404.html", status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open very long, or cookies are off."""
    return give_back(request)


def too_many(request: HttpRequest) -> HttpResponse:
    """The limits of allauth, whose windows are of a minute."""
    return render(request, "pages/error_429.html", {"minutes": 1}, status=429)


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs nothing that may be what broke: no database, no context."""
    return render(None, "pages/error_500.html", status=500)
