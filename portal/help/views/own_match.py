"""What the two of a match say afterwards, on `/nl/mijn/`."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from design.errors import RuleError
from design.post_only import post_only
from portal.people.guards import current_user, signed_in

from ..forms import after, team, trouble
from ..models import Match
from .mine import my_page

VERBS: dict[str, tuple[type[team.VerbForm], Any]] = {
    "bedankt": (after.ThankForm, _("Thank you. We pass it on.")),
    "misgelopen": (trouble.OwnTroubleForm, _("Thank you for telling us. We call you.")),
}


@signed_in
@post_only("mine")
def my_match(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    user, now = current_user(request), timezone.now()
    if verb not in VERBS:
        raise Http404
    own = Q(request__person__user=user) | Q(request__asked_by__user=user) | Q(volunteer__person__user=user)
    found = Match.objects.filter(own).select_related(
        "request__person", "request__asked_by", "volunteer__person"
    )
    match = get_object_or_404(found, pk=pk)
    form_class, answer = VERBS[verb]
    form = form_class(request.POST)
    typed = [form.data["note"]] if form.data.get("note") else []
    if not form.is_valid():
        return my_page(request, user, now, wrong_form=form, refusal="", typed=typed, status=400)
    try:
        form.act(match, by=user, now=now)
    except RuleError as error:
        return my_page(request, user, now, refusal=str(error), typed=typed, status=error.status)
    messages.success(request, answer)
    return redirect("mine")
