"""Fixed days, for the pages on which a request, a resident or a volunteer stands."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import QuerySet
from django.utils import timezone

from portal.help.enums import HOLDS_PLACE
from portal.help.models import HelpRequest, Match, Series
from portal.help.series_enums import SeriesState
from portal.help.series_rules import STILL_TO_COME
from portal.help.views.mine import SHOWN_BY
from portal.people.models import User

register = template.Library()

MOST_DATES = 8


@register.inclusion_tag("components/request_series.html", takes_context=True)
def request_series(context: dict[str, Any], request_: HelpRequest) -> dict[str, Any]:
    """The fixed days a request belongs to, or the form that makes it the first of them."""
    to_come = request_.state in STILL_TO_COME
    return {
        "csrf_token": context["csrf_token"],
        "request_": request_,
        "can_skip": to_come and request_.series_id is not None,
        "form": context["forms"]["reeks"] if to_come and request_.series_id is None else None,
    }


@register.inclusion_tag("components/my_series.html", takes_context=True)
def my_series(context: dict[str, Any], user: User) -> dict[str, Any]:
    """What comes on fixed days for this resident, each date with who comes; four queries at most."""
    own = Series.objects.own(user).exclude(state=SeriesState.ENDED).select_related("kind", "person")
    dates: dict[int | None, list[dict[str, Any]]] = {each.pk: [] for each in own}
    for request in _coming(list(own)):
        dates[request.series_id].append({"request": request, "helpers": []})
    found: list[dict[str, Any]] = [{"series": each, "dates": dates[each.pk][:MOST_DATES]} for each in own]
    _who_comes([date for each in found for date in each["dates"]])
    return {"found": found, "csrf_token": context["csrf_token"]}


def _coming(series: list[Series]) -> QuerySet[HelpRequest]:
    dates = HelpRequest.objects.filter(series__in=series, state__in=STILL_TO_COME)
    return dates.exclude(day__lt=timezone.localdate()).order_by("day", "pk")


def _who_comes(dates: list[dict[str, Any]]) -> None:
    by_request = {each["request"].pk: each["helpers"] for each in dates}
    coming = Match.objects.filter(request__in=list(by_request), state__in=HOLDS_PLACE).select_related(
        "volunteer__person", "request__person"
    )
    for match in coming.prefetch_related(*SHOWN_BY):
        if match.shows_contact(timezone.now()):
            by_request[match.request_id].append(match)


@register.inclusion_tag("components/series_i_help.html", takes_context=True)
def series_i_help(context: dict[str, Any], user: User) -> dict[str, Any]:
    """Where this volunteer comes on fixed days; one query."""
    found = Series.objects.helped_by(user).exclude(state=SeriesState.ENDED).select_related("kind")
    return {"found": list(found), "csrf_token": context["csrf_token"]}
