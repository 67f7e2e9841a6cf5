"""What the website publishes becomes an event with its dates. Called by the room that keeps the pages."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from design.fields import Translated
from portal.people.models import Neighbourhood

from .. import messages, seats
from ..enums import OPEN, Repeats, Verb
from ..models import Event, Gathering
from ..recurrence import Slot, slots
from .base import freshen, write
from .hold import call_off
from .queue import move_up


@dataclass(frozen=True)
class EventFacts:
    """One event as its page says; `starts_at` and `ends_at` are aware and tell the first date.

    A series keeps the local hour of Brussels. `key` is the translation key of the pages.
    """

    key: uuid.UUID
    neighbourhood: Neighbourhood
    kind: str
    starts_at: datetime
    ends_at: datetime
    repeats: str = Repeats.NEVER
    repeats_until: date | None = None
    place: str = ""
    street: str = ""
    city: str = ""
    languages: tuple[str, ...] = ()
    price: Decimal = Decimal(0)
    seats: int | None = None
    takes_sign_ups: bool = True


@transaction.atomic
def publish(facts: EventFacts, *, now: datetime) -> Event:
    """Write down what the page says, and bring the dates in line with it. Twice is the same as once."""
    values = {field.name: getattr(facts, field.name) for field in fields(facts) if field.name != "key"}
    values |= {"languages": list(facts.languages), "withdrawn_at": None}
    Event.objects.get_or_create(key=facts.key, defaults=values)
    event = Event.objects.select_for_update(of=("self",)).get(key=facts.key)
    for name, value in values.items():
        setattr(event, name, value)
    event.save()
    _keep_dates(event, now)
    freshen(event)
    return event


@transaction.atomic
def name(key: uuid.UUID, language: str, title: str, path: str) -> None:
    """How the event is called in a language, and where its page is; an empty path takes the language away."""
    event = Event.objects.select_for_update(of=("self",)).filter(key=key).first()
    if event is None:
        return
    for texts, text in ((event.titles, title if path else ""), (event.paths, path)):
        texts.pop(language, None)
        if text:
            texts[language] = text
    event.titles, event.paths = Translated(event.titles), Translated(event.paths)
    event.save(update_fields=["titles", "paths"])
    freshen(event)


@transaction.atomic
def withdraw(key: uuid.UUID, now: datetime) -> None:
    """The page was taken down: nobody signs up any more. What was agreed stays; `publish` opens it again."""
    event = Event.objects.select_for_update(of=("self",)).filter(key=key, withdrawn_at=None).first()
    if event is not None:
        event.withdrawn_at = now
        event.save(update_fields=["withdrawn_at"])
        freshen(event)


@transaction.atomic
def roll_on(event: Event, now: datetime) -> int:
    """Add the dates of a series that came into sight. Return how many."""
    event = Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
    if event.withdrawn_at is not None:
        return 0
    before = event.gatherings.count()
    _keep_dates(event, now)
    added: int = event.gatherings.count() - before
    if added:
        freshen(event)
    return added


def _keep_dates(event: Event, now: datetime) -> None:
    """Behind the lock of the event. What is past stays as it was."""
    wanted = slots(event.starts_at, event.ends_at, event.repeats, event.repeats_until, now=now)
    have: dict[datetime, Gathering] = {
        each.starts_at: each for each in event.gatherings.select_for_update(of=("self",))
    }
    for each in have.values():
        each.event = event
    starts = {start for start, _end in wanted}
    gone = [
        each
        for each in have.values()
        if each.starts_at not in starts and not each.is_past(now) and each.called_off_at is None
    ]
    new = []
    for start, end in wanted:
        there = have.get(start) or _moves_to(start, gone, event, now)
        if there is None:
            if end > now or event.repeats == Repeats.NEVER:
                new.append(Gathering(event=event, starts_at=start, ends_at=end))
        else:
            _move(there, (start, end), now)
    Gathering.objects.bulk_create(new)
    for each in gone:
        _drop(each, now)
    wanted_by_some = event.gatherings.upcoming(now).filter(called_off_at=None, sign_ups__state__in=OPEN)
    for each in wanted_by_some.distinct():
        each.event = event
        seats.seat_everybody(each)
        move_up(each, now=now)


def _moves_to(start: datetime, gone: list[Gathering], event: Event, now: datetime) -> Gathering | None:
    """The date that is meant when `start` is new: of a series the one of that day, else the only one."""
    day = timezone.localdate(start)
    same_day = [each for each in gone if timezone.localdate(each.starts_at) == day]
    if same_day:
        gone.remove(same_day[0])
        return same_day[0]
    if event.repeats != Repeats.NEVER:
        return None
    if len(gone) == 1:
        return gone.pop()
    only: list[Gathering] = list(event.gatherings.all()[:2])
    if start <= now and len(only) == 1 and only[0].called_off_at is None:
        only[0].event = event  # the page tells of what is past, more exactly
        return only[0]
    return None


def _move(gathering: Gathering, to: Slot, now: datetime) -> None:
    if (gathering.starts_at, gathering.ends_at) == to or gathering.called_off_at is not None:
        return
    was = timezone.localtime(gathering.starts_at)
    was_past = gathering.is_past(now)
    gathering.starts_at, gathering.ends_at = to
    gathering.version += 1
    gathering.save(update_fields=["starts_at", "ends_at", "version"])
    write(gathering, Verb.MOVED, by=None, now=now, note=f"{was:%Y-%m-%d %H:%M}")
    if not was_past:
        messages.tell_everybody(gathering, "event_moved", now=now)


def _drop(gathering: Gathering, now: datetime) -> None:
    if gathering.sign_ups.exists():
        call_off(gathering, by=None, now=now)
    else:
        gathering.delete()
