"""`/nl/bemiddeling/mensen/…/`: one person on one page, and the search that leads there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from design.errors import RuleError
from design.post_only import post_only

from .around import chosen
from .data_views import VERBS, private
from .enums import Channel, Looked, Purpose
from .finding import exact, find_people, states
from .guards import current_user, needs
from .kept_actions import correct_details, note_access, set_consent
from .models import Person, Tie, User
from .person_actions import set_points, tie, untie
from .person_forms import HowForm, PointsForm, TeamDetailsForm, TieForm
from .person_page import for_page, person_page
from .roles import Ability

MOST_ON_PAGE = 50


def _person(user: User, pk: int) -> Person:
    found: Person = get_object_or_404(for_page(user), pk=pk)
    return found


def _page(request: HttpRequest, pk: int, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page as it is now; the person can see that this user looked."""
    user, now = current_user(request), timezone.now()
    person = _person(user, pk)
    note_access([person], Looked.PERSON, by=user, now=now)
    asked = request.GET.get("meer", "")
    pages = int(asked) if asked.isdecimal() and len(asked) < 4 else 1
    context: dict[str, Any] = {"refusal": "", "typed": [], "wrong_form": None}
    context |= person_page(person, by=user, now=now, pages=pages) | more
    return private(render(request, "pages/person.html", context, status=status))


@needs(Ability.BROKER)
@require_GET
def show_person(request: HttpRequest, pk: int) -> HttpResponse:
    leads_to = Person.objects.leads_to(pk)
    return _page(request, pk) if leads_to == pk else redirect("person", leads_to)


@needs(Ability.BROKER)
@require_http_methods(["GET", "POST"])
def correct_person(request: HttpRequest, pk: int) -> HttpResponse:
    user, now = current_user(request), timezone.now()
    person = _person(user, pk)
    note_access([person], Looked.PERSON, by=user, now=now)
    form = TeamDetailsForm(request.POST if request.method == "POST" else None, person=person)
    context = {"form": form, "person": person, "refusal": "", "typed": []}
    if not form.is_valid():
        status = 400 if form.is_bound else 200
        return private(render(request, "pages/correct_person.html", context, status=status))
    try:
        changed = correct_details(person, form.details(), by=user, now=now)
    except RuleError as error:
        context["refusal"] = str(error)
        return private(render(request, "pages/correct_person.html", context, status=error.status))
    messages.success(request, _("The details are corrected.") if changed else _("Nothing was changed."))
    return redirect("person", pk)


@needs(Ability.BROKER)
@post_only("worklist")
def points(request: HttpRequest, pk: int) -> HttpResponse:
    user = current_user(request)
    person = _person(user, pk)
    form = PointsForm(request.POST, person=person)
    if not form.is_valid():
        return _page(request, pk, status=400, points_form=form, wrong_form=form)
    known, for_helper = form.chosen()
    try:
        set_points(person, known, for_helper, by=user, now=timezone.now())
    except RuleError as error:
        return _page(request, pk, status=error.status, refusal=str(error))
    messages.success(request, _("Done."))
    return redirect("person", pk)


@needs(Ability.BROKER)
@post_only("worklist")
def consent(request: HttpRequest, pk: int, purpose: str, verb: str) -> HttpResponse:
    """The person said yes or no to somebody of the team."""
    user = current_user(request)
    if purpose not in Purpose.values or verb not in VERBS:
        raise Http404
    person, agrees = _person(user, pk), VERBS[verb]
    form = HowForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, status=400, wrong_form=form)
    data = form.cleaned_data
    how = {"channel": Channel(data["channel"]), "interpreter": data["interpreter"].strip()}
    try:
        set_consent(person, Purpose(purpose), agrees, by=user, now=timezone.now(), **how)
    except RuleError as error:
        return _page(request, pk, status=error.status, refusal=str(error))
    messages.success(request, _("Written down: yes.") if agrees else _("Written down: not any more."))
    return redirect("person", pk)


@needs(Ability.BROKER)
@require_http_methods(["GET", "POST"])
def person_around(request: HttpRequest, pk: int) -> HttpResponse:
    """Find the other one (`q`), and say who they are to each other."""
    user = current_user(request)
    person = _person(user, pk)
    note_access([person], Looked.PERSON, by=user, now=timezone.now())
    words = request.GET.get("q", "").strip()
    form, refusal, status = TieForm(), "", 200
    if request.method == "POST":
        form = TieForm(request.POST)
        status = 400
        if form.is_valid():
            try:
                return _tied(request, person, user, form)
            except RuleError as error:
                refusal, status = str(error), error.status
    context = {"person": person, "q": words, "form": form, "refusal": refusal, "typed": []}
    among = Person.objects.visible_to(user).exclude(pk=person.pk)
    context["found"] = find_people(among, words) if words else _same_other(among, form)
    return private(render(request, "pages/person_around.html", context, status=status))


def _same_other(among: Any, form: TieForm) -> list[Person]:
    """Whom somebody had found already, when the form comes back."""
    pk = str(form.data.get("other", "")) if form.is_bound else ""
    return list(among.known().filter(pk=pk)) if pk.isdecimal() and len(pk) < 12 else []


def _tied(request: HttpRequest, person: Person, user: User, form: TieForm) -> HttpResponse:
    visible = Person.objects.visible_to(user).known()
    other = get_object_or_404(visible, pk=form.cleaned_data["other"])
    of, to, relation = chosen(person, other, form.cleaned_data["relation"])
    tie(of, to, relation, by=user, now=timezone.now())
    messages.success(request, _("Done."))
    return redirect("person", person.pk)


@needs(Ability.BROKER)
@post_only("worklist")
def untie_person(request: HttpRequest, pk: int, tie_pk: int) -> HttpResponse:
    user = current_user(request)
    person = _person(user, pk)
    ties = Tie.objects.filter(Q(person=person) | Q(other=person)).select_related("person", "other")
    try:
        untie(get_object_or_404(ties, pk=tie_pk), by=user)
    except RuleError as error:
        return _page(request, pk, status=error.status, refusal=str(error))
    messages.success(request, _("Done."))
    return redirect("person", pk)


@needs(Ability.BROKER)
@require_GET
def team_search(request: HttpRequest) -> HttpResponse:
    """The whole page, or the results alone while typing (htmx)."""
    user = current_user(request)
    words = request.GET.get("q", "").strip()[:120]
    door = exact(user, words)
    while_typing = bool(request.headers.get("HX-Request"))
    if door and not while_typing:
        return redirect(door.path)
    found = find_people(Person.objects.visible_to(user), words, 8 if while_typing else MOST_ON_PAGE)
    does = states(found)
    context = {
        "q": words,
        "door": door,
        "searched": len(words) > 1,
        "rows": [{"person": person, "states": does[person.pk]} for person in found],
    }
    name = "components/team_found.html" if while_typing else "pages/team_search.html"
    return private(render(request, name, context))
