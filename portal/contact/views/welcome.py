"""From a code in a letter, or a link, to an account.

Nothing of the person shows before the second code is right.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from design.errors import RuleError
from design.limits import too_many, too_many_of
from design.post_only import post_only
from portal.people.models import User

from .. import claiming
from ..invitation_rules import InvitationOver, Way, ways_of
from ..invitations import typed
from ..models import Invitation
from ..welcome_forms import CodeForm, ProofForm, WayForm

SESSION_KEY = "welcome"
# From one address on the network; and for codes that begin alike, wherever it is from.
FROM_ONE = {"most": 20, "seconds": 3600}
BEGIN_ALIKE = {"most": 40, "seconds": 24 * 3600}
PROOFS = {"most": 10, "seconds": 3600}
TRIES = {"most": 40, "seconds": 3600}


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "pages/welcome.html", {"form": form}, status=400 if form.is_bound else 200)
    if refused := _too_many(request, form.cleaned_data["code"]):
        return refused
    try:
        return _enter(request, form.cleaned_data["code"])
    except RuleError as error:
        form.add_error("code", str(error))
        return render(request, "pages/welcome.html", {"form": form}, status=error.status)


@never_cache
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """Following it changes nothing, and says nothing of whether it works: mail scanners follow them all."""
    if request.method == "GET":
        return render(request, "pages/welcome_link.html")
    if refused := _too_many(request, secret):
        return refused
    try:
        return _enter(request, secret)
    except RuleError as error:
        context = {"form": CodeForm(), "refusal": str(error)}
        return render(request, "pages/welcome.html", context, status=error.status)


def _too_many(request: HttpRequest, code: str) -> HttpResponse | None:
    return too_many(request, "welcome", **FROM_ONE) or too_many_of(
        request, "welcome-code", typed(code)[:4], **BEGIN_ALIKE
    )


def _enter(request: HttpRequest, code: str) -> HttpResponse:
    request.session[SESSION_KEY] = {"invitation": claiming.find(code, timezone.now()).pk}
    return redirect("welcome_proof")


@never_cache
@require_http_methods(["GET"])
def proof(request: HttpRequest) -> HttpResponse:
    """Where the second code may go; then, where it is typed."""
    invitation = _of(request, timezone.now())
    return _page(request, invitation) if invitation else redirect("welcome")


def _of(request: HttpRequest, now: datetime) -> Invitation | None:
    pk = request.session.get(SESSION_KEY, {}).get("invitation")
    return Invitation.objects.live(now).select_related("person__neighbourhood").filter(pk=pk).first()


def _page(request: HttpRequest, invitation: Invitation, *, status: int = 200, **more: Any) -> HttpResponse:
    ways = ways_of(invitation.person)
    context = {
        "ways": ways,
        "sent": _sent(request, ways),
        "way_form": WayForm(ways=ways),
        "proof_form": ProofForm(),
        **more,
    }
    return render(request, "pages/welcome_proof.html", context, status=status)


def _sent(request: HttpRequest, ways: list[Way]) -> Way | None:
    slug = request.session.get(SESSION_KEY, {}).get("sent")
    return next((way for way in ways if way.slug == slug), None)


@never_cache
@post_only("welcome_proof")
def send(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    invitation = _of(request, now)
    if invitation is None:
        return _over(request)
    form = WayForm(request.POST, ways=ways_of(invitation.person))
    if not form.is_valid():
        return _page(request, invitation, status=400, way_form=form)
    if refused := too_many(request, "welcome-proof", **PROOFS):
        return refused
    try:
        claiming.ask_proof(invitation.pk, form.cleaned_data["way"], now=now)
    except RuleError as error:
        return _page(request, invitation, status=error.status, refusal=str(error))
    request.session[SESSION_KEY] = {"invitation": invitation.pk, "sent": form.cleaned_data["way"]}
    return redirect("welcome_proof")


@sensitive_post_parameters()
@never_cache
@post_only("welcome_proof")
def claim(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    invitation = _of(request, now)
    if invitation is None:
        return _over(request)
    form = ProofForm(request.POST)
    if not form.is_valid():
        return _page(request, invitation, status=400, proof_form=form)
    if refused := too_many(request, "welcome-try", **TRIES):
        return refused
    signed_in = request.user if isinstance(request.user, User) else None
    try:
        user = claiming.claim(invitation.pk, form.cleaned_data["code"], signed_in=signed_in, now=now)
    except InvitationOver:
        return _over(request)
    except RuleError as error:
        form.add_error("code", str(error))
        return _page(request, invitation, status=error.status, proof_form=form)
    del request.session[SESSION_KEY]
    return redirect("mine") if signed_in else _signed_in(request, user)


def _over(request: HttpRequest) -> HttpResponse:
    error = InvitationOver()
    context = {"form": CodeForm(), "refusal": str(error)}
    return render(request, "pages/welcome.html", context, status=error.status)


def _signed_in(request: HttpRequest, user: User) -> HttpResponse:
    response: HttpResponse = perform_login(request, user)
    return response
