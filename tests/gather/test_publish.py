from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from portal.contact.models import Message
from portal.gather.actions import EventFacts, accept_offer, name, publish, roll_on, sign_up, withdraw
from portal.gather.enums import Repeats, SignUpState, Verb
from portal.gather.models import Event, Gathering, Seat
from portal.gather.rules import Over
from portal.people.models import Person

WEEK = timedelta(days=7)


def moved(facts: EventFacts, by: timedelta) -> EventFacts:
    return replace(facts, starts_at=facts.starts_at + by, ends_at=facts.ends_at + by)


@pytest.fixture
def series(facts: EventFacts) -> EventFacts:
    """Four weekly dates."""
    until = timezone.localdate(facts.starts_at) + 3 * WEEK
    return replace(facts, repeats=Repeats.WEEKLY, repeats_until=until)


def test_once_and_again(facts: EventFacts, now: datetime) -> None:
    for _ in range(2):
        event = publish(facts, now=now)
    date = event.gatherings.get()
    assert (date.starts_at, date.ends_at, date.version) == (facts.starts_at, facts.ends_at, 0)
    assert not date.history.exists()


def test_what_changed_is_taken_over(facts: EventFacts, now: datetime) -> None:
    publish(facts, now=now)
    event = publish(replace(facts, place="Elders", languages=("nl", "ar"), seats=12), now=now)
    event.refresh_from_db()
    assert (event.place, event.languages, event.seats) == ("Elders", ["nl", "ar"], 12)
    assert Event.objects.count() == 1


def test_a_single_event_that_moves_keeps_who_comes(
    facts: EventFacts, people: list[Person], now: datetime
) -> None:
    date = publish(facts, now=now).gatherings.get()
    made = sign_up(date, people[0], by=None, now=now)
    for _ in range(2):
        publish(moved(facts, 3 * WEEK), now=now)
    date.refresh_from_db()
    assert (date.starts_at, date.version) == (facts.starts_at + 3 * WEEK, 1)
    assert date.history.filter(verb=Verb.MOVED).count() == 1
    assert Message.objects.filter(kind="event_moved", person=people[0]).count() == 1
    made.refresh_from_db()
    assert made.state == SignUpState.GOING


def test_another_end_is_a_move_too(facts: EventFacts, people: list[Person], now: datetime) -> None:
    date = publish(facts, now=now).gatherings.get()
    publish(replace(facts, ends_at=facts.ends_at + timedelta(hours=1)), now=now)
    date.refresh_from_db()
    assert (date.ends_at, date.version) == (facts.ends_at + timedelta(hours=1), 1)


def test_a_page_used_again_does_not_move_what_is_past(facts: EventFacts, now: datetime) -> None:
    date = publish(facts, now=now).gatherings.get()
    later = facts.ends_at + timedelta(days=1)
    event = publish(moved(facts, 5 * WEEK), now=later)
    assert event.gatherings.count() == 2
    date.refresh_from_db()
    assert date.starts_at == facts.starts_at


def test_what_is_past_may_be_told_more_exactly(
    facts: EventFacts, people: list[Person], now: datetime
) -> None:
    date = publish(facts, now=now).gatherings.get()
    sign_up(date, people[0], by=None, now=now)
    publish(moved(facts, timedelta(hours=-1)), now=facts.ends_at + timedelta(days=1))
    assert Gathering.objects.get().starts_at == facts.starts_at - timedelta(hours=1)
    assert not Message.objects.filter(kind="event_moved").exists()


def test_a_series_has_its_dates(series: EventFacts, now: datetime) -> None:
    event = publish(series, now=now)
    assert event.gatherings.count() == 4


def test_dates_that_drop_out(series: EventFacts, people: list[Person], now: datetime) -> None:
    event = publish(series, now=now)
    last, one_before = event.gatherings.order_by("-starts_at")[:2]
    sign_up(one_before, people[0], by=None, now=now)
    assert series.repeats_until
    publish(replace(series, repeats_until=series.repeats_until - 2 * WEEK), now=now)
    assert not Gathering.objects.filter(pk=last.pk).exists()
    one_before.refresh_from_db()
    assert one_before.called_off_at == now
    assert Message.objects.filter(kind="event_called_off", person=people[0]).count() == 1
    assert event.gatherings.filter(called_off_at=None).count() == 2


