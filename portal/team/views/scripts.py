"""Texts that people agree to, and the privacy text: written where the papers are, for all neighbourhoods."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from design.errors import RuleError
from design.fields import CODES
from design.post_only import post_only
from portal.people.enums import ScriptKind
from portal.people.guards import current_user, needs
from portal.people.models import Script
from portal.people.roles import Ability
from portal.people.scripts import draft_script, first_text, publish_script

from ..forms.verbs import ScriptForm
from ..papers import script_paper


def groups() -> list[dict[str, Any]]:
    """Each kind with its versions, the newest first; one query."""
    found = list(Script.objects.all())
    return [{"kind": kind, "versions": [each for each in found if each.kind == kind]} for kind in ScriptKind]


@needs(Ability.BROKER)
@require_GET
def print_script(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    script = get_object_or_404(Script, pk=pk)
    if code not in CODES:
        raise Http404
    return HttpResponse(script_paper(script, code), content_type="application/pdf")


@needs(Ability.KEEP_PAPERS)
@require_http_methods(["GET", "POST"])
def write_script(request: HttpRequest, kind: str) -> HttpResponse:
    """The next version, which begins as the last one; it counts only when it is put in force."""
    if kind not in ScriptKind.values:
        raise Http404
    last = Script.objects.filter(kind=kind).order_by("-version").first()
    text = last.text if last else first_text(ScriptKind(kind))
    form = ScriptForm(request.POST if request.method == "POST" else None, initial={"text": text})
    status = 400 if form.is_bound else 200
    if form.is_valid():
        data = form.cleaned_data
        try:
            draft_script(
                ScriptKind(kind), data["text"], by=current_user(request), asks_again=data["asks_again"]
            )
        except RuleError as error:
            form.add_error("text", str(error))
            status = error.status
        else:
            messages.success(request, _("Kept as a draft. Look at it, and then put it in force."))
            return redirect("papers")
    return render(request, "pages/write_paper.html", {"form": form, "kind": ScriptKind(kind)}, status=status)


@needs(Ability.KEEP_PAPERS)
@post_only("papers")
def put_script_in_force(request: HttpRequest, pk: int) -> HttpResponse:
    script = get_object_or_404(Script, pk=pk)
    try:
        publish_script(script, by=current_user(request), now=timezone.now())
    except RuleError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("This text is in force now."))
    return redirect("papers")
