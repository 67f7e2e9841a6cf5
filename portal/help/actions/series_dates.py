"""The dates of a series. Locked in this order: the series, its requests, the volunteer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from portal.people.models import User, Volunteer

from .. import messages
from ..enums import BEFORE_AGREED, LIVE_MATCH, WAITING, MatchState, RequestState, Timing, Verb
from ..models import Event, HelpRequest, Match, Series
from ..rhythm import days, real_day
from ..rules import check_consent, check_month, check_volunteer, free_place, why_not
from ..series_enums import SeriesState
from ..series_rules import STILL_TO_COME, check_asker_or_team, check_skip
from .ask import unused_reference
from .base import lock, settle, write
from .match import take_place

AHEAD = timedelta(weeks=6)
_LIKE_THE_SERIES = (
    "neighbourhood",
    "outside_area",
    "kind",
    "person",
    "asked_by",
    "relation",
    "text",
    "places",
    "language",
    "channel",
    "half_day",
)


def lock_series(series: Series) -> Series:
    return (
        Series.objects.select_for_update(of=("self",))
        .select_related("kind", "person", "asked_by", "neighbourhood", "helper__person")
        .get(pk=series.pk)
    )


def lock_helper(pk: int | None) -> Volunteer | None:
    locked = Volunteer.objects.select_for_update(of=("self", "person")).select_related("person")
    return None if pk is None else locked.get(pk=pk)


def lock_dates(series: Series, since: date) -> list[HelpRequest]:
    """What is still to come, from a day on."""
    coming = series.dates.filter(Q(day=None) | Q(day__gte=since), state__in=STILL_TO_COME)
    found = [lock(each) for each in coming.order_by("pk")]
    return [each for each in found if each.state in STILL_TO_COME]


@transaction.atomic
def make_dates(series: Series, *, now: datetime) -> list[HelpRequest]:
    """The requests of the weeks ahead; never two of one day, however often or together this runs."""
    series = lock_series(series)
    today = timezone.localdate(now)
    after = max(series.made_until, today - timedelta(days=1))
    until = min(today + AHEAD, series.ends_on or date.max)
    waits = series.person.is_restricted or (series.asked_by and series.asked_by.is_restricted)
    if series.state != SeriesState.RUNNING or waits or until <= after:
        return []
    helper = lock_helper(series.helper_id)
    made_before = set(series.dates.filter(series_day__gt=after).values_list("series_day", flat=True))
    made = []
    for day in days(series.rhythm, series.starts_on, after, until):
        real = real_day(day, series.on_holidays)
        if real is not None and day not in made_before:
            made.append(_make(series, day, real, helper, now))
    series.made_until = until
    series.save(update_fields=["made_until"])
    return made


def _make(series: Series, day: date, real: date, helper: Volunteer | None, now: datetime) -> HelpRequest:
    request = HelpRequest.objects.create(
        reference=unused_reference(),
        series=series,
        series_day=day,
        day=real,
        timing=Timing.DAY,
        state=RequestState.SEARCHING,
        created_at=now,
        **{name: getattr(series, name) for name in _LIKE_THE_SERIES},
    )
    Event.objects.create(request=request, at=now, by=None, verb=Verb.FROM_SERIES, to_state=request.state)
    if helper is not None:
        come(request, helper, by=None, now=now)
    return request


def come(request: HelpRequest, helper: Volunteer, *, by: User | None, now: datetime) -> bool:
    """The fixed helper takes a place on this date, unless a limit or an earlier no stands in the way.

    Both rows are locked.
    """
    match = request.matches.filter(volunteer=helper).order_by("-pk").first()
    may_still = {*WAITING, MatchState.TAKEN, MatchState.DROPPED}
    if match is not None and match.state not in may_still:
        return match.state in LIVE_MATCH
    if why_not(_check_comes, request, helper, now):
        return False
    if match is None or match.state not in WAITING:
        match = Match(request=request, volunteer=helper, proposed_by=by, proposed_at=now)
    match.request = request
    take_place(match, free_place(request), Verb.ACCEPTED, by=by, now=now)
    return True


def _check_comes(request: HelpRequest, helper: Volunteer, now: datetime) -> None:
    check_consent(request)
    check_volunteer(helper, request, now)
    check_month(helper, request, now)
    free_place(request)


@transaction.atomic
def skip_date(request: HelpRequest, *, by: User, now: datetime, version: int | None = None) -> HelpRequest:
    """No help is needed on this one date; the other dates stay as they are."""
    request = lock(request, version)
    check_asker_or_team(request, by)
    if request.state == RequestState.SKIPPED:
        return request
    check_skip(request, now)
    for match in call_off(request, by=by, now=now):
        messages.call_off(match, now=now)
    return request


def call_off(request: HelpRequest, *, by: User | None, now: datetime) -> list[Match]:
    """End a date as skipped; returns the matches of who would have come."""
    request.matches.waiting().update(state=MatchState.DROPPED, answered_at=now)
    agreed = list(request.matches.filter(state=MatchState.ACCEPTED).select_related("volunteer__person"))
    for match in agreed:
        match.request = request
        settle(match, MatchState.CANCELLED, now=now)
    write(request, Verb.SKIPPED, by=by, now=now, to=RequestState.SKIPPED)
    return agreed


def tell_nobody_found(now: datetime) -> int:
    """Who asks hears it the day before, once per date."""
    today = timezone.localdate(now)
    near = HelpRequest.objects.filter(
        series__isnull=False, state__in=BEFORE_AGREED, day__gte=today, day__lte=today + timedelta(days=1)
    )
    return _tell_each(near.select_related("person", "asked_by", "neighbourhood"), now)


def _tell_each(requests: Iterable[HelpRequest], now: datetime) -> int:
    told = 0
    for request in requests:
        with transaction.atomic():
            messages.tell_nobody_for_date(request, now=now)
        told += 1
    return told
