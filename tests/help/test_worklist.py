from __future__ import annotations

from datetime import datetime, timedelta
from itertools import product
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.contact.enums import MessageState, Route
from portal.contact.models import Message
from portal.help.enums import ENDS, OPEN, MatchState, Reason, RequestState, Timing
from portal.help.models import HelpKind, HelpRequest
from portal.help.worklist import MOST_PER_REASON, worklist
from portal.people.models import Neighbourhood, User, Volunteer
from tests.factories import MatchFactory, RequestFactory
from tests.help.conftest import RequestIn

S = RequestState
NOW = datetime(2030, 3, 15, 12, tzinfo=timezone.get_default_timezone())
TODAY = NOW.date()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)

LATE: dict[str, dict[str, Any]] = {
    "day past": {"timing": Timing.DAY, "day": YESTERDAY, "created_at": NOW},
    "this week, eight days ago": {"timing": Timing.THIS_WEEK, "created_at": NOW - timedelta(days=8)},
}
IN_TIME: dict[str, dict[str, Any]] = {
    "day today": {"timing": Timing.DAY, "day": TODAY, "created_at": NOW - timedelta(days=30)},
    "this week, six days ago": {"timing": Timing.THIS_WEEK, "created_at": NOW - timedelta(days=6)},
    "no hurry": {"timing": Timing.NO_HURRY, "created_at": NOW - timedelta(days=90)},
}
CALL_BACK = {"none": None, "yesterday": YESTERDAY, "today": TODAY, "tomorrow": TOMORROW}


def expected(state: RequestState, when: str, is_asked: bool, call_back: str) -> Reason | None:
    if state in {S.AGREED, S.DONE}:
        return Reason.CALL_BACK if call_back in {"yesterday", "today"} else None
    if state in ENDS:
        return None
    if when in LATE:
        return Reason.OVERDUE
    if state == S.NEW:
        return Reason.NEW
    return Reason.WAITING if state == S.SEARCHING and is_asked else Reason.NO_VOLUNTEER


def shown(user: User) -> list[tuple[Reason, list[HelpRequest]]]:
    return [(group["reason"], group["requests"]) for group in worklist(user, NOW)["groups"]]


def test_every_request_stands_under_its_reason(
    resident: User, kind: HelpKind, volunteer: Volunteer, area: Neighbourhood, now: datetime
) -> None:
    """Every state, moment, answer waited for and day to call back."""
    should: dict[int, Reason | None] = {}
    for state, when, is_asked, call_back in product(S, [*LATE, *IN_TIME], [False, True], CALL_BACK):
        request = RequestFactory.create(
            person=resident.person,
            kind=kind,
            state=state,
            ended_at=None if state in OPEN else NOW,
            call_back_on=CALL_BACK[call_back],
            **{**LATE, **IN_TIME}[when],
        )
        if is_asked:
            MatchFactory.create(request=request, volunteer=volunteer)
        should[request.pk] = expected(state, when, is_asked, call_back)
    found = HelpRequest.objects.with_reason(TODAY).values_list("pk", "reason")
    assert dict(found) == {pk: reason for pk, reason in should.items() if reason}


@pytest.mark.parametrize("state", sorted(set(MatchState) - {MatchState.PROPOSED}))
def test_only_an_open_question_to_a_volunteer_is_waited_for(
    state: MatchState, request_in: RequestIn, volunteer: Volunteer, broker: User
) -> None:
    request = request_in(S.SEARCHING)
    place = 1 if state in {MatchState.ACCEPTED, MatchState.DONE} else None
    MatchFactory.create(request=request, volunteer=volunteer, state=state, place=place)
    assert shown(broker) == [(Reason.NO_VOLUNTEER, [request])]


def test_this_week_is_over_after_seven_days_at_midnight(request_in: RequestIn, broker: User) -> None:
    midnight = datetime(2030, 3, 8, tzinfo=timezone.get_default_timezone())
    in_time = request_in(S.NEW, timing=Timing.THIS_WEEK, created_at=midnight)
    late = request_in(S.NEW, timing=Timing.THIS_WEEK, created_at=midnight - timedelta(minutes=1))
    assert shown(broker) == [(Reason.OVERDUE, [late]), (Reason.NEW, [in_time])]


