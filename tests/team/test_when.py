from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from portal.help.matching import candidates
from portal.help.models import HelpKind, HelpRequest
from portal.help.rules import NotPossible as HelpNotPossible
from portal.help.rules import check_volunteer
from portal.people.enums import StatementKind, VolunteerState
from portal.people.models import Absence, Neighbourhood, User, Volunteer
from portal.team import actions
from portal.team.rules import Moved, NotForYou, NotPossible
from tests.factories.team import put_papers_in_force, sign_all

pytestmark = pytest.mark.django_db
S = VolunteerState


@pytest.fixture
def user(volunteer: Volunteer, area: Neighbourhood) -> User:
    put_papers_in_force(area)
    sign_all(volunteer)
    found = volunteer.person.user
    assert found is not None
    return found


def is_candidate(volunteer: Volunteer, request: HelpRequest, broker: User, now: datetime) -> bool:
    """The list and the rule say the same."""
    listed = volunteer in candidates(request, by=broker, now=now)
    try:
        check_volunteer(Volunteer.objects.get(pk=volunteer.pk), request, now)
    except HelpNotPossible:
        assert not listed
        return False
    assert listed
    return True


def test_who_is_away_is_not_asked_for_those_days(
    volunteer: Volunteer, user: User, help_request: HelpRequest, broker: User, now: datetime
) -> None:
    today = now.date()
    actions.be_away(volunteer, today + timedelta(days=3), today + timedelta(days=5), by=user, now=now)
    for days, free in {2: True, 3: False, 5: False, 6: True}.items():
        help_request.day = today + timedelta(days=days)
        assert is_candidate(volunteer, help_request, broker, now) is free, days


def test_days_that_touch_become_one_absence(volunteer: Volunteer, user: User, now: datetime) -> None:
    today = now.date()
    for first, last in [(1, 3), (6, 8), (3, 6)]:
        actions.be_away(
            volunteer, today + timedelta(days=first), today + timedelta(days=last), by=user, now=now
        )
    absence = Absence.objects.get()
    assert (absence.first_day, absence.last_day) == (today + timedelta(days=1), today + timedelta(days=8))
    actions.be_there(absence, by=user, now=now)
    actions.be_there(absence, by=user, now=now)
    assert not Absence.objects.exists()


@pytest.mark.parametrize(("first", "last"), [(3, 2), (-5, -1)])
def test_days_that_cannot_be(volunteer: Volunteer, user: User, now: datetime, first: int, last: int) -> None:
    today = now.date()
    with pytest.raises(NotPossible):
        actions.be_away(
            volunteer, today + timedelta(days=first), today + timedelta(days=last), by=user, now=now
        )


def test_a_rest_with_an_end_ends_by_itself(
    volunteer: Volunteer, user: User, help_request: HelpRequest, broker: User, now: datetime
) -> None:
    until = now.date() + timedelta(days=10)
    assert actions.rest(volunteer, until, by=user, now=now).state == S.ACTIVE
    help_request.day = until
    assert not is_candidate(volunteer, help_request, broker, now)
    help_request.day = until + timedelta(days=1)
    assert is_candidate(volunteer, help_request, broker, now)


def test_a_rest_without_an_end_until_somebody_says_so(
    volunteer: Volunteer, user: User, help_request: HelpRequest, broker: User, now: datetime
) -> None:
    assert actions.rest(volunteer, None, by=user, now=now).state == S.RESTING
    assert not is_candidate(volunteer, help_request, broker, now)
    assert actions.resume(volunteer, by=user, now=now).state == S.ACTIVE
    assert is_candidate(volunteer, help_request, broker, now)
    with pytest.raises(Moved):
        actions.resume(volunteer, by=user, now=now)


def test_nobody_comes_back_with_a_new_paper_unsigned(
    volunteer: Volunteer, user: User, area: Neighbourhood, now: datetime
) -> None:
    actions.rest(volunteer, None, by=user, now=now)
    put_papers_in_force(area, version=2)
    with pytest.raises(NotPossible, match="signed"):
        actions.resume(volunteer, by=user, now=now)


def test_a_kind_that_needs_a_statement_is_closed_when_it_runs_out(
    volunteer: Volunteer, kind: HelpKind, help_request: HelpRequest, broker: User, now: datetime
) -> None:
    kind.needs_statements = [StatementKind.DRIVER]
    kind.save()
    help_request.kind.refresh_from_db()
    assert not is_candidate(volunteer, help_request, broker, now)
    until = now.date() + timedelta(days=7)
    actions.show(volunteer, StatementKind.DRIVER, until, by=broker, now=now)
    assert is_candidate(volunteer, help_request, broker, now)
    help_request.day = until + timedelta(days=1)
    assert not is_candidate(volunteer, help_request, broker, now)


def test_a_volunteer_changes_when_and_nobody_else_does(
    volunteer: Volunteer, user: User, volunteer2: Volunteer, kind: HelpKind, now: datetime
) -> None:
    facts: dict[str, Any] = {
        "half_days": 5,
        "month_maximum": 8,
        "kinds": [kind],
        "has_car": True,
        "has_bike": True,
        "now": now,
    }
    made = actions.set_when(volunteer, by=user, **facts)
    assert (made.half_days, made.month_maximum, made.has_bike) == (5, 8, True)
    with pytest.raises(NotForYou):
        actions.set_when(volunteer2, by=user, **facts)


def test_nobody_stops_while_a_neighbour_counts_on_them(
    volunteer: Volunteer, user: User, help_request: HelpRequest, now: datetime
) -> None:
    from portal.help.enums import MatchState
    from tests.factories import MatchFactory

    MatchFactory.create(request=help_request, volunteer=volunteer, state=MatchState.ACCEPTED, place=1)
    with pytest.raises(NotPossible, match="appointment"):
        actions.stop(volunteer, by=user, now=now)


def test_who_stops_is_no_volunteer_any_more(volunteer: Volunteer, user: User, now: datetime) -> None:
    actions.stop(volunteer, by=user, now=now, note="verhuisd")
    assert not User.objects.get(pk=user.pk).roles
    assert volunteer.history.get().note == "verhuisd"


@pytest.mark.django_db(transaction=True)
def test_a_rest_and_an_absence_at_once_are_both_kept(
    threads: Any, volunteer: Volunteer, user: User, now: datetime
) -> None:
    day: date = now.date() + timedelta(days=2)
    found = threads(
        lambda: actions.rest(volunteer, day, by=user, now=now),
        lambda: actions.be_away(volunteer, day, day, by=user, now=now),
    )
    assert not any(isinstance(each, Exception) for each in found), found
    fresh = Volunteer.objects.get()
    assert fresh.paused_until == day
    assert fresh.absences.count() == 1
    assert fresh.history.count() == 2
