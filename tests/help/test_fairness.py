"""Who is asked often and who never, on a small example of which every number is known."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from design.days import midnight, months_later
from portal.help import fairness
from portal.help.enums import MatchState, RequestState
from portal.help.models import HelpKind, HelpRequest, Match
from portal.people.enums import Looked, VolunteerState
from portal.people.models import FileAccess, Neighbourhood, User, Volunteer
from tests.factories import KindFactory, MatchFactory, PersonFactory, RequestFactory, VolunteerFactory
from tests.help.conftest import RequestIn

PAGE = "/en/bemiddeling/eerlijk-verdeeld/"
LONG_AGO = timedelta(days=130)  # more than three months, less than six


def asked(volunteer: Volunteer, state: MatchState, at: datetime, **more: object) -> Match:
    request = RequestFactory.create(person__neighbourhood=volunteer.person.neighbourhood)
    return MatchFactory.create(request=request, volunteer=volunteer, state=state, proposed_at=at, **more)


@pytest.fixture
def idle(area: Neighbourhood) -> Volunteer:
    """Wants to help with something else, and was never asked."""
    garden = KindFactory.create(code="garden")
    return VolunteerFactory.create(person=PersonFactory.create(neighbourhood=area), does=[garden])


@pytest.fixture
def busy(volunteer: Volunteer, now: datetime) -> Volunteer:
    for state in (MatchState.DONE, MatchState.CANCELLED, MatchState.DECLINED, MatchState.PROPOSED):
        asked(volunteer, state, now - timedelta(days=1))
    return volunteer


@pytest.fixture
def rested(volunteer2: Volunteer, now: datetime) -> Volunteer:
    asked(volunteer2, MatchState.NO_ANSWER, now - LONG_AGO)
    return volunteer2


def shared(user: User, now: datetime, months: int = 3, kind: HelpKind | None = None) -> dict[str, list[int]]:
    groups = fairness.shared_out(user, months=months, kind=kind, now=now)
    assert all(each.count == len(each.volunteers) for each in groups.values())
    return {name: [one.pk for one in each.volunteers] for name, each in groups.items()}


def test_everybody_stands_in_one_list(
    broker: User, idle: Volunteer, busy: Volunteer, rested: Volunteer, now: datetime
) -> None:
    assert shared(broker, now) == {"never": [idle.pk], "quiet": [rested.pk], "often": [busy.pk]}
    assert shared(broker, now, months=6) == {"never": [idle.pk], "quiet": [], "often": [busy.pk, rested.pk]}


def test_only_those_who_do_this_kind(
    broker: User, idle: Volunteer, busy: Volunteer, rested: Volunteer, kind: HelpKind, now: datetime
) -> None:
    assert shared(broker, now, kind=kind) == {"never": [], "quiet": [rested.pk], "often": [busy.pk]}


def test_the_figures_of_one(broker: User, busy: Volunteer, now: datetime) -> None:
    found = fairness.shared_out(broker, months=3, kind=None, now=now)["often"].volunteers[0].__dict__
    figures = {name: found[name] for name in ("asked", "asked_lately", "said_yes", "helped", "last_asked")}
    last = now - timedelta(days=1)
    assert figures == {"asked": 4, "asked_lately": 4, "said_yes": 2, "helped": 1, "last_asked": last}


@pytest.mark.parametrize(
    "state", [MatchState.OFFERED, MatchState.THANKED, MatchState.WITHDRAWN, MatchState.DONE, MatchState.TAKEN]
)
def test_who_put_up_a_hand_was_not_asked(
    broker: User, volunteer: Volunteer, now: datetime, state: MatchState
) -> None:
    asked(volunteer, state, now, proposed_by=volunteer.person.user)
    assert shared(broker, now)["never"] == [volunteer.pk]


def test_the_period_begins_at_midnight(broker: User, volunteer: Volunteer, now: datetime) -> None:
    begin = midnight(months_later(timezone.localdate(now), -3))
    match = asked(volunteer, MatchState.DECLINED, begin)
    assert shared(broker, now)["often"] == [volunteer.pk]
    Match.objects.filter(pk=match.pk).update(proposed_at=begin - timedelta(seconds=1))
    assert shared(broker, now)["quiet"] == [volunteer.pk]


@pytest.mark.parametrize("user", ["broker", "coordinator"])
def test_who_cannot_be_asked_is_left_out(
    user: str, area: Neighbourhood, elsewhere: Neighbourhood, now: datetime, request: pytest.FixtureRequest
) -> None:
    today = timezone.localdate(now)
    here = {"person__neighbourhood": area}
    VolunteerFactory.create(person__neighbourhood=elsewhere)
    VolunteerFactory.create(**here, person__restricted_at=now)
    VolunteerFactory.create(**here, state=VolunteerState.TALK)
    VolunteerFactory.create(**here, paused_until=today)
    VolunteerFactory.create(**here, month_maximum=0)
    found = shared(request.getfixturevalue(user), now)
    assert found == {"never": [], "quiet": [], "often": []}


def test_supply_and_demand_per_kind(
    broker: User,
    idle: Volunteer,
    busy: Volunteer,
    request_in: RequestIn,
    kind: HelpKind,
    elsewhere: Neighbourhood,
    now: datetime,
) -> None:
    HelpRequest.objects.update(created_at=now - timedelta(days=200))
    request_in(RequestState.NEW)
    request_in(RequestState.NOT_FOUND)
    RequestFactory.create(kind=kind, person__neighbourhood=elsewhere)
    VolunteerFactory.create(person__neighbourhood=elsewhere, does=[kind])
    found = fairness.supply_and_demand(broker, now)
    rows = {each.code: (each.able, each.asked, each.nobody) for each in found}
    assert rows == {"chores": (1, 2, 1), "garden": (1, 0, 0)}


def test_who_stands_on_the_page_can_see_that_somebody_looked(
    team: Client, broker: User, idle: Volunteer, busy: Volunteer, rested: Volunteer
) -> None:
    text = team.get(PAGE).content.decode()
    assert all(str(each) in text for each in (idle, busy, rested))
    looked = FileAccess.objects.filter(looked_by=broker, what=Looked.LIST)
    assert set(looked.values_list("person", flat=True)) == {each.person_id for each in (idle, busy, rested)}


def test_only_whose_name_is_shown_was_looked_at(
    team: Client, idle: Volunteer, busy: Volunteer, rested: Volunteer
) -> None:
    team.get(PAGE, {"soort": "garden", "maanden": "nonsense"})
    assert list(FileAccess.objects.values_list("person", flat=True)) == [idle.person_id]


def test_a_long_list_ends_with_how_many_more(
    team: Client, area: Neighbourhood, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fairness, "MOST_NAMES", 2)
    VolunteerFactory.create_batch(5, person__neighbourhood=area)
    assert "And 3 more." in team.get(PAGE).content.decode()
    assert FileAccess.objects.count() == 2


def test_the_page_takes_as_many_queries_whatever_its_size(
    team: Client, area: Neighbourhood, now: datetime
) -> None:
    taken = []
    for size in (2, 15):
        for number in range(size):
            kind = KindFactory.create(code=f"kind-{size}-{number}", pictogram="garden")
            VolunteerFactory.create(person__neighbourhood=area, does=[kind])
            for at in (now, now - LONG_AGO):
                each = VolunteerFactory.create(person__neighbourhood=area, does=[kind])
                asked(each, MatchState.DECLINED, at)
        team.get(PAGE)
        with CaptureQueriesContext(connection) as queries:
            assert team.get(PAGE).status_code == 200
        taken.append(len(queries))
    assert taken[0] == taken[1] <= 13
