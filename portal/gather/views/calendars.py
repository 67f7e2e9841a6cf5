from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from design.freshness import shows

from ..calendars import FUTURE_SHOWN, PAST_SHOWN, calendar_of
from ..models import Gathering


@require_GET
def date_file(request: HttpRequest, pk: int) -> HttpResponse:
    """One date, for the calendar of whoever comes."""
    date = get_object_or_404(Gathering.objects.public().select_related("event"), pk=pk)
    shows(f"event:{date.event.key}")
    return _file(calendar_of([date], name=str(date.event), now=timezone.now()), f"{pk}.ics")


@require_GET
def agenda_file(request: HttpRequest) -> HttpResponse:
    """All dates of the last month and the next half year, to subscribe to."""
    now = timezone.now()
    found = (
        Gathering.objects.public()
        .filter(ends_at__gt=now - PAST_SHOWN, starts_at__lt=now + FUTURE_SHOWN)
        .select_related("event")
    )
    shows("agenda", until=now + timedelta(days=1))
    return _file(calendar_of(found, name=_("Agenda of the neighbourhood"), now=now), "agenda.ics")


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
