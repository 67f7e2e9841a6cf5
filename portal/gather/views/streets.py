"""Streets that take part, for the team: look, confirm, tell, score."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from design.errors import RuleError
from design.post_only import post_only
from portal.people.guards import current_user, needs
from portal.people.models import User
from portal.people.roles import Ability

from ..campaigns import campaign
from ..enums import STREET_MOVES, StreetState
from ..forms import team
from ..models import Score, StreetEntry

VERBS: dict[str, type[team.VerbForm]] = {
    "bevestigen": team.ConfirmStreetForm,
    "niet-mee": team.WithdrawStreetForm,
    "verhaal": team.StoryForm,
    "punten": team.ScoreForm,
}
MOST_SHOWN = 200
POINTS = ("lasting", "effort", "creative", "diverse")


@needs(Ability.BROKER)
@require_GET
def keep_streets(request: HttpRequest) -> HttpResponse:
    return _page(request, current_user(request))


def _page(request: HttpRequest, user: User, *, status: int = 200, **more: Any) -> HttpResponse:
    """`more["wrong"]`: the street and the form that was not right."""
    visible = StreetEntry.objects.visible_to(user).select_related("person")
    entries = list(visible.order_by("-created_at", "-pk")[:MOST_SHOWN])
    own = {score.entry_id: score for score in Score.objects.filter(juror=user, entry__in=entries)}
    wrong_pk, wrong_form = more.pop("wrong", (None, None))
    groups: dict[uuid.UUID, dict[str, Any]] = {}
    for entry in entries:
        group = groups.setdefault(entry.campaign, {"campaign": None, "rows": []})
        form = wrong_form if wrong_pk == entry.pk else None
        group["rows"].append(_row(entry, own.get(entry.pk), form))
    for key, group in groups.items():
        group["campaign"] = campaign(key)
    context = {"groups": list(groups.values()), "refusal": "", "typed": [], "wrong_form": wrong_form, **more}
    return render(request, "pages/keep_streets.html", context, status=status)


def _row(entry: StreetEntry, score: Score | None, form: team.VerbForm | None) -> dict[str, Any]:
    given = {name: getattr(score, name) for name in POINTS} if score else {}
    moves = STREET_MOVES[StreetState(entry.state)]
    return {
        "entry": entry,
        "score": score,
        "form": form or team.ScoreForm(initial=given, auto_id=f"s{entry.pk}_%s"),
        "can_confirm": StreetState.CONFIRMED in moves,
        "can_tell": StreetState.STORY in moves,
        "can_withdraw": StreetState.WITHDRAWN in moves,
        "can_score": entry.state in {StreetState.CONFIRMED, StreetState.STORY},
    }


@needs(Ability.BROKER)
@post_only("keep_streets")
def act_on_street(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    user = current_user(request)
    if verb not in VERBS:
        raise Http404
    entry = get_object_or_404(StreetEntry.objects.visible_to(user), pk=pk)
    form = VERBS[verb](request.POST, auto_id=f"s{entry.pk}_%s")
    if not form.is_valid():
        return _page(request, user, wrong=(entry.pk, form), status=400)
    try:
        form.act(entry, by=user, now=timezone.now())
    except RuleError as error:
        return _page(request, user, refusal=str(error), status=error.status)
    messages.success(request, _("Done."))
    return redirect("keep_streets")
