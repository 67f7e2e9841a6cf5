"""`/nl/privacy-tekst/`: the privacy text that is in force; the page about privacy leads here."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from design.freshness import shows

from .enums import ScriptKind
from .scripts import TAG, in_force


@require_GET
def privacy_text(request: HttpRequest) -> HttpResponse:
    shows(TAG)
    found = in_force(ScriptKind.PRIVACY)
    if found is None:
        raise Http404
    lines = [line.strip() for line in str(found.text).splitlines() if line.strip()]
    parts = [{"is_head": line.startswith("#"), "text": line.lstrip("# ")} for line in lines]
    return render(request, "pages/privacy_text.html", {"script": found, "parts": parts})
