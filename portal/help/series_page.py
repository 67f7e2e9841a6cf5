"""Fixed days on one page: the dates, who comes, and what happened."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from portal.people.enums import Looked
from portal.people.kept_actions import note_access
from portal.people.models import User

from .enums import HOLDS_PLACE
from .forms.series import HelperForm
from .models import HelpRequest, Match, Series
from .series_rules import STILL_TO_COME

MOST_PAST = 30


def series_page(series: Series, *, by: User, now: datetime) -> dict[str, Any]:
    today = timezone.localdate(now)
    coming, past = dates_of(series, now)
    history = list(series.history.select_related("by", "helper__person"))
    helpers = [match.volunteer.person for each in [*coming, *past] for match in each.matches.all()]
    helpers += [each.helper.person for each in history if each.helper]
    fixed = series.helper.person if series.helper else None
    note_access([series.person, series.asked_by, fixed, *helpers], Looked.REQUEST, by=by, now=now)
    initial = {"from_day": today, "helper": series.helper_id}
    form = None if series.is_over else HelperForm(series=series, by=by, initial=initial)
    return {"series": series, "coming": coming, "past": past, "history": history, "helper_form": form}


def dates_of(series: Series, now: datetime) -> tuple[list[HelpRequest], list[HelpRequest]]:
    """Those still to come, the first one first, and the others, the last one first; who comes with each."""
    today = timezone.localdate(now)
    agreed = Match.objects.filter(state__in=HOLDS_PLACE).select_related("volunteer__person")
    dates = series.dates.prefetch_related(Prefetch("matches", agreed))
    open_ones = dates.filter(state__in=STILL_TO_COME).exclude(day__lt=today).order_by("day", "pk")
    coming = list(open_ones)
    others = dates.exclude(pk__in=[each.pk for each in coming]).order_by("-day", "-pk")
    return coming, list(others[:MOST_PAST])
