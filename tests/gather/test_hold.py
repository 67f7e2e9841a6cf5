"""Called off, counted, who came."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from portal.contact.models import Message
from portal.gather.actions import call_off, came, cancel, count, sign_up
from portal.gather.enums import Verb
from portal.gather.models import Gathering
from portal.gather.rules import NotForYou, NotPossible, Over
from portal.people.models import Person, User
from tests.gather.conftest import MakesDates


def test_called_off_tells_who_comes_and_who_waits(
    one_seat: Gathering, people: list[Person], broker: User, now: datetime
) -> None:
    made = [sign_up(one_seat, person, by=None, now=now) for person in people[:3]]
    cancel(made[2], by=None, now=now)
    for _ in range(2):
        date = call_off(one_seat, "De zaal is dicht", by=broker, now=now)
    assert (date.called_off_why, date.version) == ("De zaal is dicht", 1)
    told = Message.objects.filter(kind="event_called_off").values_list("person", flat=True)
    assert sorted(told) == sorted(person.pk for person in people[:2])
    assert date.history.filter(verb=Verb.CALLED_OFF).count() == 1


def test_an_editor_calls_off_and_counts(date: Gathering, editor: User, now: datetime) -> None:
    assert count(date, 12, by=editor, now=date.ends_at).attended == 12
    assert call_off(date, "regen", by=editor, now=now).called_off_at == now


def test_not_called_off_when_it_is_over(date: Gathering, broker: User) -> None:
    with pytest.raises(Over, match="is past"):
        call_off(date, "regen", by=broker, now=date.ends_at)


@pytest.mark.parametrize("role", ["far_broker", "desk", "steering", "partner", "resident"])
def test_not_by_others(
    role: str, date: Gathering, people: list[Person], request: pytest.FixtureRequest, now: datetime
) -> None:
    by = request.getfixturevalue(role)
    made = sign_up(date, people[0], by=None, now=now)
    with pytest.raises(NotForYou):
        call_off(date, "regen", by=by, now=now)
    with pytest.raises(NotForYou):
        count(date, 3, by=by, now=date.ends_at)
    with pytest.raises(NotForYou):
        came(made, True, by=by, now=date.ends_at)


def test_counted_once_it_began_and_corrected(date: Gathering, broker: User, now: datetime) -> None:
    with pytest.raises(NotPossible, match="once it has begun"):
        count(date, 3, by=broker, now=now)
    for number in (3, 3, 0):
        count(date, number, by=broker, now=date.starts_at)
    date.refresh_from_db()
    assert date.attended == 0
    assert list(date.history.values_list("note", flat=True)) == ["3", "0"]


def test_not_counted_when_it_was_called_off(date: Gathering, broker: User, now: datetime) -> None:
    call_off(date, "regen", by=broker, now=now)
    with pytest.raises(Over):
        count(date, 3, by=broker, now=date.ends_at)


def test_who_came(
    one_seat: Gathering, people: list[Person], broker: User, editor: User, now: datetime
) -> None:
    going, waiting = (sign_up(one_seat, person, by=None, now=now) for person in people[:2])
    with pytest.raises(NotPossible):
        came(going, True, by=broker, now=now)
    for was_there in (True, True, False):
        assert came(going, was_there, by=broker, now=one_seat.starts_at).came is was_there
    assert one_seat.history.filter(verb__in=[Verb.CAME, Verb.MISSED]).count() == 2
    with pytest.raises(NotPossible, match="had a place"):
        came(waiting, True, by=broker, now=one_seat.starts_at)
    with pytest.raises(NotForYou):
        came(going, True, by=editor, now=one_seat.starts_at)


def test_called_off_and_signed_up_at_once(
    threads: object, date: Gathering, people: list[Person], broker: User, now: datetime
) -> None:
    """Either the sign-up came too late, or its person is told."""
    results = threads(  # type: ignore[operator]
        lambda: call_off(date, "regen", by=broker, now=now),
        lambda: sign_up(date, people[0], by=None, now=now),
    )
    told = Message.objects.filter(kind="event_called_off").count()
    assert (type(results[1]).__name__, told) in {("Over", 0), ("SignUp", 1)}


def test_counting_and_calling_off_at_once(
    threads: object, date_in: MakesDates, broker: User, now: datetime
) -> None:
    date = date_in(starts=timedelta(minutes=-5))
    results = threads(  # type: ignore[operator]
        lambda: call_off(date, "regen", by=broker, now=now), lambda: count(date, 4, by=broker, now=now)
    )
    assert type(results[0]).__name__ == "Gathering"
    assert type(results[1]).__name__ in {"Gathering", "Over"}
