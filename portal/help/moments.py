"""What happened with somebody's requests, and with the requests they helped with."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.people.models import Person, User
from portal.people.moments import Moment

from .enums import Verb
from .models import Event, FollowUp, HelpRequest, Series, SeriesEvent


def help_moments(person: Person, by: User, most: int) -> list[Moment]:
    """Asked by this person, for this person, or helped by this person."""
    visible = HelpRequest.objects.of_team(by)
    asked = visible.filter(person=person)
    for_other = visible.filter(asked_by=person)
    # What was said when we called back is a follow-up, which tells more.
    events = Event.objects.filter(request__in=visible).exclude(verb=Verb.CALLED_BACK)
    told = FollowUp.objects.filter(match__request__in=visible)
    return [
        *_events(events.filter(request__in=asked), _("question"), most),
        *_events(events.filter(request__in=for_other), _("question for somebody else"), most),
        *_events(events.filter(match__volunteer__person=person), _("helping"), most),
        *_follow_ups(told.filter(match__request__in=asked), _("question"), most),
        *_follow_ups(told.filter(match__volunteer__person=person), _("helping"), most),
        *_series(person, by, most),
    ]


def _events(events: QuerySet[Event], kind: str, most: int) -> list[Moment]:
    newest = events.select_related("request__kind", "by").order_by("-at", "-pk")[:most]
    return [
        Moment(each.at, kind, _line(each.request, str(each)), _page(each.request), str(each.by or ""))
        for each in newest
    ]


def _follow_ups(answers: QuerySet[FollowUp], kind: str, most: int) -> list[Moment]:
    newest = answers.select_related("match__request__kind", "by").order_by("-at", "-pk")[:most]
    return [
        Moment(
            each.at,
            kind,
            _line(each.match.request, _("how it went, %(answer)s") % {"answer": each}),
            _page(each.match.request),
            str(each.by or ""),
        )
        for each in newest
    ]


def _series(person: Person, by: User, most: int) -> list[Moment]:
    mine = Q(series__person=person) | Q(series__asked_by=person) | Q(helper__person=person)
    found = SeriesEvent.objects.filter(mine, series__in=Series.objects.of_team(by))
    newest = found.select_related("series__kind", "by").order_by("-at", "-pk")[:most]
    return [
        Moment(
            each.at,
            _("fixed days"),
            _("%(series)s: %(what)s") % {"series": each.series, "what": each},
            reverse("series", args=[each.series_id]),
            str(each.by or ""),
        )
        for each in newest
    ]


def _line(request: HelpRequest, what: str) -> str:
    return _("%(kind)s (%(number)s): %(what)s") % {
        "kind": request.kind,
        "number": request.spoken_reference,
        "what": what,
    }


def _page(request: HelpRequest) -> str:
    return reverse("request", args=[request.reference])
