"""What a service sees: nothing until it types the code it heard; then what it may know, and two buttons."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from design.errors import RuleError
from design.limits import too_many, too_many_of
from portal.people.data_views import private

from ..forms.referrals import AnswerForm, CodeForm
from ..models import Referral
from ..referral_codes import open_by_code
from ..referral_enums import ReferralState
from ..referral_page import shown

TRIES = {"most": 20, "seconds": 3600}
OPENED = "referrals"  # in the session: which codes were right, and when
STAYS_OPEN = 3600


@never_cache
@require_http_methods(["GET", "POST"])
def open_referral(request: HttpRequest, key: str) -> HttpResponse:
    if request.method == "GET":
        found = _opened(request, key)
        return _show(request, found) if found else _ask(request, CodeForm())
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _ask(request, form, status=400)
    limit = too_many(request, "referral", **TRIES) or too_many_of(request, "referral", key, **TRIES)
    if limit:
        return limit
    now = timezone.now()
    try:
        found = open_by_code(key, form.cleaned_data["code"], now=now)
    except RuleError as error:
        form.add_error("code", str(error))
        return _ask(request, form, status=error.status)
    opened = request.session.get(OPENED, {})
    request.session[OPENED] = {**opened, str(found.pk): [found.code_hash, int(now.timestamp())]}
    return redirect("open_referral", key)


@never_cache
@require_POST
def answer_as_service(request: HttpRequest, key: str) -> HttpResponse:
    found = _opened(request, key)
    if found is None:
        return redirect("open_referral", key)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form=form, status=400)
    try:
        form.act(found, by=None, now=timezone.now())
    except RuleError as error:
        found = _opened(request, key)
        if found is None:
            return redirect("open_referral", key)
        return _show(request, found, refusal=str(error), typed=[form.text("word")], status=error.status)
    messages.success(request, _("Thank you. We tell the resident."))
    return redirect("open_referral", key)


def _opened(request: HttpRequest, key: str) -> Referral | None:
    """The referral, when this browser typed its code less than an hour ago and it may still be read."""
    now = timezone.now()
    found: Referral | None = (
        Referral.objects.open_to_partner(key, now)
        .select_related("organisation", "request__person", "request__neighbourhood")
        .first()
    )
    code_hash, at = request.session.get(OPENED, {}).get(str(found.pk) if found else "", ["", 0])
    if found is None or not constant_time_compare(found.code_hash, code_hash):
        return None
    return found if now.timestamp() - at < STAYS_OPEN else None


def _ask(request: HttpRequest, form: CodeForm, *, status: int = 200) -> HttpResponse:
    return private(render(request, "pages/referral_code.html", {"form": form}, status=status))


def _show(request: HttpRequest, found: Referral, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "referral": found,
        "shown": shown(found),
        "form": AnswerForm(initial={"version": found.version}),
        "is_waiting": found.state == ReferralState.PASSED_ON,
        "place": found.request.neighbourhood,
    }
    return private(render(request, "pages/referral_opened.html", context | more, status=status))
