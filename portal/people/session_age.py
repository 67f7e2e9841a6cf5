"""The session of who works here ends after a working day, and after some hours of silence."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from design.give_back import give_back

from .models import User
from .roles import NEEDS_SECOND_FACTOR, Role
from .second_factor import CMS, proved_recently

SESSION_KEY = "age"
# So much of the idle time passes before the session is written again: not at every page.
STEP = 12


def remember_start(request: HttpRequest, **kwargs: Any) -> None:
    """Receiver of Django's signal that somebody signed in."""
    now = time.time()
    request.session[SESSION_KEY] = {"since": now, "seen": now}


class SessionAgeMiddleware:
    """Stands after the second factor; what was typed in a session that ended here is given back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and "_auth_user_id" in request.session:
            if _is_over(request) and _works_here(request):
                logout(request)
                # Wagtail would throw away what an editor wrote.
                if request.method == "POST" and request.path_info.startswith(CMS):
                    return give_back(request, signed_out=True)
            else:
                _touch(request)
        return self.get_response(request)


def _age(request: HttpRequest) -> dict[str, float]:
    kept = request.session.get(SESSION_KEY)
    # A session from before ages were kept begins now.
    return kept if isinstance(kept, dict) else {"since": time.time(), "seen": 0.0}


def _is_over(request: HttpRequest) -> bool:
    if SESSION_KEY not in request.session:
        return False
    age, now = _age(request), time.time()
    return (
        now - age["since"] >= settings.STAFF_SESSION_SECONDS
        or now - age["seen"] >= settings.STAFF_IDLE_SECONDS
    )


def _works_here(request: HttpRequest) -> bool:
    """Also whose roles are withheld until the second factor."""
    user = request.user
    if not isinstance(user, User):
        return False
    withheld: frozenset[Role] = getattr(request, "withheld_roles", frozenset())
    return user.is_superuser or bool((user.roles | withheld) & NEEDS_SECOND_FACTOR)


def _touch(request: HttpRequest) -> None:
    age, now = _age(request), time.time()
    if now - age["seen"] >= settings.STAFF_IDLE_SECONDS / STEP:
        request.session[SESSION_KEY] = {"since": age["since"], "seen": now}


def fresh(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A first password or a first second factor is made by who signed in minutes ago.

    allauth asks again only for what there is already; who has nothing yet signs in once more.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.user
        if not isinstance(user, User) or began_recently(request) or proved_recently(request, user):
            return view(request, *args, **kwargs)
        if get_adapter(request).get_reauthentication_methods(user):
            raise_if_reauthentication_required(request, app="account")
            return view(request, *args, **kwargs)
        logout(request)
        messages.info(request, _("For this we want to be sure that it is you. Sign in once more."))
        return redirect_to_login(request.path, reverse("account_request_login_code"))

    return cast(Callable[..., HttpResponse], guarded)


def began_recently(request: HttpRequest) -> bool:
    kept = request.session.get(SESSION_KEY)
    return isinstance(kept, dict) and time.time() - kept["since"] < REAUTHENTICATION_TIMEOUT
