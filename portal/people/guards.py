"""Doors of views."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from design.give_back import give_back

from .models import User
from .roles import Ability
from .second_factor import to_second_factor, withholds

View = Callable[..., HttpResponseBase]


def signed_in(view: View) -> View:
    """Send strangers to the login; what a stranger posts (signed out meanwhile) is given back."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and not request.user.is_authenticated:
            return give_back(request, signed_out=True)
        return login_required(view)(request, *args, **kwargs)

    return cast(View, guarded)


def needs(ability: Ability) -> Callable[[View], View]:
    """Send strangers to the login, and answer 403 to people whose roles do not allow this.

    Staff whose second factor is still to come are sent to it.
    """

    def decorate(view: View) -> View:
        @signed_in
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not current_user(request).may(ability):
                if withholds(request, ability):
                    return to_second_factor(request)
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def current_user(request: HttpRequest) -> User:
    """The user of a request behind a login."""
    assert isinstance(request.user, User)
    return request.user
