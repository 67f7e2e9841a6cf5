"""The papers that volunteers sign: for the team to print, for the coordinator to write."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from design.errors import RuleError
from design.fields import CODES
from portal.people.guards import current_user, needs
from portal.people.models import Neighbourhood, User
from portal.people.roles import Ability

from .. import actions
from ..enums import TermsKind
from ..forms.verbs import TermsForm
from ..models import Terms
from ..papers import paper
from . import scripts


@needs(Ability.BROKER)
@require_GET
def papers(request: HttpRequest) -> HttpResponse:
    user = current_user(request)
    areas = list(user.neighbourhoods.all())
    found = list(Terms.objects.filter(neighbourhood__in=areas).order_by("kind", "-version"))
    groups = [
        {
            "area": area,
            "kind": kind,
            "versions": [each for each in found if (each.neighbourhood_id, each.kind) == (area.pk, kind)],
        }
        for area in areas
        for kind in TermsKind
    ]
    context = {
        "groups": groups,
        "scripts": scripts.groups(),
        "may_write": user.may(Ability.KEEP_PAPERS),
        "may_see_register": user.may(Ability.SEE_REGISTER),
        "languages": settings.LANGUAGES,
    }
    return render(request, "pages/papers.html", context)


@needs(Ability.BROKER)
@require_GET
def print_paper(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    terms = get_object_or_404(_visible(current_user(request)), pk=pk)
    if code not in CODES:
        raise Http404
    return HttpResponse(paper(terms, code), content_type="application/pdf")


def _visible(user: User) -> Any:
    return Terms.objects.filter(neighbourhood__in=user.neighbourhoods.all()).select_related("neighbourhood")


@needs(Ability.KEEP_PAPERS)
@require_http_methods(["GET", "POST"])
def write_paper(request: HttpRequest, area: str, kind: str) -> HttpResponse:
    """The next version, which begins as the last one; it is in force only when it is published."""
    user = current_user(request)
    place: Neighbourhood = get_object_or_404(user.neighbourhoods, slug=area)
    if kind not in TermsKind.values:
        raise Http404
    last = Terms.objects.filter(neighbourhood=place, kind=kind).order_by("-version").first()
    initial = {"text": last.text, "signed_again": True} if last else {}
    form = TermsForm(request.POST if request.method == "POST" else None, initial=initial)
    status = 400 if form.is_bound else 200
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.draft_terms(
                place, TermsKind(kind), data["text"], by=user, signed_again=data["signed_again"]
            )
        except RuleError as error:
            form.add_error("text", str(error))
            status = error.status
        else:
            messages.success(request, _("Kept as a draft. Look at it, and then put it in force."))
            return redirect("papers")
    context = {"form": form, "area": place, "kind": TermsKind(kind)}
    return render(request, "pages/write_paper.html", context, status=status)


@needs(Ability.KEEP_PAPERS)
def publish_paper(request: HttpRequest, pk: int) -> HttpResponse:
    if request.method == "POST":
        user = current_user(request)
        terms = get_object_or_404(_visible(user), pk=pk)
        try:
            actions.publish_terms(terms, by=user, now=timezone.now())
        except RuleError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("This text is in force now."))
    return redirect("papers")
