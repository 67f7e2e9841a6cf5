"""`/nl/mijn/`: my questions, what I am asked, what I agreed to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from design.errors import RuleError
from design.post_only import post_only
from portal.people.enums import Purpose
from portal.people.guards import current_user, signed_in
from portal.people.models import Person, User
from portal.people.person_actions import told_to_helper

from ..enums import HOLDS_PLACE, MatchState
from ..forms import team
from ..models import HelpRequest, Match

VERBS: dict[str, tuple[type[team.VerbForm], Any]] = {
    "ja": (team.AcceptForm, _("Thank you! Below you see whom you help and how to reach them.")),
    "nee": (team.DeclineForm, _("Thank you for answering. We ask somebody else.")),
    "gedaan": (team.DoneForm, _("Wonderful, thank you for helping!")),
    "lukt-niet": (team.CancelForm, _("Thank you for saying so. We look for somebody else.")),
    "andere-dag": (team.HelperMoveForm, _("The new day is written down. The other side hears it from us.")),
}


# What `Match.shows_contact` looks at.
SHOWN_BY = ("request__person__consents", "request__asked_by__consents", "request__matches__volunteer")
POINTS = "request__person__points"


@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    return my_page(request, current_user(request), timezone.now())


def my_page(request: HttpRequest, user: User, now: datetime, **more: Any) -> HttpResponse:
    matches = list(
        Match.objects.visible_to(user)
        .of_volunteer(user)
        .select_related(
            "request__kind",
            "request__neighbourhood",
            "request__person",
            "request__asked_by",
            "volunteer__person",
        )
        .prefetch_related(*SHOWN_BY, POINTS)
        .exclude(state=MatchState.DECLINED)[:60]
    )
    known = Person.objects.filter(user=user).values_list("volunteer", flat=True)[:1]
    context = {
        "proposals": [match for match in matches if match.state == MatchState.PROPOSED],
        "appointments": [_appointment(match, now) for match in matches if match.state == MatchState.ACCEPTED],
        "missed": [match for match in matches if match.state in {MatchState.TAKEN, MatchState.DROPPED}][:3],
        "helped": [_appointment(match, now) for match in matches if match.state == MatchState.DONE],
        "requests": _own_requests(user, now),
        "has_file": bool(known),
        "helps": any(known),
        "move_form": team.HelperMoveForm(),
        **more,
    }
    return render(request, "pages/mine.html", context, status=more.get("status", 200))


def _appointment(match: Match, now: datetime) -> dict[str, Any]:
    asker = match.request.asked_by
    agreed = asker is not None and not asker.is_restricted and asker.agrees_to(Purpose.SHARE_CONTACT)
    shows_contact = match.shows_contact(now)
    return {
        "match": match,
        "request": match.request,
        "shows_contact": shows_contact,
        "points": told_to_helper(match.request.person) if shows_contact else [],
        "asker": asker if agreed else None,
    }


def _own_requests(user: User, now: datetime) -> list[dict[str, Any]]:
    own = list(HelpRequest.objects.own(user).select_related("kind", "person")[:40])
    helpers: dict[int, list[Match]] = {}
    coming = Match.objects.filter(request__in=own, state__in=HOLDS_PLACE).select_related(
        "volunteer__person", "request__person"
    )
    for match in coming.prefetch_related(*SHOWN_BY):
        if match.shows_contact(now):
            helpers.setdefault(match.request_id, []).append(match)
    return [{"request": found, "helpers": helpers.get(found.pk, [])} for found in own]


@signed_in
@post_only("mine")
def answer(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """A volunteer acts on one of their own matches."""
    user, now = current_user(request), timezone.now()
    if verb not in VERBS:
        raise Http404
    match = get_object_or_404(
        Match.objects.visible_to(user).of_volunteer(user).select_related("request", "volunteer__person"),
        pk=pk,
    )
    form_class, thanks = VERBS[verb]
    form = form_class(request.POST)
    if not form.is_valid():
        return my_page(request, user, now, wrong_form=form, status=400)
    try:
        form.act(match, by=user, now=now)
    except RuleError as error:
        typed = [form.cleaned_data["why"]] if form.cleaned_data.get("why") else []
        return my_page(request, user, now, refusal=str(error), typed=typed, status=error.status)
    messages.success(request, thanks)
    return redirect("mine")
