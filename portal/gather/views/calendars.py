from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from design.calendars import calendar_of, calendar_response
from design.freshness import shows

from ..calendars import FUTURE_SHOWN, PAST_SHOWN, entry_of
from ..models import Gathering


@require_GET
def date_file(request: HttpRequest, pk: int) -> HttpResponse:
    """One date, for the calendar of whoever comes."""
    date = get_object_or_404(Gathering.objects.public().select_related("event"), pk=pk)
    shows(f"event:{date.event.key}")
    content = calendar_of([entry_of(date)], name=str(date.event), now=timezone.now())
    return calendar_response(content, f"{pk}.ics")


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
    content = calendar_of(map(entry_of, found), name=_("Agenda of the neighbourhood"), now=now)
    return calendar_response(content, "agenda.ics")