def test_a_series_at_another_hour_keeps_who_comes(
    series: EventFacts, people: list[Person], now: datetime
) -> None:
    event = publish(series, now=now)
    second = event.gatherings.all()[1]
    sign_up(second, people[0], by=None, now=now)
    publish(moved(series, timedelta(hours=1)), now=now)
    assert event.gatherings.count() == 4
    second.refresh_from_db()
    assert second.called_off_at is None
    assert Message.objects.filter(kind="event_moved").count() == 1


def test_past_dates_of_a_series_stay(series: EventFacts, now: datetime) -> None:
    event = publish(series, now=now)
    publish(moved(series, timedelta(days=1)), now=series.ends_at + WEEK)
    days = {timezone.localdate(each.starts_at) for each in event.gatherings.all()}
    first = timezone.localdate(series.starts_at)
    assert {first, first + WEEK} <= days


def test_rolls_on(facts: EventFacts, now: datetime) -> None:
    event = publish(replace(facts, repeats=Repeats.WEEKLY), now=now)
    before = event.gatherings.count()
    assert roll_on(event, now) == 0
    assert roll_on(event, now + 2 * WEEK) == 2
    assert event.gatherings.count() == before + 2
    withdraw(event.key, now)
    assert roll_on(event, now + 4 * WEEK) == 0


def test_more_seats_move_the_list_up(facts: EventFacts, people: list[Person], now: datetime) -> None:
    date = publish(replace(facts, seats=1), now=now).gatherings.get()
    for person in people[:3]:
        sign_up(date, person, by=None, now=now)
    publish(replace(facts, seats=2), now=now)
    states = list(date.sign_ups.values_list("state", flat=True))
    assert states == [SignUpState.GOING, SignUpState.OFFERED, SignUpState.WAITING]
    publish(replace(facts, seats=None), now=now)
    assert date.sign_ups.filter(state=SignUpState.OFFERED).count() == 2


def test_fewer_seats_throw_nobody_out(facts: EventFacts, people: list[Person], now: datetime) -> None:
    date = publish(facts, now=now).gatherings.get()
    for person in people[:3]:
        sign_up(date, person, by=None, now=now)
    publish(replace(facts, seats=2), now=now)
    assert date.sign_ups.filter(state=SignUpState.GOING).count() == 3
    assert Seat.objects.count() == 3
    assert sign_up(date, people[3], by=None, now=now).state == SignUpState.WAITING


def test_an_offer_ends_when_the_date_moves_before_it(
    facts: EventFacts, people: list[Person], now: datetime
) -> None:
    date = publish(replace(facts, seats=1), now=now).gatherings.get()
    first, second = (sign_up(date, person, by=None, now=now) for person in people[:2])
    from portal.gather.actions import cancel

    cancel(first, by=None, now=now)
    soon = now + timedelta(minutes=30)
    publish(replace(facts, seats=1, starts_at=soon, ends_at=soon + timedelta(hours=1)), now=now)
    second.refresh_from_db()
    with pytest.raises(Over):
        accept_offer(second, by=None, now=soon)


def test_taken_down_and_back(facts: EventFacts, people: list[Person], now: datetime) -> None:
    date = publish(facts, now=now).gatherings.get()
    for _ in range(2):
        withdraw(facts.key, now)
    assert not Gathering.objects.public().exists()
    with pytest.raises(Over):
        sign_up(date, people[0], by=None, now=now)
    publish(facts, now=now)
    assert Gathering.objects.public().get() == date


def test_names_in_each_language(facts: EventFacts, now: datetime) -> None:
    event = publish(facts, now=now)
    name(facts.key, "nl", "Soep", "/nl/agenda/soep/")
    name(facts.key, "fr", "Soupe", "/fr/agenda/soep/")
    name(facts.key, "fr", "", "")
    name(uuid.uuid4(), "fr", "Rien", "/fr/")
    event.refresh_from_db()
    assert (event.titles, event.paths) == ({"nl": "Soep"}, {"nl": "/nl/agenda/soep/"})


def test_published_twice_at_once(threads: object, facts: EventFacts, now: datetime) -> None:
    series = replace(facts, repeats=Repeats.WEEKLY)
    results = threads(*[lambda: publish(series, now=now)] * 2)  # type: ignore[operator]
    assert results[0] == results[1]
    assert Gathering.objects.count() == 25
