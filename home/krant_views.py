from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from design.freshness import shows

from .krant import krant


@require_safe
def show_krant(request: HttpRequest) -> HttpResponse:
    """The monthly sheet, on the screen and on one sheet of paper."""
    now = timezone.now()
    shows("place")
    sheet = krant(get_language() or "nl", now)
    return render(request, "pages/krant.html", {"krant": sheet, "today": timezone.localdate(now)})
