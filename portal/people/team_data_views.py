"""The team's side: the dossier of who has no account, questions about data, what was forgotten."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_safe

from design.errors import RuleError
from design.limits import too_many
from design.post_only import post_only

from .data_forms import DataRequestForm
from .data_views import USE_VERBS, dossier_response, forget_context, private
from .dossier import consents, list_looks, looks, sections
from .enums import Channel, DataQuestion, Looked
from .forgetting import runs
from .guards import current_user, needs
from .kept import holdings, period_words
from .kept_actions import answer_about_data, ask_about_data, forget_person, note_access, restrict
from .kept_models import DataRequest
from .models import Person, User
from .roles import Ability

MOST_ANSWERED = 50


def _person(user: User, pk: int) -> Person:
    visible = Person.objects.visible_to(user).known().select_related("user", "neighbourhood")
    found: Person = get_object_or_404(visible, pk=pk)
    return found


@needs(Ability.BROKER)
@require_GET
def dossier(request: HttpRequest, pk: int) -> HttpResponse:
    user, now = current_user(request), timezone.now()
    person = _person(user, Person.objects.leads_to(pk))
    if person.pk != pk:
        messages.info(request, _("We knew this person twice. Everything is on this page now."))
        return redirect("dossier", person.pk)
    return _page(request, person, now)


def _page(
    request: HttpRequest, person: Person, now: datetime, *, status: int = 200, **more: Any
) -> HttpResponse:
    note_access([person], Looked.DOSSIER, by=current_user(request), now=now)
    context = {
        **forget_context(person, now),
        "sections": sections(person),
        "looks": looks(person),
        "list_looks": list_looks(person),
        "asked_again": [each for each in consents(person) if each["ask_again"]],
        "questions": list(person.data_requests.open()),
        "form": DataRequestForm(),
        **more,
    }
    return private(render(request, "pages/dossier.html", context, status=status))


@needs(Ability.BROKER)
@require_safe
def dossier_file(request: HttpRequest, pk: int) -> HttpResponse:
    user, now = current_user(request), timezone.now()
    person = _person(user, pk)
    if refused := too_many(request, "dossier", most=60, seconds=300):
        return refused
    note_access([person], Looked.EXPORT, by=user, now=now)
    return dossier_response(person, "pdf", now)


@needs(Ability.BROKER)
@post_only("data_requests")
def file_request(request: HttpRequest, pk: int) -> HttpResponse:
    user, now = current_user(request), timezone.now()
    person = _person(user, pk)
    form = DataRequestForm(request.POST)
    if not form.is_valid():
        return _page(request, person, now, status=400, form=form)
    kind, channel = DataQuestion(form.cleaned_data["kind"]), Channel(form.cleaned_data["channel"])
    try:
        ask_about_data(person, kind, channel=channel, by=user, now=now)
    except RuleError as error:
        return _page(request, person, now, status=error.status, form=form, refusal=str(error))
    messages.success(request, _("Written down. It is on the list of questions about data."))
    return redirect("dossier", person.pk)


@needs(Ability.BROKER)
@post_only("data_requests")
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    user, now = current_user(request), timezone.now()
    person = _person(user, pk)
    try:
        forget_person(person, by=user, now=now)
    except RuleError as error:
        return _page(request, person, now, status=error.status, refusal=str(error))
    messages.success(request, _("Forgotten. Only numbers are left."))
    return redirect("worklist")


@needs(Ability.BROKER)
@post_only("data_requests")
def restrict_person(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    user, now = current_user(request), timezone.now()
    person = _person(user, pk)
    if verb not in USE_VERBS:
        raise Http404
    try:
        restrict(person, USE_VERBS[verb], by=user, now=now)
    except RuleError as error:
        return _page(request, person, now, status=error.status, refusal=str(error))
    messages.success(request, _("Done."))
    return redirect("dossier", person.pk)


@needs(Ability.BROKER)
@require_GET
def data_requests(request: HttpRequest) -> HttpResponse:
    visible = DataRequest.objects.visible_to(current_user(request)).select_related("person", "answered_by")
    open_ones = list(visible.open())
    answered = list(visible.exclude(answered_at=None).order_by("-answered_at")[:MOST_ANSWERED])
    listed = [each.person for each in (*open_ones, *answered)]
    note_access(listed, Looked.LIST, by=current_user(request), now=timezone.now())
    context = {
        "open_ones": open_ones,
        "answered": answered,
        "today": timezone.localdate(),
    }
    return private(render(request, "pages/data_requests.html", context))


@needs(Ability.BROKER)
@post_only("data_requests")
def answer_request(request: HttpRequest, pk: int) -> HttpResponse:
    user = current_user(request)
    question = get_object_or_404(DataRequest.objects.visible_to(user), pk=pk)
    answer_about_data(question, by=user, now=timezone.now())
    messages.success(request, _("Ticked off."))
    return redirect("data_requests")


@needs(Ability.SEE_FORGETTING)
@require_GET
def forgettings(request: HttpRequest) -> HttpResponse:
    context = {
        "runs": runs(),
        "holdings": holdings(),
        "terms": [
            {
                "what": term.what,
                "holding": holding.title,
                "period": period_words(term.period),
                "reason": settings.KEPT_FOR[term.period].reason,
            }
            for holding in holdings()
            for term in holding.terms
        ],
    }
    return render(request, "pages/forgettings.html", context)
