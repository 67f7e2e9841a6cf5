"""Who we may have twice: look at the two, put them together, or take them apart again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from design.errors import RuleError
from design.post_only import post_only

from .data_views import private
from .dossier import sections
from .duplicates import pairs
from .enums import Looked
from .guards import current_user, needs
from .kept_actions import note_access
from .merge_actions import merge_people, set_apart, undo_merge
from .merge_details import GONE, KEPT, details
from .merge_models import Merge
from .merge_rules import can_be_undone, what_stops
from .models import Person, User
from .roles import Ability

MOST_SHOWN = 50


@needs(Ability.BROKER)
@require_GET
def duplicates(request: HttpRequest) -> HttpResponse:
    found = pairs(current_user(request))
    context = {"pairs": found[:MOST_SHOWN], "more": max(0, len(found) - MOST_SHOWN)}
    return private(render(request, "pages/duplicates.html", context))


def _two(user: User, pk: int, other: int) -> tuple[Person, Person]:
    visible = Person.objects.of_team(user).known().select_related("user", "neighbourhood")
    kept: Person = get_object_or_404(visible, pk=pk)
    gone: Person = get_object_or_404(visible, pk=other)
    return kept, gone


@needs(Ability.BROKER)
@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """The two side by side, a choice for each detail on which they differ, and what stops it."""
    user, now = current_user(request), timezone.now()
    now_pk, now_other = Person.objects.leads_to(pk), Person.objects.leads_to(other)
    if now_pk == now_other != pk or now_pk == now_other != other:
        get_object_or_404(Person.objects.of_team(user), pk=now_pk)
        messages.info(request, _("These two are put together already."))
        return redirect("person", now_pk)
    kept, gone = _two(user, pk, other)
    if request.method == "GET":
        return _page(request, kept, gone, now)
    choices = {name: side for name, side in request.POST.items() if side in {KEPT, GONE}}
    try:
        merge_people(kept, gone, choices, by=user, now=now)
    except RuleError as error:
        return _page(request, kept, gone, now, choices, refusal=str(error), status=error.status)
    messages.success(request, _("Put together. You can undo this for 30 days."))
    return redirect("person", kept.pk)


def _page(
    request: HttpRequest,
    kept: Person,
    gone: Person,
    now: datetime,
    choices: dict[str, str] | None = None,
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    note_access([kept, gone], Looked.DOSSIER, by=current_user(request), now=now)
    found = details(kept, gone)
    context: dict[str, Any] = {
        "kept": kept,
        "gone": gone,
        "details": [(each, (choices or {}).get(each.name, each.chosen)) for each in found],
        "sides": [(each, sections(each)) for each in (kept, gone)],
        "stops": [] if refusal else what_stops(kept, gone, now),
        "refusal": refusal,
        "typed": [],
    }
    return private(render(request, "pages/merge.html", context, status=status))


@needs(Ability.BROKER)
@post_only("duplicates")
def apart(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    user = current_user(request)
    one, two = _two(user, pk, other)
    set_apart(one, [two], by=user, now=timezone.now())
    messages.success(request, _("We will not ask about these two again."))
    return redirect("duplicates")


@needs(Ability.BROKER)
@require_GET
def merges(request: HttpRequest) -> HttpResponse:
    return _merges(request)


def _merges(request: HttpRequest, *, refusal: str = "", status: int = 200) -> HttpResponse:
    now = timezone.now()
    visible = Merge.objects.visible_to(current_user(request)).select_related("kept", "by", "undone_by")
    context = {
        "rows": [(each, can_be_undone(each, now)) for each in visible[:MOST_SHOWN]],
        "refusal": refusal,
        "typed": [],
    }
    return private(render(request, "pages/merges.html", context, status=status))


@needs(Ability.BROKER)
@post_only("merges")
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    user = current_user(request)
    found = get_object_or_404(Merge.objects.visible_to(user).select_related("kept", "gone"), pk=pk)
    try:
        left = undo_merge(found, by=user, now=timezone.now())
    except RuleError as error:
        return _merges(request, refusal=str(error), status=error.status)
    messages.success(request, _("They are two people again."))
    if left:
        messages.warning(request, _left(left))
    return redirect("merges")


def _left(left: list[tuple[str, int, str]]) -> str:
    """What was not put back, because it changed since: which details, and how much else."""
    columns = {name for label, _pk, name in left if label == "people.Person"}
    names = [capfirst(str(Person._meta.get_field(name).verbose_name)) for name in sorted(columns)]  # type: ignore[union-attr]
    others = len([label for label, _pk, _name in left if label != "people.Person"])
    said = []
    if names:
        said.append(_("Changed since, so we left it as it is now: %(names)s.") % {"names": ", ".join(names)})
    if others:
        said.append(
            ngettext(
                "%(count)d more thing changed since, and we left it as it is now.",
                "%(count)d more things changed since, and we left them as they are now.",
                others,
            )
            % {"count": others}
        )
    return " ".join(said)
