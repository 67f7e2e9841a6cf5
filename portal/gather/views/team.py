"""What the team sees and does: dates for who keeps the agenda, names for brokers."""

from __future__ import annotations

import uuid
from datetime import datetime
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
from portal.people.guards import current_user, needs
from portal.people.kept_actions import note_access
from portal.people.models import Person, User
from portal.people.roles import Ability

from ..date_page import agenda, date_page, people_found, sign_ups
from ..forms import team
from ..models import Gathering, SignUp
from ..rules import UsedAgain, is_team

DATE_VERBS: dict[str, type[team.VerbForm]] = {
    "toevoegen": team.AddForm,
    "tellen": team.CountForm,
    "afgelasten": team.CallOffForm,
}
SIGN_UP_VERBS: dict[str, type[team.VerbForm]] = {
    "niet": team.CancelForm,
    "ja": team.AcceptForm,
    "gekomen": team.CameForm,
    "niet-gekomen": team.MissedForm,
}


def _date(user: User, pk: int) -> Gathering:
    visible = Gathering.objects.visible_to(user).with_counts().select_related("event__neighbourhood")
    found: Gathering = get_object_or_404(visible, pk=pk)
    return found


@needs(Ability.KEEP_AGENDA)
@require_GET
def keep_agenda(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/keep_agenda.html", agenda(current_user(request), timezone.now()))


@needs(Ability.KEEP_AGENDA)
@require_GET
def keep_date(request: HttpRequest, pk: int) -> HttpResponse:
    user = current_user(request)
    return _page(request, _date(user, pk), user, timezone.now())


def _page(
    request: HttpRequest, date: Gathering, user: User, now: datetime, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = date_page(date, by=user, now=now)
    note_access([each.person for each in context["sign_ups"]], Looked.DATE_LIST, by=user, now=now)
    forms = {**context["forms"], **more.pop("typed_forms", {})}
    words = request.GET.get("q", "").strip()
    person = _chosen(request, user) if context["can_add"] else None
    if person and not forms["toevoegen"].is_bound:
        forms["toevoegen"] = team.AddForm(known=person)
    context |= {
        "forms": forms,
        "q": words,
        "person": person,
        "found": people_found(words, user) if context["can_add"] and not person else [],
        "refusal": "",
        "wrong_form": None,
        "typed": [],
        **more,
    }
    return render(request, "pages/keep_date.html", context, status=status)


def _chosen(request: HttpRequest, user: User) -> Person | None:
    pk = request.POST.get("person") or request.GET.get("persoon") or ""
    if not pk.isdecimal():
        return None
    visible = Person.objects.visible_to(user)
    found: Person = get_object_or_404(visible, pk=Person.objects.leads_to(int(pk)))
    return found


@needs(Ability.KEEP_AGENDA)
@post_only("keep_agenda")
def act_on_date(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    user = current_user(request)
    if verb not in DATE_VERBS:
        raise Http404
    date = _date(user, pk)
    form_class = DATE_VERBS[verb]
    known = _chosen(request, user)
    form = form_class(request.POST, known=known) if form_class is team.AddForm else form_class(request.POST)
    return _act(request, form, date, date, verb=verb)


@needs(Ability.BROKER)
@post_only("keep_agenda")
def act_on_sign_up(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    user = current_user(request)
    if verb not in SIGN_UP_VERBS:
        raise Http404
    visible = SignUp.objects.visible_to(user).select_related("person", "gathering")
    found = get_object_or_404(visible, pk=pk)
    return _act(request, SIGN_UP_VERBS[verb](request.POST), found, _date(user, found.gathering_id), verb=verb)


def _act(
    request: HttpRequest, form: team.VerbForm, target: Any, date: Gathering, *, verb: str
) -> HttpResponse:
    """Carry it out, or show the date as it is now with what is wrong and what was typed."""
    user, now = current_user(request), timezone.now()
    refused: RuleError | None = None
    more: dict[str, Any] = {"status": 400, "wrong_form": form}
    if form.is_valid():
        try:
            form.act(target, by=user, now=now)
        except RuleError as error:
            refused = error
            typed = [form.data[name] for name in ("why", "note", "first_name") if form.data.get(name)]
            more = {"status": error.status, "refusal": str(error), "typed": typed}
        else:
            messages.success(request, _("Done."))
            return redirect("keep_date", date.pk)
    if isinstance(refused, UsedAgain):
        again = {**request.POST.dict(), "submission": uuid.uuid4()}
        form = team.AddForm(again, known=_chosen(request, user))
    if verb in DATE_VERBS:
        more["typed_forms"] = {verb: form}
    return _page(request, _date(user, date.pk), user, now, **more)


@needs(Ability.BROKER)
@require_GET
def date_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The list on paper, to tick at the door."""
    user = current_user(request)
    date = _date(user, pk)
    if not is_team(date.event.neighbourhood_id, user):
        raise Http404
    coming = [each for each in sign_ups(date, user) if each.state == "going"]
    note_access([each.person for each in coming], Looked.DATE_LIST, by=user, now=timezone.now())
    return render(request, "pages/date_list.html", {"date": date, "event": date.event, "coming": coming})
