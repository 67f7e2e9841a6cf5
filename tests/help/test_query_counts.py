from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.contact.models import Message
from portal.help.enums import MatchState, RequestState
from portal.help.models import HelpKind, HelpRequest, Match
from portal.people.models import User, Volunteer
from tests.factories import MatchFactory, PersonFactory, RequestFactory, VolunteerFactory
from tests.help.conftest import RequestIn, page_of

WORK_LIST, MINE = "/nl/bemiddeling/", "/nl/mijn/"


def queries_of(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_the_work_list_takes_as_many_queries_whatever_its_size(
    team: Client, resident: User, request_in: RequestIn, volunteer: Volunteer, now: datetime
) -> None:
    taken = []
    for size in (2, 15):
        for number in range(size):
            MatchFactory.create(request=request_in(RequestState.SEARCHING), volunteer=volunteer)
            request_in(RequestState.NEW)
            request_in(RequestState.DONE, call_back_on=timezone.localdate(now))
            Message.objects.create(
                person=resident.person,
                neighbourhood=resident.person.neighbourhood,
                route="call",
                kind="moved",
                language="nl",
                subject="x",
                body="y",
                key=f"{size}.{number}",
                created_at=now,
            )
        queries_of(team, WORK_LIST)
        taken.append(queries_of(team, WORK_LIST))
    assert taken[0] == taken[1] <= 18


def test_my_page_takes_as_many_queries_whatever_its_size(
    mine: Client,
    volunteer: Volunteer,
    volunteer2: Volunteer,
    request_in: RequestIn,
    kind: HelpKind,
    now: datetime,
) -> None:
    taken = []
    for size in (2, 15):
        for _ in range(size):
            MatchFactory.create(request=request_in(RequestState.SEARCHING), volunteer=volunteer)
            for state, request in (
                (MatchState.ACCEPTED, request_in(RequestState.AGREED)),
                (MatchState.DONE, request_in(RequestState.DONE)),
                (MatchState.ACCEPTED, RequestFactory.create(person=volunteer.person, kind=kind)),
            ):
                helper = volunteer2 if request.person == volunteer.person else volunteer
                MatchFactory.create(request=request, volunteer=helper, state=state, place=1, done_at=now)
        queries_of(mine, MINE)
        taken.append(queries_of(mine, MINE))
    assert taken[0] == taken[1] <= 26


def test_the_request_page_takes_as_many_queries_whatever_its_size(
    team: Client, help_request: HelpRequest, proposed: Match, kind: HelpKind, broker: User, now: datetime
) -> None:
    taken = []
    for size in (2, 12):
        for _ in range(size):
            person = PersonFactory.create(neighbourhood=help_request.neighbourhood)
            MatchFactory.create(
                request=help_request,
                volunteer=VolunteerFactory.create(person=person, does=[kind]),
                state=MatchState.NO_ANSWER,
            )
        queries_of(team, page_of(help_request))
        taken.append(queries_of(team, page_of(help_request)))
    assert taken[0] == taken[1] <= 27
