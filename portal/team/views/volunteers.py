"""Volunteers, for the team: who came, what is missing, what to do next."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from design.errors import RuleError
from portal.people.duplicates import Likeness, SameAnswer, like
from portal.people.enums import Looked, VolunteerState
from portal.people.finding import MOST_RANKED, find_people
from portal.people.guards import current_user, needs
from portal.people.kept_actions import note_access
from portal.people.models import Absence, Person, User, Volunteer
from portal.people.roles import Ability

from .. import actions
from ..forms.offer import WrittenDownForm
from ..forms.verbs import VERBS, VerbForm
from ..models import Intake
from ..rules import in_force, missing
from ..volunteer_page import for_page, page

ON_A_PAGE = 50
FIRST = (VolunteerState.SIGNED_UP, VolunteerState.TALK, VolunteerState.READY)


@needs(Ability.BROKER)
@require_GET
def volunteers(request: HttpRequest) -> HttpResponse:
    """By state; who came first stands first, because they wait longest."""
    user = current_user(request)
    visible = Volunteer.objects.visible_to(user)
    counts = dict.fromkeys(VolunteerState, 0)
    for row in visible.order_by().values("state").annotate(n=Count("pk")):
        counts[VolunteerState(row["state"])] = row["n"]
    asked = request.GET.get("toestand", "")
    new = [state for state in FIRST if counts[state]]
    state = VolunteerState(asked) if asked in counts else (new[0] if new else VolunteerState.ACTIVE)
    found = for_page(user).filter(state=state).select_related("intake").order_by("intake__came_at", "pk")
    words = request.GET.get("wie", "").strip()
    if words:
        among = Person.objects.filter(volunteer__in=visible.filter(state=state))
        found = found.filter(person__in=find_people(among, words, MOST_RANKED))
    pages = Paginator(found, ON_A_PAGE)
    at = pages.get_page(request.GET.get("pagina"))
    note_access([each.person for each in at], Looked.LIST, by=user, now=timezone.now())
    today = timezone.localdate()
    needed: dict[int, Any] = {}
    rows = []
    for volunteer in at:
        area = volunteer.person.neighbourhood_id
        if area not in needed:
            needed[area] = in_force(area)
        rows.append({"volunteer": volunteer, "missing": len(missing(volunteer, needed[area], today))})
    tabs = [{"state": each, "count": counts[each], "is_current": each == state} for each in VolunteerState]
    context = {"rows": rows, "tabs": tabs, "state": state, "at": at, "pages": pages, "words": words}
    return render(request, "pages/volunteers.html", context)


@needs(Ability.BROKER)
@require_GET
def show_volunteer(request: HttpRequest, pk: int) -> HttpResponse:
    user = current_user(request)
    return _page(request, get_object_or_404(for_page(user), pk=pk))


def _page(
    request: HttpRequest,
    volunteer: Volunteer,
    *,
    wrong: tuple[str, VerbForm] | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    note_access([volunteer.person], Looked.PERSON, by=current_user(request), now=now)
    context = {
        **page(volunteer, timezone.localdate(now), wrong=wrong),
        "history": volunteer.history.select_related("by")[:30],
        "refusal": refusal,
        "typed": [],
    }
    return render(request, "pages/volunteer.html", context, status=status)


@needs(Ability.BROKER)
def act_on_volunteer(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    user = current_user(request)
    if verb not in VERBS:
        raise Http404
    if request.method != "POST":
        return redirect("volunteer", pk)
    volunteer = get_object_or_404(for_page(user), pk=pk)
    form = VERBS[verb](request.POST, auto_id=f"{verb}-%s")
    if not form.is_valid():
        return _page(request, volunteer, wrong=(verb, form), status=400)
    try:
        form.act(volunteer, by=user, now=timezone.now())
    except RuleError as error:
        fresh = get_object_or_404(for_page(user), pk=pk)
        return _page(request, fresh, wrong=(verb, form), refusal=str(error), status=error.status)
    messages.success(request, _("Done."))
    return redirect("volunteer", pk)


@needs(Ability.BROKER)
def take_absence_back(request: HttpRequest, pk: int, absence: int) -> HttpResponse:
    if request.method == "POST":
        user = current_user(request)
        volunteer = get_object_or_404(Volunteer.objects.visible_to(user), pk=pk)
        found = get_object_or_404(Absence, pk=absence, volunteer=volunteer)
        actions.be_there(found, by=user, now=timezone.now())
        messages.success(request, _("Done."))
    return redirect("volunteer", pk)


@needs(Ability.BROKER)
@require_http_methods(["GET", "POST"])
def write_down_volunteer(request: HttpRequest) -> HttpResponse:
    """Somebody calls or drops in and wants to help."""
    user = current_user(request)
    form = WrittenDownForm(
        request.POST if request.method == "POST" else None, initial={"submission": uuid.uuid4()}
    )
    form.fields["neighbourhood"].queryset = user.neighbourhoods.all()  # type: ignore[attr-defined]
    if not form.is_valid():
        return _written_down(request, form, status=400 if form.is_bound else 200)
    answer = SameAnswer(request.POST, user)
    if not answer.is_given and (maybe := _maybe_same(form, user)):
        return _written_down(request, form, status=409, maybe=maybe)
    try:
        made = _write_down(form, user, answer)
    except RuleError as error:
        form.add_error(None, str(error))
        return _written_down(request, form, status=error.status)
    if made is None:
        form.add_error(None, _("This person is a volunteer already. Look in the list."))
        return _written_down(request, form, status=409)
    messages.success(request, _("Done."))
    return redirect("volunteer", made.pk)


def _written_down(
    request: HttpRequest, form: WrittenDownForm, *, status: int, maybe: Sequence[Likeness] = ()
) -> HttpResponse:
    context = {"form": form, "maybe": maybe}
    return render(request, "pages/write_down_volunteer.html", context, status=status)


def _maybe_same(form: WrittenDownForm, user: User) -> list[Likeness]:
    """Who may be the person that was typed; nobody for a form that was written down already."""
    if Intake.objects.filter(submission=form.cleaned_data["submission"]).exists():
        return []
    return like(form.who(), user)


def _write_down(form: WrittenDownForm, user: User, answer: SameAnswer) -> Volunteer | None:
    now = timezone.now()
    apart = like(form.who(), user) if answer.is_somebody_else else []
    made = actions.sign_up(
        form.who(),
        form.offer(),
        neighbourhood=form.cleaned_data["neighbourhood"],
        channel=form.cleaned_data["channel"],
        submission=form.cleaned_data["submission"],
        by=user,
        now=now,
        same=False if answer.is_somebody_else else answer.same,
    )
    if made is not None:
        answer.remember(made.person, apart, now)
    return made
