"""Fixed days: the page of the team, and what residents and volunteers do with their own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from design.errors import RuleError
from design.post_only import post_only
from portal.people.enums import Looked
from portal.people.guards import current_user, needs, signed_in
from portal.people.kept_actions import note_access
from portal.people.models import User
from portal.people.roles import Ability

from ..forms import series as forms
from ..forms.team import VerbForm
from ..models import HelpRequest, Series
from ..references import typed
from ..series_page import series_page
from .mine import my_page

TEAM_VERBS: dict[str, type[VerbForm]] = {
    "wie-komt": forms.HelperForm,
    "pauze": forms.PauseForm,
    "verder": forms.ResumeForm,
    "stoppen": forms.EndSeriesForm,
}
MY_VERBS: dict[str, tuple[type[VerbForm], Any]] = {
    "stoppen": (forms.EndSeriesForm, _("Your fixed days have stopped.")),
    "niet-meer-helpen": (forms.StopHelpingForm, _("Thank you for all your help! We look for somebody else.")),
}


def _series(user: User, pk: int) -> Series:
    visible = Series.objects.of_team(user).select_related(
        "kind", "person", "asked_by", "neighbourhood", "helper__person"
    )
    return get_object_or_404(visible, pk=pk)


@needs(Ability.BROKER)
@require_GET
def show_series(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, pk)


def _show(request: HttpRequest, pk: int, *, status: int = 200, **more: Any) -> HttpResponse:
    user, now = current_user(request), timezone.now()
    context = series_page(_series(user, pk), by=user, now=now) | more
    if form := context["helper_form"]:
        choices = [each.person for each in form.fields["helper"].queryset]
        note_access(choices, Looked.LIST, by=user, now=now)
    return render(request, "pages/series.html", context, status=status)


@needs(Ability.BROKER)
@post_only("worklist")
def act_on_series(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    if verb not in TEAM_VERBS:
        raise Http404
    user = current_user(request)
    found, form_class = _series(user, pk), TEAM_VERBS[verb]
    if form_class is forms.HelperForm:
        form: VerbForm = forms.HelperForm(request.POST, series=found, by=user)
    else:
        form = form_class(request.POST)
    again = {"helper_form": form} if verb == "wie-komt" else {}
    if not form.is_valid():
        return _show(request, pk, status=400, wrong_form=form, **again)
    try:
        form.act(found, by=user, now=timezone.now())
    except RuleError as error:
        return _show(request, pk, status=error.status, refusal=str(error), **again)
    messages.success(request, _("Done."))
    return redirect("series", pk)


@signed_in
@post_only("mine")
def act_on_my_series(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    if verb not in MY_VERBS:
        raise Http404
    user = current_user(request)
    found = get_object_or_404(Series.objects.own(user) | Series.objects.helped_by(user), pk=pk)
    form_class, thanks = MY_VERBS[verb]
    return _mine(request, form_class(request.POST), found, thanks)


@signed_in
@post_only("mine")
def skip_my_date(request: HttpRequest, reference: str) -> HttpResponse:
    user = current_user(request)
    found = get_object_or_404(HelpRequest.objects.own(user), reference=typed(reference))
    return _mine(request, forms.SkipForm(request.POST), found, _("Nobody comes on that day."))


def _mine(request: HttpRequest, form: VerbForm, target: Any, thanks: Any) -> HttpResponse:
    user, now = current_user(request), timezone.now()
    if not form.is_valid():
        return my_page(request, user, now, wrong_form=form, status=400)
    try:
        form.act(target, by=user, now=now)
    except RuleError as error:
        return my_page(request, user, now, refusal=str(error), status=error.status)
    messages.success(request, thanks)
    return redirect("mine")
