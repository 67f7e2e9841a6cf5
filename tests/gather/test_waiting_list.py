"""Cancelling, the place that is offered, the yes, and the time that runs out."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from portal.contact.models import Message
from portal.gather.actions import accept_offer, call_off, cancel, expire_offers, sign_up
from portal.gather.enums import SignUpState, Verb
from portal.gather.models import Gathering, Seat, SignUp
from portal.gather.rules import NotForYou, NotPossible, Over
from portal.people.models import Person, User
from tests.gather.conftest import MakesDates

GOING, WAITING, OFFERED = SignUpState.GOING, SignUpState.WAITING, SignUpState.OFFERED


@pytest.fixture
def queue(one_seat: Gathering, people: list[Person], now: datetime) -> list[SignUp]:
    """One who comes, three who wait in this order."""
    return [
        sign_up(one_seat, person, by=None, now=now + timedelta(minutes=n)) for n, person in enumerate(people)
    ]


def states(date: Gathering) -> list[str]:
    return list(date.sign_ups.order_by("created_at").values_list("state", flat=True))


def test_cancelling_offers_the_place_to_the_first(queue: list[SignUp], now: datetime) -> None:
    cancel(queue[0], by=None, now=now)
    assert states(queue[0].gathering) == ["cancelled", OFFERED, WAITING, WAITING]
    queue[1].refresh_from_db()
    assert queue[1].offered_until == now + timedelta(hours=24)
    assert queue[1].seats.count() == 1
    message = Message.objects.get(kind="event_place_free")
    assert message.person == queue[1].person


def test_cancelling_twice_is_once(queue: list[SignUp], now: datetime) -> None:
    for _ in range(2):
        cancel(queue[0], by=None, now=now)
    assert queue[0].gathering.history.filter(verb=Verb.CANCELLED).count() == 1
    assert Message.objects.filter(kind="event_place_free").count() == 1


def test_who_waits_no_longer_leaves_the_list(queue: list[SignUp], now: datetime) -> None:
    cancel(queue[1], by=None, now=now)
    cancel(queue[0], by=None, now=now)
    assert states(queue[0].gathering) == ["cancelled", "cancelled", OFFERED, WAITING]


def test_nobody_cancels_for_another(
    queue: list[SignUp], resident: User, far_broker: User, broker: User, now: datetime
) -> None:
    for stranger in (resident, far_broker):
        with pytest.raises(NotForYou):
            cancel(queue[0], by=stranger, now=now)
    assert cancel(queue[0], by=broker, now=now).state == "cancelled"


def test_not_cancelled_any_more_when_it_is_over(
    date: Gathering, people: list[Person], broker: User, now: datetime
) -> None:
    made = sign_up(date, people[0], by=None, now=now)
    with pytest.raises(Over, match="is past"):
        cancel(made, by=None, now=date.ends_at)
    call_off(date, "regen", by=broker, now=now)
    with pytest.raises(Over, match="called off"):
        cancel(made, by=None, now=now)


def test_a_party_that_does_not_fit_yet_is_not_passed_over(
    date_in: MakesDates, people: list[Person], now: datetime
) -> None:
    date = date_in(seats=3)
    one, _two, big, small = (
        sign_up(date, person, party, by=None, now=now + timedelta(minutes=n))
        for n, (person, party) in enumerate(zip(people, [1, 2, 2, 1], strict=True))
    )
    cancel(one, by=None, now=now)
    assert states(date) == ["cancelled", GOING, WAITING, WAITING]
    small.refresh_from_db()
    big.refresh_from_db()
    assert (big.state, small.state) == (WAITING, WAITING)


def test_the_yes(queue: list[SignUp], now: datetime) -> None:
    cancel(queue[0], by=None, now=now)
    for _ in range(2):
        assert accept_offer(queue[1], by=None, now=now).state == GOING
    assert queue[0].gathering.history.filter(verb=Verb.ACCEPTED).count() == 1
    assert Seat.objects.get().sign_up == queue[1]


def test_no_yes_without_an_offer(queue: list[SignUp], now: datetime) -> None:
    with pytest.raises(NotPossible, match="waiting list"):
        accept_offer(queue[1], by=None, now=now)


def test_no_yes_when_the_time_is_over(queue: list[SignUp], broker: User, now: datetime) -> None:
    cancel(queue[0], by=None, now=now)
    late = now + timedelta(hours=24)
    with pytest.raises(Over, match="time to answer is over"):
        accept_offer(queue[1], by=broker, now=late)
    expire_offers(late)
    with pytest.raises(Over, match="went to the next"):
        accept_offer(queue[1], by=None, now=late)


def test_an_offer_that_runs_out_goes_to_the_next(queue: list[SignUp], now: datetime) -> None:
    cancel(queue[0], by=None, now=now)
    assert expire_offers(now + timedelta(hours=23)) == 0
    for expected in (1, 0):
        assert expire_offers(now + timedelta(hours=24)) == expected
    assert states(queue[0].gathering) == ["cancelled", "expired", OFFERED, WAITING]
    assert Seat.objects.get().sign_up == queue[2]


def test_an_offer_ends_two_hours_before(date_in: MakesDates, people: list[Person], now: datetime) -> None:
    date = date_in(seats=1, starts=timedelta(hours=10))
    first, second = (sign_up(date, person, by=None, now=now) for person in people[:2])
    cancel(first, by=None, now=now)
    second.refresh_from_db()
    assert second.offered_until == now + timedelta(hours=8)


def test_nobody_is_asked_in_the_last_two_hours(
    date_in: MakesDates, people: list[Person], now: datetime
) -> None:
    date = date_in(seats=1, starts=timedelta(hours=2))
    first, second = (sign_up(date, person, by=None, now=now) for person in people[:2])
    cancel(first, by=None, now=now)
    second.refresh_from_db()
    assert second.state == WAITING


def test_who_cancels_and_who_signs_up_at_once(
    threads: object, queue: list[SignUp], people: list[Person], area: object, now: datetime
) -> None:
    from tests.factories import PersonFactory

    new = PersonFactory.create(neighbourhood=area)
    date = queue[0].gathering
    results = threads(  # type: ignore[operator]
        lambda: cancel(queue[0], by=None, now=now),
        lambda: sign_up(date, new, by=None, now=now + timedelta(hours=1)),
    )
    assert [made.state for made in results] == ["cancelled", WAITING]
    assert states(date) == ["cancelled", OFFERED, WAITING, WAITING, WAITING]


def test_yes_and_the_end_of_the_offer_at_once(threads: object, queue: list[SignUp], now: datetime) -> None:
    cancel(queue[0], by=None, now=now)
    threads(  # type: ignore[operator]
        lambda: accept_offer(queue[1], by=None, now=now + timedelta(hours=23)),
        lambda: expire_offers(now + timedelta(hours=25)),
    )
    queue[1].refresh_from_db()
    assert queue[1].state in {GOING, SignUpState.EXPIRED}
    assert Seat.objects.count() == 1
    assert Seat.objects.get().sign_up == (queue[1] if queue[1].state == GOING else queue[2])
