"""`/nl/mijn/helpen/`: when and how I help, and the papers I signed."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from design.errors import RuleError
from design.post_only import post_only
from portal.people.guards import current_user, signed_in
from portal.people.models import Absence, User, Volunteer

from .. import actions
from ..forms.verbs import OWN_VERBS, VERBS, VerbForm
from ..papers import paper
from ..rules import newest
from ..volunteer_page import for_page, page


def _own(user: User) -> Volunteer:
    return get_object_or_404(for_page(user), person__user=user)


@signed_in
@require_GET
def my_help(request: HttpRequest) -> HttpResponse:
    return _page(request, _own(current_user(request)))


def _page(
    request: HttpRequest,
    volunteer: Volunteer,
    *,
    wrong: tuple[str, VerbForm] | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    context = page(volunteer, timezone.localdate(), wrong=wrong)
    return render(request, "pages/my_help.html", {**context, "refusal": refusal, "typed": []}, status=status)


@signed_in
@post_only("my_help")
def change_my_help(request: HttpRequest, verb: str) -> HttpResponse:
    if verb not in OWN_VERBS:
        raise Http404
    user = current_user(request)
    volunteer = _own(user)
    form = VERBS[verb](request.POST, auto_id=f"{verb}-%s")
    if not form.is_valid():
        return _page(request, volunteer, wrong=(verb, form), status=400)
    try:
        form.act(volunteer, by=user, now=timezone.now())
    except RuleError as error:
        return _page(request, _own(user), wrong=(verb, form), refusal=str(error), status=error.status)
    messages.success(request, _("Kept. Thank you for saying so."))
    return redirect("my_help")


@signed_in
@post_only("my_help")
def be_there(request: HttpRequest, pk: int) -> HttpResponse:
    user = current_user(request)
    absence = get_object_or_404(Absence, pk=pk, volunteer__in=Volunteer.objects.filter(person__user=user))
    actions.be_there(absence, by=user, now=timezone.now())
    messages.success(request, _("Kept. Thank you for saying so."))
    return redirect("my_help")


@signed_in
@require_GET
def my_paper(request: HttpRequest, kind: str) -> HttpResponse:
    volunteer = _own(current_user(request))
    terms = newest(volunteer.person.neighbourhood_id).get(kind)
    if terms is None:
        raise Http404
    made = paper(terms, get_language() or "nl", volunteer)
    return HttpResponse(made, content_type="application/pdf", headers={"Cache-Control": "no-store"})
