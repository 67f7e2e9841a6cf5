"""Requests in every state, made by the same actions that people use."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone

from portal.help.actions import (
    Asked,
    Plan,
    Wish,
    accept,
    ask,
    begin_series,
    cancel,
    decline,
    discuss,
    done,
    end,
    follow_up,
    propose,
    put_on_board,
    skip_date,
)
from portal.help.enums import Face, RequestState, Side, Timing
from portal.help.models import HelpKind, HelpRequest, Match
from portal.help.series_enums import OnHolidays, Rhythm
from portal.people.enums import Channel, HalfDay, Purpose, Relation
from portal.people.models import Person, User

BOTH = (Purpose.KEEP_REQUEST, Purpose.SHARE_CONTACT)


class Story:
    """Tells what happened on earlier days, through a broker who wrote it all down."""

    def __init__(self, people: dict[str, Person], now: datetime) -> None:
        self.people = people
        self.now = now
        broker = people["Samira"].user
        assert broker is not None
        self.broker: User = broker
        self.kinds = {kind.code: kind for kind in HelpKind.objects.all()}

    def at(self, days: int) -> datetime:
        return self.now + timedelta(days=days)

    def day(self, days: int) -> date:
        return timezone.localdate(self.at(days))

    def asks(
        self,
        name: str,
        kind: str,
        text: str,
        *,
        ago: int,
        day: int | None = None,
        half: str = "",
        **how: object,
    ) -> HelpRequest:
        person = self.people[name]
        timing = Timing.DAY if day is not None else how.pop("timing", Timing.NO_HURRY)
        wish = Wish(
            kind=self.kinds[kind],
            text=text,
            timing=str(timing),
            day=None if day is None else self.day(day),
            half_day=half,
        )
        asked = Asked(**{"channel": Channel.PHONE, "language": person.language, "consents": BOTH, **how})  # type: ignore[arg-type]
        return ask(person, wish, asked, neighbourhood=person.neighbourhood, by=self.broker, now=self.at(-ago))

    def discusses(self, request: HelpRequest, *, ago: int, note: str = "") -> HelpRequest:
        return discuss(request, by=self.broker, now=self.at(-ago), note=note)

    def proposes(self, request: HelpRequest, *names: str, ago: int) -> list[Match]:
        volunteers = [self.people[name].volunteer for name in names]
        return propose(request, volunteers, by=self.broker, now=self.at(-ago))

    def offers(self, request: HelpRequest, line: str, *, ago: int) -> HelpRequest:
        """To all volunteers, on the board."""
        return put_on_board(request, line=line, by=self.broker, now=self.at(-ago))

    def agrees(self, request: HelpRequest, name: str, *, ago: int) -> Match:
        return accept(self.proposes(request, name, ago=ago)[0], by=self.broker, now=self.at(-ago))

    def ends(self, request: HelpRequest, outcome: RequestState, *, ago: int, note: str = "") -> HelpRequest:
        return end(request, outcome=outcome, by=self.broker, now=self.at(-ago), note=note)


def load_requests(people: dict[str, Person], now: datetime) -> None:
    story = Story(people, now)
    _waiting(story)
    _agreed(story)
    _ended(story)


def _waiting(story: Story) -> None:
    story.asks(
        "Rosa", "chores", "De lamp in de gang is stuk.", ago=0, channel=Channel.WEB, timing=Timing.THIS_WEEK
    )
    story.asks(
        "Fatima",
        "transport",
        "Naar de apotheker en terug.",
        ago=1,
        day=3,
        half=HalfDay.MORNING,
        channel=Channel.WEB,
        asked_by=story.people["Omar"],
        relation=Relation.CHILD,
    )
    talked = story.asks("Marie", "company", "Samen een koffie drinken.", ago=3)
    story.discusses(talked, ago=2, note="Drinkt graag koffie op dinsdag.")
    searching = story.asks("Omar", "documents", "Een brief van de ziekenkas invullen.", ago=4, day=2)
    story.proposes(searching, "Youssef", "Ann", ago=3)
    hanging = story.asks(
        "Jef", "chores", "Gordijnen ophangen in de woonkamer.", ago=2, day=4, half=HalfDay.AFTERNOON
    )
    story.proposes(hanging, "Youssef", "Lies", ago=1)
    story.offers(hanging, "Gordijnen ophangen. De ladder staat klaar.", ago=1)
    alone = story.asks("Jef", "dog", "De hond uitlaten, een half uur.", ago=5, channel=Channel.DESK)
    story.offers(alone, "Een rustige hond uitlaten, een half uur.", ago=4)
    late = story.asks("Marie", "garden", "Het kleine gras afrijden.", ago=12, timing=Timing.THIS_WEEK)
    match = story.proposes(late, "Lies", ago=9)[0]
    decline(match, by=story.broker, now=story.at(-8), why="Net die week op reis.")


def _agreed(story: Story) -> None:
    coming = story.asks("Rosa", "company", "Samen naar de markt.", ago=6, day=1, half=HalfDay.AFTERNOON)
    story.agrees(coming, "Youssef", ago=4)
    given = story.asks("Jef", "rubbish", "De vuilniszak buiten zetten.", ago=10, day=-3)
    done(story.agrees(given, "Hilde", ago=8), by=story.broker, now=story.at(-3))
    failed = story.asks("Omar", "chores", "Een plank vastmaken.", ago=7)
    cancel(story.agrees(failed, "Youssef", ago=5), by=story.broker, now=story.at(-1), why="Was ziek.")
    _every_week(story)


def _every_week(story: Story) -> None:
    """Fixed days with a fixed helper; one of them is not needed."""
    first = story.asks("Jef", "rubbish", "De vuilnisbak buiten zetten.", ago=6, day=5)
    story.agrees(first, "Hilde", ago=5)
    assert first.day
    plan = Plan(Rhythm.WEEKLY, first.day, on_holidays=OnHolidays.TOO, keeps_helper=True)
    series = begin_series(first, plan, by=story.broker, now=story.at(-4))
    second = series.dates.order_by("day")[1]
    skip_date(second, by=story.broker, now=story.at(-1))


def _ended(story: Story) -> None:
    fine = story.asks("Rosa", "chores", "Een lamp vervangen.", ago=20, day=-15)
    match = done(story.agrees(fine, "Youssef", ago=18), by=story.broker, now=story.at(-15))
    for side in Side:
        follow_up(match, side=side, face=Face.GOOD, by=story.broker, now=story.at(-13))
    endings = {
        RequestState.REFERRED: ("Marie", "transport", "Elke week naar de kinesist."),
        RequestState.WITHDRAWN: ("Omar", "garden", "De haag snoeien."),
        RequestState.NOT_FOUND: ("Marie", "dog", "Elke ochtend om 6 uur wandelen."),
        RequestState.NOT_FOR_US: ("Jef", "chores", "Een stopcontact vernieuwen."),
        RequestState.INDEPENDENT: ("Rosa", "dog", "De hond van Rosa."),
    }
    for number, (outcome, (name, kind, text)) in enumerate(endings.items()):
        request = story.asks(name, kind, text, ago=30 + number)
        if outcome == RequestState.NOT_FOUND:
            story.proposes(request, "Lies", ago=28)
        story.ends(request, outcome, ago=25)
