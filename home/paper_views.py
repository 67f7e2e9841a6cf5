"""Pages of ours as files: flyers and posters, the list of where they went, the plan as a table."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from design.freshness import shows
from design.limits import too_many
from design.paper import TYPES, fingerprint, make_paper
from portal.people.guards import current_user, needs
from portal.people.roles import Ability

from .flyer import FORMATS, TEMPLATE, flyer, neighbourhood_of
from .models import FlyerSpread, PlanPage, SitePage
from .plan_matrix import plan_rows, written_csv
from .spread import SpreadForm, forget_spread, note_spread
from .versions import version_for, versions_for

NAMES = {
    "a5": _("Flyer (A5)"),
    "a4": _("Poster (A4)"),
    "a4-2": _("Two flyers on one sheet of A4, to cut through"),
}
LANGUAGES = dict(settings.LANGUAGES)


@require_safe
def flyer_file(request: HttpRequest, page_id: int, what: str, kind: str) -> HttpResponse:
    """`?taal=` adds a second side in that language; of a picture it chooses the side."""
    language = request.GET.get("taal") or "nl"
    versions = versions_for(page_id, request.user)
    if what not in FORMATS or kind not in TYPES or not {"nl", language} <= versions.keys():
        raise Http404
    codes = [language] if kind == "png" else list(dict.fromkeys(["nl", language]))
    dutch = versions["nl"]
    shows(f"page:{dutch.translation_key}", f"event:{dutch.translation_key}", "place")
    pages = [versions[code] for code in codes]
    data = flyer(dutch, pages, what, timezone.now(), on_screen=kind == "png")
    etag = f'"{fingerprint(TEMPLATE, data, kind)}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        if refused := too_many(request, "flyer", most=60, seconds=300):
            return refused
        name = "-".join(["flyer", dutch.slug, what, *codes])
        response = HttpResponse(make_paper(TEMPLATE, data, kind), content_type=TYPES[kind])
        response["Content-Disposition"] = content_disposition_header(True, f"{name}.{kind}")
        response["ETag"] = etag
    response["Cache-Control"] = "private, max-age=60"
    return response


@needs(Ability.KEEP_AGENDA)
def spread(request: HttpRequest, page_id: int) -> HttpResponse:
    """All flyers of a page to take along, and where they were left."""
    versions = versions_for(page_id, request.user)
    if "nl" not in versions:
        raise Http404
    page = versions["nl"]
    form = SpreadForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        note_spread(page.translation_key, by=current_user(request), **form.cleaned_data)
        messages.success(request, _("Written down. Thank you for spreading them!"))
        return redirect("flyer_spread", page_id)
    status = 400 if form.is_bound else 200
    return render(request, "pages/flyer_spread.html", _spread_context(page, versions, form), status=status)


def _spread_context(page: SitePage, versions: dict[str, SitePage], form: SpreadForm) -> dict[str, Any]:
    found = list(FlyerSpread.objects.filter(page_key=page.translation_key).select_related("by"))
    return {
        "page": page,
        "form": form,
        "spreads": found,
        "copies": sum(each.copies for each in found),
        "formats": list(NAMES.items()),
        "codes": [{"code": code, "name": LANGUAGES[code]} for code in versions],
        "missing": [name for code, name in LANGUAGES.items() if code not in versions],
        "place": neighbourhood_of(page),
    }


@needs(Ability.KEEP_AGENDA)
def forget(request: HttpRequest, page_id: int, pk: int) -> HttpResponse:
    page = version_for(page_id, request.user)
    if request.method == "POST" and forget_spread(page.translation_key, pk):
        messages.success(request, _("Removed from the list."))
    return redirect("flyer_spread", page_id)


@require_safe
def plan_csv(request: HttpRequest, page_id: int) -> HttpResponse:
    page = version_for(page_id, request.user)
    if not isinstance(page, PlanPage):
        raise Http404
    shows(f"page:{page.translation_key}")
    with translation.override(page.locale.language_code):
        text = written_csv(plan_rows(page))
    response = HttpResponse(text.encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"{page.slug}.csv")
    response["Cache-Control"] = "private, max-age=60"
    return response