def test_the_most_urgent_reason_comes_first(
    request_in: RequestIn, volunteer: Volunteer, broker: User
) -> None:
    waiting = request_in(S.SEARCHING)
    MatchFactory.create(request=waiting, volunteer=volunteer)
    nobody = request_in(S.DISCUSSED)
    new = request_in(S.NEW)
    call = request_in(S.DONE, call_back_on=TODAY)
    late = request_in(S.NEW, timing=Timing.DAY, day=YESTERDAY)
    assert shown(broker) == [
        (Reason.OVERDUE, [late]),
        (Reason.CALL_BACK, [call]),
        (Reason.NEW, [new]),
        (Reason.NO_VOLUNTEER, [nobody]),
        (Reason.WAITING, [waiting]),
    ]


def test_within_a_reason_the_earliest_day_then_who_waits_longest(request_in: RequestIn, broker: User) -> None:
    young = request_in(S.NEW, created_at=NOW)
    old = request_in(S.NEW, created_at=NOW - timedelta(days=9))
    later = request_in(S.NEW, timing=Timing.DAY, day=TOMORROW)
    soon = request_in(S.NEW, timing=Timing.DAY, day=TODAY)
    assert shown(broker) == [(Reason.NEW, [soon, later, old, young])]


@pytest.mark.parametrize(("made", "rows", "hidden"), [(20, 20, 0), (23, 20, 3)])
def test_of_many_the_first_are_shown_and_the_others_counted(
    made: int, rows: int, hidden: int, request_in: RequestIn, broker: User
) -> None:
    for _ in range(made):
        request_in(S.NEW)
    [group] = worklist(broker, NOW)["groups"]
    assert (group["count"], len(group["requests"]), group["hidden"]) == (made, rows, hidden)
    assert MOST_PER_REASON == 20


def test_nothing_to_do(broker: User) -> None:
    nothing = {"groups": [], "calls": [], "more_calls": False, "only": None}
    assert worklist(broker, NOW) == {**nothing, "people": [], "asked_again": set()}


def test_only_of_the_own_neighbourhood(help_request: HelpRequest, broker: User, far_broker: User) -> None:
    assert shown(broker) == [(Reason.NEW, [help_request])]
    assert shown(far_broker) == []


def test_what_a_broker_asks_elsewhere_is_work_for_others(
    broker: User, elsewhere: Neighbourhood, kind: HelpKind
) -> None:
    RequestFactory.create(person=broker.person, kind=kind, neighbourhood=elsewhere)
    assert shown(broker) == []


def line(user: User, key: str, **more: Any) -> Message:
    facts = {"route": Route.CALL, "kind": "moved", "language": "nl", "subject": "x", "body": "y", **more}
    return Message.objects.create(
        person=user.person, neighbourhood=user.person.neighbourhood, key=key, created_at=NOW, **facts
    )


def test_whom_to_call_and_not_who_is_mailed_told_or_lives_elsewhere(
    resident: User, broker: User, far_broker: User
) -> None:
    call = line(resident, "1")
    line(resident, "2", route=Route.MAIL)
    line(resident, "3", state=MessageState.DONE)
    line(far_broker, "4")
    assert worklist(broker, NOW)["calls"] == [call]


def test_three_or_thirty_requests_take_as_many_queries(
    request_in: RequestIn, resident: User, volunteer: Volunteer, broker: User
) -> None:
    taken = []
    for size in (3, 27):
        for number in range(size):
            MatchFactory.create(request=request_in(S.SEARCHING), volunteer=volunteer)
            request_in(S.NEW)
            line(resident, f"{size}.{number}")
        user = User.objects.get(pk=broker.pk)
        with CaptureQueriesContext(connection) as queries:
            found = worklist(user, NOW)
            for group in found["groups"]:
                for request in group["requests"]:
                    assert str(request.kind) + str(request.person) + str(request.neighbourhood)
            assert all(str(call.person) for call in found["calls"])
        taken.append(len(queries))
    assert taken[0] == taken[1] <= 5
