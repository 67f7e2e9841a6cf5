"""What is agreed about all dates of a series together. Past dates are never touched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from portal.people.models import Person, User, Volunteer

from .. import messages
from ..enums import HOLDS_PLACE, MatchState, RequestState, Verb
from ..models import HelpRequest, Series, SeriesEvent
from ..rules import check_team
from ..series_enums import OnHolidays, SeriesState, SeriesVerb
from ..series_rules import (
    check_asker_or_team,
    check_can_begin,
    check_days,
    check_helper,
    check_is_helper,
    check_state,
)
from .base import lock, settle, write
from .give import move
from .series_dates import call_off, come, lock_dates, lock_helper, lock_series, make_dates


@dataclass(frozen=True)
class Plan:
    rhythm: str
    first: date
    last: date | None = None
    half_day: str = ""
    on_holidays: str = OnHolidays.NOT
    # Who said yes to the question comes on every date.
    keeps_helper: bool = False


@transaction.atomic
def begin_series(
    request: HelpRequest, plan: Plan, *, by: User, now: datetime, version: int | None = None
) -> Series:
    """A question becomes the first date of fixed days, and the dates of the weeks ahead are made."""
    request = lock(request, version)
    check_team(request, by)
    check_can_begin(request)
    check_days(plan.first, plan.last, plan.on_holidays, now)
    if (request.day, request.half_day) != (plan.first, plan.half_day):
        move(request, by=by, now=now, day=plan.first, half_day=plan.half_day)
        request = lock(request)
    series = _series_of(request, plan, now)
    if series.helper is not None:
        check_helper(series, series.helper, by)
    series.save()
    request.series, request.series_day, request.wants_rhythm = series, plan.first, ""
    write(request, Verb.IN_SERIES, by=by, now=now)
    _note(series, SeriesVerb.BEGUN, by=by, now=now, told=[series.helper.person] if series.helper else [])
    make_dates(series, now=now)
    return series


def _series_of(request: HelpRequest, plan: Plan, now: datetime) -> Series:
    helpers = request.matches.filter(state__in=HOLDS_PLACE).select_related("volunteer__person")
    first = helpers.order_by("place").first() if plan.keeps_helper else None
    return Series(
        neighbourhood=request.neighbourhood,
        outside_area=request.outside_area,
        kind=request.kind,
        person=request.person,
        asked_by=request.asked_by,
        relation=request.relation,
        text=request.text,
        places=request.places,
        language=request.language,
        channel=request.channel,
        rhythm=plan.rhythm,
        starts_on=plan.first,
        ends_on=plan.last,
        half_day=plan.half_day,
        on_holidays=plan.on_holidays,
        helper=first.volunteer if first else None,
        made_until=plan.first,
        created_at=now,
    )


def _note(
    series: Series,
    verb: SeriesVerb,
    *,
    by: User | None,
    now: datetime,
    told: list[Person],
    from_day: date | None = None,
) -> None:
    """A line of history; everybody in `told` hears that something changed, except whoever did it."""
    event = SeriesEvent.objects.create(
        series=series, at=now, by=by, verb=verb, helper=series.helper, from_day=from_day
    )
    for person in told:
        if by is None or person.user_id != by.pk:
            messages.tell_series_changed(series, person, key=str(event.pk), now=now)


def _sides(series: Series) -> list[Person]:
    return [series.contact_person] + ([series.helper.person] if series.helper else [])


@transaction.atomic
def change_helper(
    series: Series, helper: Volunteer | None, *, from_day: date, by: User, now: datetime
) -> Series:
    """Somebody else comes from a day on, or nobody yet: then each of those dates looks for somebody."""
    series = lock_series(series)
    check_team(series, by)
    check_state(series, SeriesState.RUNNING, SeriesState.PAUSED)
    if helper is not None:
        check_helper(series, helper, by)
    if (helper.pk if helper else None) == series.helper_id:
        return series  # pressed twice
    return _replace(series, helper, SeriesVerb.HELPER, since=from_day, by=by, now=now)


@transaction.atomic
def stop_helping(series: Series, *, by: User, now: datetime) -> Series:
    """The fixed helper stops: the dates to come look for somebody else, each on its own."""
    series = lock_series(series)
    check_is_helper(series, by)
    check_state(series, SeriesState.RUNNING, SeriesState.PAUSED)
    return _replace(series, None, SeriesVerb.STOPPED, since=timezone.localdate(now), by=by, now=now)


def _replace(
    series: Series, helper: Volunteer | None, verb: SeriesVerb, *, since: date, by: User, now: datetime
) -> Series:
    before, since = series.helper, max(since, timezone.localdate(now))
    dates = lock_dates(series, since)
    helper = lock_helper(helper.pk) if helper else None
    for request in dates:
        if before is not None:
            _leave(request, before, by=by, now=now)
        if helper is not None:
            come(request, helper, by=by, now=now)
    told = _sides(series)
    series.helper = helper
    series.save(update_fields=["helper"])
    told += [helper.person] if helper else []
    _note(series, verb, by=by, now=now, told=told, from_day=since)
    return series


def _leave(request: HelpRequest, helper: Volunteer, *, by: User, now: datetime) -> None:
    request.matches.waiting().filter(volunteer=helper).update(state=MatchState.DROPPED, answered_at=now)
    for match in request.matches.filter(volunteer=helper, state=MatchState.ACCEPTED):
        settle(match, MatchState.CANCELLED, now=now)
        request.call_back_on = None
        to = RequestState.SEARCHING if request.state == RequestState.AGREED else None
        write(request, Verb.NOT_DONE, by=by, now=now, to=to, match=match)


@transaction.atomic
def pause_series(series: Series, *, by: User, now: datetime) -> Series:
    """No dates until it goes on: those to come are taken back, and made anew by `resume_series`."""
    series = lock_series(series)
    check_team(series, by)
    if series.state == SeriesState.PAUSED:
        return series
    check_state(series, SeriesState.RUNNING)
    _take_back(series, by=by, now=now, for_good=False)
    series.state = SeriesState.PAUSED
    series.save(update_fields=["state"])
    _note(series, SeriesVerb.PAUSED, by=by, now=now, told=_sides(series))
    return series


def _take_back(series: Series, *, by: User | None, now: datetime, for_good: bool) -> None:
    for request in lock_dates(series, timezone.localdate(now)):
        if not for_good:
            request.series_day = None
        for match in call_off(request, by=by, now=now):
            if match.volunteer_id != series.helper_id:  # the fixed helper hears it once, of all dates
                messages.call_off(match, now=now)


@transaction.atomic
def resume_series(series: Series, *, by: User, now: datetime) -> Series:
    series = lock_series(series)
    check_team(series, by)
    if series.state == SeriesState.RUNNING:
        return series
    check_state(series, SeriesState.PAUSED)
    series.state = SeriesState.RUNNING
    series.made_until = timezone.localdate(now) - timedelta(days=1)
    series.save(update_fields=["state", "made_until"])
    _note(series, SeriesVerb.RESUMED, by=by, now=now, told=_sides(series))
    make_dates(series, now=now)
    return series


@transaction.atomic
def end_series(series: Series, *, by: User, now: datetime) -> Series:
    """Who asks, or the team, stops it: no date comes any more."""
    series = lock_series(series)
    check_asker_or_team(series, by)
    if series.state == SeriesState.ENDED:
        return series
    _take_back(series, by=by, now=now, for_good=True)
    return _end(series, by=by, now=now, told=_sides(series))


@transaction.atomic
def end_when_over(series: Series, *, now: datetime) -> bool:
    """After its last day a series ends by itself; nobody needs to hear that."""
    series = lock_series(series)
    last = series.ends_on
    if series.state == SeriesState.ENDED or last is None or last >= timezone.localdate(now):
        return False
    _end(series, by=None, now=now, told=[])
    return True


def _end(series: Series, *, by: User | None, now: datetime, told: list[Person]) -> Series:
    series.state, series.ended_at = SeriesState.ENDED, now
    series.save(update_fields=["state", "ended_at"])
    _note(series, SeriesVerb.ENDED, by=by, now=now, told=told)
    return series
