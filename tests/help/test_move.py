from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.contact.enums import Route
from portal.contact.models import Message
from portal.help.actions import cancel, decline, move
from portal.help.enums import BEFORE_AGREED, ENDS, MatchState, RequestState, Timing, Verb
from portal.help.models import HelpRequest, Match
from portal.help.rules import Moved, NotForYou, NotPossible
from portal.people.models import Person, User, Volunteer
from tests.factories import MatchFactory, RequestFactory
from tests.help.conftest import RequestIn


@pytest.fixture
def next_week(now: datetime) -> date:
    return timezone.localdate(now) + timedelta(days=7)


def told() -> set[Person]:
    return {message.person for message in Message.objects.filter(kind="moved")}


def test_the_request_stands_on_its_new_day(
    agreed: Match, broker: User, now: datetime, next_week: date
) -> None:
    request = move(agreed.request, by=broker, now=now, day=next_week, half_day="morning")
    assert (request.day, request.half_day, request.timing) == (next_week, "morning", Timing.DAY)
    assert (request.state, request.call_back_on) == (RequestState.AGREED, next_week + timedelta(days=2))
    assert request.history.last().verb == Verb.MOVED


def test_it_counts_in_the_month_of_the_new_day(
    agreed: Match, broker: User, now: datetime, next_week: date
) -> None:
    move(agreed.request, by=broker, now=now, day=next_week)
    agreed.refresh_from_db()
    assert agreed.helps_on == next_week


def test_to_no_day_at_all(agreed: Match, broker: User, now: datetime) -> None:
    request = move(agreed.request, by=broker, now=now, day=None)
    assert (request.day, request.timing) == (None, Timing.NO_HURRY)


def test_a_broker_moves_and_both_sides_are_told(
    agreed: Match, resident: User, volunteer: Volunteer, broker: User, now: datetime, next_week: date
) -> None:
    move(agreed.request, by=broker, now=now, day=next_week)
    assert told() == {resident.person, volunteer.person}


def test_a_volunteer_moves_and_the_resident_is_told(
    agreed: Match, resident: User, volunteer: Volunteer, now: datetime, next_week: date
) -> None:
    request = move(agreed.request, by=volunteer.person.user, now=now, day=next_week, match=agreed)
    assert request.day == next_week
    assert told() == {resident.person}


def test_a_resident_without_email_is_called(
    agreed: Match, resident: User, volunteer: Volunteer, now: datetime, next_week: date
) -> None:
    Person.objects.filter(pk=resident.person.pk).update(email="")
    move(agreed.request, by=volunteer.person.user, now=now, day=next_week, match=agreed)
    assert Message.objects.get(kind="moved").route == Route.CALL


def test_every_move_is_told(
    agreed: Match, broker: User, resident: User, now: datetime, next_week: date
) -> None:
    for day in (next_week, next_week + timedelta(days=1)):
        move(agreed.request, by=broker, now=now, day=day)
    assert Message.objects.filter(kind="moved", person=resident.person).count() == 2


def test_before_anybody_agreed_there_is_nobody_to_tell(
    help_request: HelpRequest, broker: User, now: datetime, next_week: date
) -> None:
    assert move(help_request, by=broker, now=now, day=next_week).call_back_on is None
    assert not Message.objects.exists()


def test_not_to_a_day_that_is_past(agreed: Match, broker: User, now: datetime) -> None:
    with pytest.raises(NotPossible, match="today or a later day"):
        move(agreed.request, by=broker, now=now, day=timezone.localdate(now) - timedelta(days=1))
    assert not told()


def test_today_is_not_past(agreed: Match, broker: User, now: datetime) -> None:
    today = timezone.localdate(now)
    assert move(agreed.request, by=broker, now=now, day=today).day == today


@pytest.mark.parametrize("state", sorted({*BEFORE_AGREED, RequestState.AGREED}))
def test_while_help_is_still_to_come(
    state: RequestState, request_in: RequestIn, broker: User, now: datetime, next_week: date
) -> None:
    request = move(request_in(state), by=broker, now=now, day=next_week)
    assert (request.day, request.state) == (next_week, state)


@pytest.mark.parametrize("state", [RequestState.DONE, *sorted(ENDS)])
def test_not_after_it_is_done(
    state: RequestState, request_in: RequestIn, broker: User, now: datetime, next_week: date
) -> None:
    with pytest.raises(Moved):
        move(request_in(state), by=broker, now=now, day=next_week)


