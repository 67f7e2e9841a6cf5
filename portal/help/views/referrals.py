"""What brokers do with a referral."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from design.errors import RuleError
from design.post_only import post_only
from portal.contact.invitations import spoken
from portal.people.data_views import private
from portal.people.enums import Looked
from portal.people.guards import current_user, needs
from portal.people.kept_actions import note_access
from portal.people.models import Organisation, User
from portal.people.roles import Ability

from ..forms.referrals import ReferralForm
from ..models import HelpRequest, Referral
from ..referral_card import card
from ..referral_page import FORMS, has_card, referral_page
from ..referral_rules import check_can_be_referred
from ..rules import why_not


@needs(Ability.BROKER)
@require_http_methods(["GET", "POST"])
def new_referral(request: HttpRequest, reference: str) -> HttpResponse:
    user, now = current_user(request), timezone.now()
    visible = HelpRequest.objects.of_team(user).select_related("person", "kind__refer_to")
    found: HelpRequest = get_object_or_404(visible, reference=reference)
    note_access([found.person], Looked.REQUEST, by=user, now=now)
    if request.method == "GET":
        form = ReferralForm(by=user, first=_first(request, found, user), initial=_initial(found))
        return _new(request, form, found, why_not(check_can_be_referred, found))
    form = ReferralForm(request.POST, by=user)
    if not form.is_valid():
        return _new(request, form, found, status=400)
    try:
        made = form.make(found, by=user, now=now)
    except RuleError as error:
        found.refresh_from_db()
        again = ReferralForm({**_typed(request), "version": found.version}, by=user)
        return _new(request, again, found, str(error), status=error.status)
    return redirect("referral", made.pk)


def _typed(request: HttpRequest) -> dict[str, Any]:
    return {**request.POST.dict(), "shared": request.POST.getlist("shared")}


def _initial(found: HelpRequest) -> dict[str, Any]:
    return {"version": found.version, "what": found.text[:600], "shared": ["name", "phone"]}


def _first(request: HttpRequest, found: HelpRequest, user: User) -> Organisation | None:
    """The one chosen on the social map, or the usual one for this kind of help."""
    pk = request.GET.get("dienst", "")
    visible = Organisation.objects.visible_to(user)
    if pk.isdecimal() and (chosen := visible.filter(pk=pk).first()):
        return chosen
    first = found.kind.refer_to
    return visible.filter(pk=first.pk).first() if first else None


def _new(
    request: HttpRequest, form: ReferralForm, found: HelpRequest, refusal: str = "", *, status: int = 200
) -> HttpResponse:
    context = {"form": form, "request_": found, "refusal": refusal, "typed": []}
    return private(render(request, "pages/referral_new.html", context, status=status))


def _referral(user: User, pk: int) -> Referral:
    visible = Referral.objects.visible_to(user).select_related(
        "organisation", "request__kind", "request__neighbourhood", "request__person"
    )
    found: Referral = get_object_or_404(visible, pk=pk)
    return found


@needs(Ability.BROKER)
@require_GET
def show_referral(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _referral(current_user(request), pk))


def _page(request: HttpRequest, found: Referral, *, status: int = 200, **more: Any) -> HttpResponse:
    user, now = current_user(request), timezone.now()
    note_access([found.request.person], Looked.REQUEST, by=user, now=now)
    context = referral_page(found, now)
    context["forms"] |= more.pop("forms", {})
    return private(render(request, "pages/referral.html", context | more, status=status))


@needs(Ability.BROKER)
@post_only("worklist")
def act_on_referral(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    user = current_user(request)
    if verb not in FORMS:
        raise Http404
    found = _referral(user, pk)
    form = FORMS[verb](request.POST, auto_id=f"id_{verb}_%s")
    refusal, status = "", 400
    if form.is_valid():
        try:
            form.act(found, by=user, now=timezone.now())
        except RuleError as error:
            refusal, status = str(error), error.status
        else:
            return _done(request, found, getattr(form, "code", ""))
    found = _referral(user, pk)
    again = FORMS[verb]({**request.POST.dict(), "version": found.version}, auto_id=f"id_{verb}_%s")
    shown = {verb: again} if referral_page(found, timezone.now())["forms"][verb] else {}
    wrong = None if refusal else form
    typed = [word for word in (request.POST.get("word"), request.POST.get("interpreter")) if word]
    return _page(request, found, status=status, refusal=refusal, wrong_form=wrong, typed=typed, forms=shown)


def _done(request: HttpRequest, found: Referral, code: str) -> HttpResponse:
    """A code is shown this once, to whoever made it: nobody can read it back."""
    if not code:
        messages.success(request, _("Done."))
        return redirect("referral", found.pk)
    found = _referral(current_user(request), found.pk)
    return _page(request, found, code=spoken(code))


@needs(Ability.BROKER)
@require_GET
def referral_card(request: HttpRequest, pk: int) -> HttpResponse:
    user, now = current_user(request), timezone.now()
    found = _referral(user, pk)
    if not has_card(found):
        raise Http404
    note_access([found.request.person], Looked.EXPORT, by=user, now=now)
    response = HttpResponse(card(found), content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, f"kaart-{found.pk}.pdf")
    return private(response)
