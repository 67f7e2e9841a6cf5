"""Help on fixed days: made, with who comes, changed as a whole, and one date at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from portal.contact.enums import Route
from portal.contact.models import Message
from portal.help.actions import (
    Plan,
    accept,
    begin_series,
    cancel,
    change_helper,
    end,
    end_series,
    make_dates,
    move,
    pause_series,
    propose,
    resume_series,
    skip_date,
    stop_helping,
)
from portal.help.enums import Reason, RequestState
from portal.help.models import HelpRequest, Match, Series, SeriesEvent
from portal.help.rules import Moved, NotForYou, NotPossible
from portal.help.series_enums import OnHolidays, Rhythm, SeriesState
from portal.people.actions import withdraw_consent
from portal.people.enums import Channel, Purpose
from portal.people.models import Person, User, Volunteer
from tests.factories import VolunteerFactory
from tests.help.conftest import RequestIn

NOW = datetime.fromisoformat("2026-09-01T10:00:00+02:00")  # a Tuesday
FIRST = date(2026, 9, 3)
WEEKS = [FIRST + timedelta(weeks=number) for number in range(6)]


@pytest.fixture(autouse=True)
def _in_september() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def helper(volunteer: Volunteer) -> Volunteer:
    Volunteer.objects.filter(pk=volunteer.pk).update(month_maximum=20)
    volunteer.refresh_from_db()
    return volunteer


def plan(**more: Any) -> Plan:
    return Plan(
        **{"rhythm": Rhythm.WEEKLY, "first": FIRST, "half_day": "morning", "keeps_helper": True, **more}
    )


@pytest.fixture
def series(help_request: HelpRequest, helper: Volunteer, broker: User) -> Series:
    """Every Thursday, with a fixed helper who said yes to the first."""
    move(help_request, by=broker, now=NOW, day=FIRST, half_day="morning")
    accept(propose(help_request, [helper], by=broker, now=NOW)[0], by=broker, now=NOW)
    return begin_series(help_request, plan(), by=broker, now=NOW)


@pytest.fixture
def alone(help_request: HelpRequest, broker: User) -> Series:
    """Every Thursday, with nobody yet."""
    return begin_series(help_request, plan(), by=broker, now=NOW)


def dates(series: Series) -> list[tuple[date | None, str]]:
    return list(series.dates.order_by("day").values_list("day", "state"))


def date_of(series: Series, day: date) -> HelpRequest:
    return series.dates.get(series_day=day)


def match_on(series: Series, day: date) -> Match:
    return Match.objects.get(request__series=series, request__series_day=day, state="accepted")


def test_the_weeks_ahead_are_made_with_the_helper_who_said_yes(series: Series, helper: Volunteer) -> None:
    assert dates(series) == [(day, RequestState.AGREED) for day in WEEKS]
    assert Match.objects.filter(volunteer=helper, state="accepted").count() == 6
    assert set(series.dates.values_list("half_day", flat=True)) == {"morning"}
    assert series.history.get().verb == "begun"
    assert set(Message.objects.values_list("kind", flat=True)) == {
        "volunteer_asked", "somebody_found", "series_changed",
    }  # fmt: skip


def test_without_a_helper_each_date_looks_for_somebody(alone: Series) -> None:
    states = [state for _day, state in dates(alone)]
    assert states == [RequestState.NEW] + [RequestState.SEARCHING] * 5


def test_made_once_however_often(series: Series) -> None:
    assert make_dates(series, now=NOW) == []
    Series.objects.update(made_until=FIRST)
    assert make_dates(series, now=NOW) == []
    assert series.dates.count() == 6


def test_the_night_makes_what_comes_into_sight(series: Series) -> None:
    with time_machine.travel(NOW + timedelta(weeks=8), tick=False):
        call_command("keep_series")
        call_command("keep_series")
    made = [day for day, _state in dates(series)][6:]
    # Weeks in which nothing ran are not made up for; summer time ends in between.
    assert made == [date(2026, 10, 29) + timedelta(weeks=number) for number in range(6)]


def test_no_dates_on_holidays_after_the_end_or_in_the_past(help_request: HelpRequest, broker: User) -> None:
    day = date(2026, 10, 21)
    with time_machine.travel(datetime(2026, 10, 20, 10, tzinfo=NOW.tzinfo), tick=False):
        made = begin_series(
            help_request, plan(first=day, last=date(2026, 11, 25)), by=broker, now=timezone.now()
        )
    found = [each for each, _state in dates(made)]
    assert date(2026, 11, 11) not in found
    assert found[-1] == date(2026, 11, 25)


def test_the_day_after_a_holiday(help_request: HelpRequest, broker: User) -> None:
    day = date(2026, 11, 4)
    with time_machine.travel(datetime(2026, 11, 1, 10, tzinfo=NOW.tzinfo), tick=False):
        made = begin_series(
            help_request, plan(first=day, on_holidays=OnHolidays.LATER), by=broker, now=timezone.now()
        )
    assert date_of(made, date(2026, 11, 11)).day == date(2026, 11, 12)


def test_a_full_month_looks_for_a_substitute(series: Series, helper: Volunteer, broker: User) -> None:
    Volunteer.objects.filter(pk=helper.pk).update(month_maximum=4)
    with time_machine.travel(NOW + timedelta(weeks=6), tick=False):
        make_dates(series, now=timezone.now())
    states = dict(dates(series))
    october = [states[day] for day in sorted(states) if day and day.month == 10]
    assert october == [RequestState.AGREED] * 4 + [RequestState.SEARCHING]
    series.refresh_from_db()
    assert series.helper == helper


def test_a_helper_who_is_away_keeps_the_series(series: Series, helper: Volunteer) -> None:
    helper.absences.create(first_day=date(2026, 10, 15), last_day=date(2026, 10, 15))
    with time_machine.travel(NOW + timedelta(weeks=2), tick=False):
        made = make_dates(series, now=timezone.now())
    assert [each.state for each in made] == [RequestState.SEARCHING, RequestState.AGREED]


def test_without_consent_nobody_is_sent(series: Series, resident: User) -> None:
    withdraw_consent(resident.person, Purpose.SHARE_CONTACT, channel=Channel.PHONE, now=NOW)
    made = make_dates(series, now=NOW + timedelta(weeks=1))
    assert [each.state for each in made] == [RequestState.SEARCHING]


def test_while_the_data_may_not_be_used_nothing_is_made(series: Series, resident: User) -> None:
    Person.objects.filter(user=resident).update(restricted_at=NOW)
    assert make_dates(series, now=NOW + timedelta(weeks=2)) == []
    Person.objects.filter(user=resident).update(restricted_at=None)
    assert len(make_dates(series, now=NOW + timedelta(weeks=2))) == 2


def skip(series: Series, broker: User) -> None:
    skip_date(date_of(series, WEEKS[2]), by=broker, now=NOW)


def shift(series: Series, broker: User) -> None:
    move(date_of(series, WEEKS[2]), by=broker, now=NOW, day=WEEKS[2] + timedelta(days=1))


def substitute(series: Series, broker: User) -> None:
    cancel(match_on(series, WEEKS[2]), by=broker, now=NOW, why="ziek")
    other = VolunteerFactory.create(does=[series.kind], person__neighbourhood=series.neighbourhood)
    match = propose(date_of(series, WEEKS[2]), [other], by=broker, now=NOW)[0]
    accept(match, by=broker, now=NOW)


@pytest.mark.parametrize("change", [skip, shift, substitute])
def test_one_date_never_changes_the_others(
    series: Series, broker: User, change: Callable[[Series, User], None]
) -> None:
    others = series.dates.exclude(series_day=WEEKS[2])
    matches = Match.objects.filter(request__in=others)
    before = list(others.order_by("pk").values()), list(matches.order_by("pk").values())
    change(series, broker)
    assert (list(others.order_by("pk").values()), list(matches.order_by("pk").values())) == before
    Series.objects.update(made_until=FIRST)
    assert make_dates(series, now=NOW) == []


def test_a_skipped_date_is_no_failure_and_the_helper_hears_it(
    series: Series, resident: User, helper: Volunteer
) -> None:
    request = skip_date(date_of(series, WEEKS[1]), by=resident, now=NOW)
    assert (request.state, request.ended_at) == (RequestState.SKIPPED, NOW)
    assert Message.objects.get(kind="called_off").person == helper.person
    assert skip_date(request, by=resident, now=NOW).version == request.version  # twice


@pytest.mark.parametrize("role", ["far_broker", "desk", "editor", "steering", "partner"])
def test_others_may_not(series: Series, helper: Volunteer, role: str, request: Any) -> None:
    other = request.getfixturevalue(role)
    calls: list[Callable[[], Any]] = [
        lambda: skip_date(date_of(series, WEEKS[1]), by=other, now=NOW),
        lambda: change_helper(series, None, from_day=FIRST, by=other, now=NOW),
        lambda: pause_series(series, by=other, now=NOW),
        lambda: resume_series(series, by=other, now=NOW),
        lambda: end_series(series, by=other, now=NOW),
        lambda: stop_helping(series, by=other, now=NOW),
    ]
    for call in calls:
        with pytest.raises(NotForYou):
            call()
    assert dates(series) == [(day, RequestState.AGREED) for day in WEEKS]


def test_the_asker_ends_it_but_does_not_pause_it(series: Series, resident: User) -> None:
    for action in (pause_series, stop_helping):
        with pytest.raises(NotForYou):
            action(series, by=resident, now=NOW)
    end_series(series, by=resident, now=NOW)
    assert {state for _day, state in dates(series)} == {RequestState.SKIPPED}


def test_who_stops_leaves_dates_that_look_for_somebody(series: Series, helper: Volunteer) -> None:
    with time_machine.travel(NOW + timedelta(weeks=2), tick=False):
        stop_helping(series, by=helper.person.user, now=timezone.now())
    assert [state for _day, state in dates(series)] == ["agreed"] * 2 + ["searching"] * 4
    series.refresh_from_db()
    assert series.helper is None
    assert Message.objects.filter(kind="series_changed", person=series.person).count() == 1
    assert not Message.objects.filter(kind="helper_off").exists()


def test_somebody_else_comes_from_a_day_on(
    series: Series, helper: Volunteer, volunteer2: Volunteer, broker: User
) -> None:
    change_helper(series, volunteer2, from_day=WEEKS[3], by=broker, now=NOW)
    assert [match_on(series, day).volunteer for day in WEEKS] == [helper] * 3 + [volunteer2] * 3
    assert {state for _day, state in dates(series)} == {RequestState.AGREED}
    change_helper(series, volunteer2, from_day=FIRST, by=broker, now=NOW)  # twice
    assert SeriesEvent.objects.filter(verb="helper").count() == 1


def test_who_said_no_to_a_date_is_not_put_on_it(series: Series, helper: Volunteer, broker: User) -> None:
    cancel(match_on(series, WEEKS[4]), by=helper.person.user, now=NOW, why="weg")
    change_helper(series, None, from_day=FIRST, by=broker, now=NOW)
    change_helper(series, helper, from_day=FIRST, by=broker, now=NOW)
    assert not Match.objects.filter(state="accepted", request__series_day=WEEKS[4]).exists()


def test_a_helper_must_do_this_kind_of_help(series: Series, broker: User) -> None:
    other = VolunteerFactory.create(person__neighbourhood=series.neighbourhood)
    with pytest.raises(NotPossible):
        change_helper(series, other, from_day=FIRST, by=broker, now=NOW)


def test_a_pause_takes_back_and_gives_back(series: Series, broker: User, helper: Volunteer) -> None:
    skip_date(date_of(series, WEEKS[1]), by=broker, now=NOW)
    pause_series(series, by=broker, now=NOW)
    assert {state for _day, state in dates(series)} == {RequestState.SKIPPED}
    assert make_dates(series, now=NOW + timedelta(weeks=3)) == []
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        resume_series(series, by=broker, now=timezone.now())
    alive = series.dates.filter(state=RequestState.AGREED).order_by("day").values_list("day", flat=True)
    assert list(alive) == [day for day in WEEKS if day != WEEKS[1]]  # what was skipped alone stays so
    assert Message.objects.filter(kind="called_off").count() == 1  # of that one date


def test_an_ended_series_stays_ended(series: Series, broker: User) -> None:
    end_series(series, by=broker, now=NOW)
    with pytest.raises(Moved):
        resume_series(series, by=broker, now=NOW)
    with pytest.raises(Moved):
        change_helper(series, None, from_day=FIRST, by=broker, now=NOW)
    assert end_series(series, by=broker, now=NOW).history.filter(verb="ended").count() == 1


def test_it_ends_by_itself_after_its_last_day(help_request: HelpRequest, broker: User) -> None:
    made = begin_series(help_request, plan(last=WEEKS[1]), by=broker, now=NOW)
    with time_machine.travel(NOW + timedelta(weeks=3), tick=False):
        call_command("keep_series")
    made.refresh_from_db()
    assert made.state == SeriesState.ENDED


def test_past_dates_stay_when_it_ends(series: Series, broker: User) -> None:
    with time_machine.travel(NOW + timedelta(weeks=2), tick=False):
        end_series(series, by=broker, now=timezone.now())
    assert [state for _day, state in dates(series)] == ["agreed"] * 2 + ["skipped"] * 4


@pytest.mark.parametrize(
    "wrong",
    [{"first": date(2026, 8, 31)}, {"last": date(2026, 9, 2)}, {"first": date(2026, 11, 11)}],
)
def test_days_that_cannot_be(help_request: HelpRequest, broker: User, wrong: dict[str, Any]) -> None:
    with pytest.raises(NotPossible):
        begin_series(help_request, plan(**wrong), by=broker, now=NOW)


def test_fixed_days_begin_once_and_not_when_it_is_over(
    alone: Series, request_in: RequestIn, broker: User, far_broker: User
) -> None:
    with pytest.raises(Moved):
        begin_series(date_of(alone, FIRST), plan(), by=broker, now=NOW)
    with pytest.raises(Moved):
        begin_series(request_in(RequestState.CLOSED), plan(), by=broker, now=NOW)
    with pytest.raises(NotForYou):
        begin_series(request_in(RequestState.NEW), plan(), by=far_broker, now=NOW)


def test_only_dates_of_a_series_are_skipped(help_request: HelpRequest, broker: User) -> None:
    with pytest.raises(NotPossible):
        skip_date(help_request, by=broker, now=NOW)
    with pytest.raises(NotPossible):
        end(help_request, outcome=RequestState.SKIPPED, by=broker, now=NOW)


def reasons(series: Series, today: date, user: User) -> dict[date | None, int]:
    found = HelpRequest.objects.of_team(user).with_reason(today).filter(series=series)
    return dict(found.values_list("day", "reason"))


def test_the_work_list_two_weeks_ahead_and_the_day_before(alone: Series, broker: User) -> None:
    assert reasons(alone, FIRST - timedelta(days=2), broker) == {
        WEEKS[0]: Reason.NEW, WEEKS[1]: Reason.NO_VOLUNTEER,
    }  # fmt: skip
    assert reasons(alone, WEEKS[1] - timedelta(days=1), broker)[WEEKS[1]] == Reason.OVERDUE


def test_who_waits_is_called_the_day_before_once(alone: Series, resident: User) -> None:
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        call_command("keep_series")
        call_command("keep_series")
    message = Message.objects.get(kind="nobody_for_date")
    assert (message.person, message.route) == (resident.person, Route.CALL)


@pytest.mark.django_db(transaction=True)
def test_dates_made_twice_at_once(threads: Any, series: Series) -> None:
    later = NOW + timedelta(weeks=3)
    found = threads(lambda: make_dates(series, now=later), lambda: make_dates(series, now=later))
    assert sorted(len(each) for each in found) == [0, 3]


@pytest.mark.django_db(transaction=True)
def test_one_date_is_cancelled_while_dates_are_made(threads: Any, series: Series, helper: Volunteer) -> None:
    match, later = match_on(series, WEEKS[5]), NOW + timedelta(weeks=1)
    user = helper.person.user
    found = threads(lambda: cancel(match, by=user, now=NOW, why="weg"), lambda: make_dates(series, now=later))
    assert not [each for each in found if isinstance(each, Exception)]
    assert [state for _day, state in dates(series)] == ["agreed"] * 5 + ["searching", "agreed"]


@pytest.mark.django_db(transaction=True)
def test_the_helper_stops_while_a_substitute_says_yes(
    threads: Any, series: Series, helper: Volunteer, volunteer2: Volunteer, broker: User
) -> None:
    cancel(match_on(series, WEEKS[0]), by=broker, now=NOW, why="ziek")
    match = propose(date_of(series, WEEKS[0]), [volunteer2], by=broker, now=NOW)[0]
    user = helper.person.user
    found = threads(lambda: stop_helping(series, by=user, now=NOW), lambda: accept(match, by=broker, now=NOW))
    assert not [each for each in found if isinstance(each, Exception)]
    assert [state for _day, state in dates(series)] == ["agreed"] + ["searching"] * 5
    assert match_on(series, WEEKS[0]).volunteer == volunteer2


@pytest.mark.django_db(transaction=True)
def test_two_begin_it_at_once(
    threads: Any, help_request: HelpRequest, broker: User, other_broker: User
) -> None:
    found = threads(
        *(lambda by=by: begin_series(help_request, plan(), by=by, now=NOW) for by in (broker, other_broker))
    )
    assert sum(isinstance(each, Moved) for each in found) == 1
    assert Series.objects.count() == 1