def test_not_by_the_volunteer_after_it_is_done(
    helped: Match, volunteer: Volunteer, now: datetime, next_week: date
) -> None:
    with pytest.raises(Moved):
        move(helped.request, by=volunteer.person.user, now=now, day=next_week, match=helped)


def test_who_is_only_asked_moves_nothing(
    proposed: Match, volunteer: Volunteer, now: datetime, next_week: date
) -> None:
    with pytest.raises(Moved):
        move(proposed.request, by=volunteer.person.user, now=now, day=next_week, match=proposed)


def test_who_said_no_moves_nothing(
    proposed: Match, volunteer: Volunteer, now: datetime, next_week: date
) -> None:
    decline(proposed, by=volunteer.person.user, now=now)
    with pytest.raises(Moved):
        move(proposed.request, by=volunteer.person.user, now=now, day=next_week, match=proposed)


def test_who_called_it_off_moves_nothing(
    agreed: Match, volunteer: Volunteer, now: datetime, next_week: date
) -> None:
    cancel(agreed, by=volunteer.person.user, now=now)
    off = Match.objects.get(pk=agreed.pk)
    with pytest.raises(Moved):
        move(off.request, by=volunteer.person.user, now=now, day=next_week, match=off)


def test_nobody_moves_what_another_agreed_to(
    agreed: Match, volunteer2: Volunteer, now: datetime, next_week: date
) -> None:
    with pytest.raises(NotForYou):
        move(agreed.request, by=volunteer2.person.user, now=now, day=next_week, match=agreed)


def test_nobody_else_may(agreed: Match, outsider: User, now: datetime, next_week: date) -> None:
    with pytest.raises(NotForYou):
        move(agreed.request, by=outsider, now=now, day=next_week)


def test_a_page_that_is_older_than_the_request_is_refused(
    agreed: Match, broker: User, now: datetime, next_week: date
) -> None:
    with pytest.raises(Moved, match="changed this request"):
        move(agreed.request, by=broker, now=now, day=next_week, version=1)


def test_page_of_the_volunteer_moves_it(
    client: Client, agreed: Match, volunteer: Volunteer, next_week: date
) -> None:
    client.force_login(volunteer.person.user)
    url = reverse("answer", args=[agreed.pk, "andere-dag"])
    assert client.post(url, {"day": next_week.isoformat(), "half_day": "evening"}).status_code == 302
    agreed.request.refresh_from_db()
    assert (agreed.request.day, agreed.request.half_day) == (next_week, "evening")


def test_page_refuses_get(client: Client, agreed: Match, volunteer: Volunteer) -> None:
    client.force_login(volunteer.person.user)
    assert client.get(reverse("answer", args=[agreed.pk, "andere-dag"])).status_code == 302


def test_two_brokers_at_once(
    threads: Any, agreed: Match, broker: User, other_broker: User, now: datetime, next_week: date
) -> None:
    """To different days: one wins, the other looks again."""
    version = agreed.request.version
    wishes = [(broker, next_week), (other_broker, next_week + timedelta(days=1))]
    results = threads(
        *(
            lambda by=by, day=day: move(agreed.request, by=by, now=now, day=day, version=version)
            for by, day in wishes
        )
    )
    assert sorted(type(result).__name__ for result in results) == ["HelpRequest", "Moved"]
    assert Message.objects.filter(kind="moved").count() == 2


def test_pressed_twice_it_moves_and_tells_once(
    agreed: Match, volunteer: Volunteer, now: datetime, next_week: date
) -> None:
    version = agreed.request.version
    user = volunteer.person.user
    for _ in range(2):
        move(agreed.request, by=user, now=now, day=next_week, match=agreed, version=version)
    assert agreed.request.history.filter(verb=Verb.MOVED).count() == 1
    assert Message.objects.filter(kind="moved").count() == 1


def test_not_into_a_month_that_is_full(
    agreed: Match, volunteer: Volunteer, broker: User, now: datetime
) -> None:
    day = timezone.localdate(now) + timedelta(days=40)
    other = RequestFactory.create(kind=agreed.request.kind)
    MatchFactory.create(request=other, volunteer=volunteer, state=MatchState.ACCEPTED, helps_on=day)
    Volunteer.objects.filter(pk=volunteer.pk).update(month_maximum=1)
    with pytest.raises(NotPossible, match="as often as agreed"):
        move(agreed.request, by=broker, now=now, day=day)
