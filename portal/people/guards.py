"""Doors of views."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from .models import User
from .roles import Ability

View = Callable[..., HttpResponse]


def needs(ability: Ability) -> Callable[[View], View]:
    """Send strangers to the login, and answer 403 to people whose roles do not allow this."""

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not current_user(request).may(ability):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return cast(View, guarded)

    return decorate


def current_user(request: HttpRequest) -> User:
    """The user of a request behind a login."""
    assert isinstance(request.user, User)
    return request.user
