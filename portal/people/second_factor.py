"""Staff prove who they are with a second thing; until a session did, it gives them no role of the team.

What is withheld is the role itself, so that every `may`, `visible_to` and menu agrees.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.middleware import get_user
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

from .models import User
from .roles import MAY, NEEDS_SECOND_FACTOR, Ability, Role

FACTORS = (Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP)
SESSION_KEY = "second_factor"
CMS = "/cms/"


class SecondFactorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SECOND_FACTOR == "required":
            request.user = cast(User, SimpleLazyObject(partial(_known, request)))
            # Wagtail asks for rights of groups, not for roles.
            if request.path_info.startswith(CMS) and is_awaited(request):
                return to_second_factor(request)
        return self.get_response(request)


def _known(request: HttpRequest) -> Any:
    user = get_user(request)
    if isinstance(user, User) and is_asked_of(user) and not _is_proven(request, user):
        request.withheld_roles = user.roles & NEEDS_SECOND_FACTOR  # type: ignore[attr-defined]
        user.roles = user.roles - NEEDS_SECOND_FACTOR
    return user


def is_asked_of(user: User) -> bool:
    return settings.SECOND_FACTOR == "required" and (
        user.is_superuser or not NEEDS_SECOND_FACTOR.isdisjoint(user.roles)
    )


def has_one(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user, type__in=FACTORS).exists())


def _is_proven(request: HttpRequest, user: User) -> bool:
    return _proof(request, user) is not None and has_one(user)


def _proof(request: HttpRequest, user: User) -> float | None:
    """When this session last saw the user's second factor, in seconds of `time.time`."""
    kept = request.session.get(SESSION_KEY)
    return kept["at"] if isinstance(kept, dict) and kept.get("user") == user.pk else None


def remember_proof(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Receiver of allauth's signals: a factor (or a recovery code) was just made or used."""
    request.session[SESSION_KEY] = {"user": user.pk, "at": time.time()}


def proved_recently(request: HttpRequest, user: User) -> bool:
    """Whether this session signed in, or used or made a second factor, minutes ago."""
    moments = [record["at"] for record in get_authentication_records(request, user)]
    moments.append(_proof(request, user) or 0)
    return bool(time.time() - max(moments) < REAUTHENTICATION_TIMEOUT)


def is_awaited(request: HttpRequest) -> bool:
    """Whether this user works here, and did not show a second factor in this session."""
    return request.user.is_authenticated and hasattr(request, "withheld_roles")


def withholds(request: HttpRequest, ability: Ability) -> bool:
    roles: frozenset[Role] = getattr(request, "withheld_roles", frozenset())
    return not MAY[ability].isdisjoint(roles)


def to_second_factor(request: HttpRequest) -> HttpResponse:
    """To the page where one is made, or to the question for the one that there is."""
    assert isinstance(request.user, User)
    page = reverse("mfa_index")
    if has_one(request.user):
        page = get_adapter(request).get_reauthentication_methods(request.user)[0]["url"]
    wanted = request.get_full_path() if request.method == "GET" else ""
    return redirect(f"{page}?{urlencode({REDIRECT_FIELD_NAME: wanted})}" if wanted else page)
