"""What is asked is not for volunteers: who helps then, and whether we call to look for a service together."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.people.models import Organisation

from ..models import HelpKind, RedFlag
from .draft import CHECK, SERVICE, draft_of, first_missing, keep, step_url, ticked


@require_http_methods(["GET", "POST"])
def ask_service(request: HttpRequest) -> HttpResponse:
    draft = draft_of(request)
    if not ticked(draft):
        return redirect(step_url("wat"))
    if request.method == "GET":
        kind = HelpKind.objects.get(code=draft["steps"][""]["kind"])
        context = {
            "flags": RedFlag.objects.filter(code__in=ticked(draft)),
            "service": Organisation.objects.public().filter(pk=kind.refer_to_id or 0).first(),
            "back": step_url("wat"),
            "behalf": draft["behalf"],
        }
        return render(request, f"pages/ask_{SERVICE}.html", context)
    draft["to_service"] = "bel-mij" in request.POST
    if not draft["to_service"]:
        draft["steps"]["wat"]["red_flags"] = []
        keep(request, draft)
        return redirect(step_url("wat"))
    # When it suits is a matter for the call.
    draft["steps"].setdefault("wanneer", {"timing": "no_hurry", "day": "", "half_day": ""})
    keep(request, draft)
    return redirect(step_url(first_missing(draft, before=CHECK) or CHECK))
