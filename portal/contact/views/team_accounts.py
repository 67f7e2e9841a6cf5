"""Accounts of colleagues, for the coordinator."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from design.errors import RuleError
from design.post_only import post_only
from portal.people.data_views import private
from portal.people.guards import current_user, needs
from portal.people.models import User
from portal.people.roles import Ability

from ..team_accounts import change_account, close_account, make_account, reopen_account
from ..team_forms import ColleagueForm, RolesForm
from ..team_rules import COLLEAGUES, accounts_of

VERBS = {"sluiten": close_account, "openen": reopen_account}


def _page(request: HttpRequest, page: str, status: int = 200, **context: Any) -> HttpResponse:
    return private(render(request, f"pages/{page}.html", context, status=status))


@needs(Ability.HELP_COLLEAGUES)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    user = current_user(request)
    form = ColleagueForm(request.POST if request.method == "POST" else None, by=user)
    if not form.is_valid():
        return _page(request, "colleague_new", 400 if form.is_bound else 200, form=form)
    try:
        make_account(form.colleague(), by=user, now=timezone.now())
    except RuleError as error:
        return _page(request, "colleague_new", error.status, form=form, refusal=str(error))
    messages.success(request, _("The account is made. Your colleague is told how to sign in."))
    return redirect("colleagues")


def _colleague(user: User, pk: int) -> User:
    found: User = get_object_or_404(accounts_of(user), pk=pk)
    return found


@needs(Ability.HELP_COLLEAGUES)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    user = current_user(request)
    colleague = _colleague(user, pk)
    initial = {
        "roles": [role.value for role in COLLEAGUES if role in colleague.roles],
        "places": list(colleague.neighbourhoods.all()),
    }
    form = RolesForm(request.POST if request.method == "POST" else None, by=user, initial=initial)
    context = {"form": form, "colleague": colleague, "is_oneself": colleague.pk == user.pk}
    if not form.is_valid():
        return _page(request, "colleague", 400 if form.is_bound else 200, **context)
    try:
        places = form.cleaned_data["places"]
        changed = change_account(colleague, form.chosen, places, by=user, now=timezone.now())
    except RuleError as error:
        return _page(request, "colleague", error.status, refusal=str(error), **context)
    messages.success(request, _("Changed. Your colleague is told.") if changed else _("Nothing was changed."))
    return redirect("colleagues")


@needs(Ability.HELP_COLLEAGUES)
@post_only("colleagues")
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    if verb not in VERBS:
        raise Http404(verb)
    user = current_user(request)
    if VERBS[verb](_colleague(user, pk), by=user, now=timezone.now()):
        closed = verb == "sluiten"
        messages.success(request, _("The account is closed.") if closed else _("The account is open again."))
    return redirect("colleagues")
