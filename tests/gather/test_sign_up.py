from __future__ import annotations

import uuid
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from portal.contact.models import Message
from portal.gather.actions import sign_up
from portal.gather.enums import SignUpState, Verb
from portal.gather.models import Gathering, Seat, SignUp
from portal.gather.rules import NotForYou, NotPossible, Over, UsedAgain
from portal.people.actions import Who, has_consent
from portal.people.enums import Purpose
from portal.people.models import Person, User
from tests.factories.gather import SignUpFactory
from tests.gather.conftest import MakesDates

GOING, WAITING = SignUpState.GOING, SignUpState.WAITING


def test_takes_seats_and_tells(date_in: MakesDates, people: list[Person], now: datetime) -> None:
    date = date_in(seats=5)
    made = sign_up(date, people[0], 3, by=None, now=now)
    assert made.state == GOING
    assert sorted(made.seats.values_list("number", flat=True)) == [1, 2, 3]
    assert date.history.get().verb == Verb.SIGNED_UP
    message = Message.objects.get()
    assert message.kind == "event_confirmed"
    assert "Soep" in message.subject
    assert f"/nl/inschrijving/{made.key}/" in message.body
    assert people[0].first_name not in message.body + message.script
    assert message.path == f"/nl/bemiddeling/agenda/{date.pk}/"


def test_without_a_limit_there_are_no_seats(date: Gathering, people: list[Person], now: datetime) -> None:
    assert sign_up(date, people[0], 6, by=None, now=now).state == GOING
    assert not Seat.objects.exists()


def test_waits_when_it_is_full(one_seat: Gathering, people: list[Person], now: datetime) -> None:
    sign_up(one_seat, people[0], by=None, now=now)
    late = sign_up(one_seat, people[1], by=None, now=now)
    assert late.state == WAITING
    assert not late.seats.exists()
    assert Message.objects.filter(person=people[1]).get().kind == "event_waiting"


def test_nobody_goes_before_who_waits(date_in: MakesDates, people: list[Person], now: datetime) -> None:
    date = date_in(seats=3)
    sign_up(date, people[0], 2, by=None, now=now)
    sign_up(date, people[1], 2, by=None, now=now)  # one place is left: not enough
    assert sign_up(date, people[2], 1, by=None, now=now).state == WAITING


def test_the_same_person_twice_is_once(one_seat: Gathering, people: list[Person], now: datetime) -> None:
    first = sign_up(one_seat, people[0], by=None, now=now)
    assert sign_up(one_seat, people[0], by=None, now=now) == first
    assert one_seat.history.count() == 1


def test_the_same_form_twice_is_once(date: Gathering, now: datetime) -> None:
    form = uuid.uuid4()
    who = Who(first_name="Rosa", phone="+32470123456")
    assert sign_up(date, who, by=None, now=now, submission=form) == sign_up(
        date, who, by=None, now=now, submission=form
    )
    with pytest.raises(UsedAgain):
        sign_up(date, Who(first_name="Fatima", phone="+32470123456"), by=None, now=now, submission=form)


def test_agrees_once_it_is_sure_who_it_is(date: Gathering, people: list[Person], now: datetime) -> None:
    new = sign_up(date, Who(first_name="Rosa", phone="+32470123456"), by=None, now=now).person
    assert has_consent(new, Purpose.TAKE_PART)
    known = people[0]
    sign_up(date, Who(first_name=known.first_name, email=known.email), by=None, now=now)
    assert not has_consent(known, Purpose.TAKE_PART)
    assert known.consents.filter(purpose=Purpose.TAKE_PART, given_at=None).exists()


def test_what_a_stranger_gave_stands_beside_what_we_know(
    date: Gathering, people: list[Person], now: datetime
) -> None:
    known = people[0]
    who = Who(first_name=known.first_name, email=known.email, phone="+32470123456")
    phone = known.phone
    sign_up(date, who, by=None, now=now)
    known.refresh_from_db()
    assert known.phone == phone
    who = Who(first_name=known.first_name, email=known.email, last_name="Anders")
    assert date.history.get().note == ""
    assert "Anders" not in str(known)


@pytest.mark.parametrize(
    ("starts", "error"), [(timedelta(days=-1), "is past"), (timedelta(hours=-1), "has begun already")]
)
def test_not_when_it_is_too_late(
    date_in: MakesDates, people: list[Person], now: datetime, starts: timedelta, error: str
) -> None:
    with pytest.raises(Over, match=error):
        sign_up(date_in(starts=starts), people[0], by=None, now=now)


def test_not_when_it_does_not_take_place(date_in: MakesDates, people: list[Person], now: datetime) -> None:
    with pytest.raises(Over, match="no longer on the agenda"):
        sign_up(date_in(withdrawn_at=now), people[0], by=None, now=now)
    off = date_in()
    Gathering.objects.filter(pk=off.pk).update(called_off_at=now)
    with pytest.raises(Over, match="called off"):
        sign_up(off, people[0], by=None, now=now)
    with pytest.raises(NotPossible, match="do not need to sign up"):
        sign_up(date_in(takes_sign_ups=False), people[0], by=None, now=now)


@pytest.mark.parametrize("party", [0, 7])
def test_not_with_too_many(date: Gathering, people: list[Person], now: datetime, party: int) -> None:
    with pytest.raises(NotPossible, match="one to six"):
        sign_up(date, people[0], party, by=None, now=now)


def test_not_with_more_than_there_are_seats(date_in: MakesDates, people: list[Person], now: datetime) -> None:
    with pytest.raises(NotPossible, match="only 2 seats"):
        sign_up(date_in(seats=2), people[0], 3, by=None, now=now)


def test_only_the_team_writes_down_somebody_else(
    date: Gathering, people: list[Person], broker: User, far_broker: User, now: datetime
) -> None:
    with pytest.raises(NotForYou):
        sign_up(date, people[0], by=far_broker, now=now)
    assert sign_up(date, people[0], by=broker, now=now).state == GOING
    assert has_consent(people[0], Purpose.TAKE_PART)


def test_two_who_want_the_last_seat(
    threads: object, one_seat: Gathering, people: list[Person], now: datetime
) -> None:
    results = threads(  # type: ignore[operator]
        lambda: sign_up(one_seat, people[0], by=None, now=now),
        lambda: sign_up(one_seat, people[1], by=None, now=now),
    )
    assert sorted(made.state for made in results) == [GOING, WAITING]
    assert Seat.objects.count() == 1


def test_one_form_sent_twice_at_once(threads: object, date: Gathering, now: datetime) -> None:
    form, who = uuid.uuid4(), Who(first_name="Rosa", phone="+32470123456")
    results = threads(  # type: ignore[operator]
        *[lambda: sign_up(date, who, by=None, now=now, submission=form)] * 2
    )
    assert results[0] == results[1]
    assert SignUp.objects.count() == 1


def test_the_database_has_the_last_word(one_seat: Gathering, people: list[Person]) -> None:
    first = SignUpFactory.create(gathering=one_seat, person=people[0])
    second = SignUpFactory.create(gathering=one_seat, person=people[1])
    Seat.objects.create(gathering=one_seat, sign_up=first, number=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.create(gathering=one_seat, sign_up=second, number=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        SignUpFactory.create(gathering=one_seat, person=people[0], state=WAITING)
    with pytest.raises(IntegrityError), transaction.atomic():
        SignUpFactory.create(gathering=one_seat, person=people[2], state=SignUpState.OFFERED)
