"""A neighbourhood of many, made at once: repeatable, and spread as in life (a few open, most closed)."""

from __future__ import annotations

import random
from datetime import date, timedelta

from django.db import connection
from django.utils import timezone

from config.begin import begin_kinds, begin_places
from portal.help.enums import OPEN, MatchState, RequestState, Timing
from portal.help.models import HelpKind, HelpRequest, Match
from portal.people.enums import VolunteerState
from portal.people.found_as import found_as
from portal.people.half_days import ALL_HALF_DAYS
from portal.people.models import Person, SpokenLanguage, User, Volunteer
from portal.people.roles import Role, group

LANGUAGES = ["nl"] * 6 + ["ar", "ary", "fr", "rif", "tr"]
# One in fifty is open: what a team of brokers can still hold in its head at this size.
STATES = [*sorted(OPEN)] * 2 + [RequestState.CLOSED] * 400 + [RequestState.WITHDRAWN] * 90


def fill(volunteers: int, requests: int, *, people_count: int = 0, clear: bool = False) -> None:
    chance = random.Random(7)
    if clear:
        for model in (Match, HelpRequest, HelpKind.volunteers.through, Volunteer, SpokenLanguage, Person):
            model.objects.all()._raw_delete("default")
    places, now = begin_places(), timezone.now()
    begin_kinds()
    kinds = list(HelpKind.objects.all())
    broker, _ = User.objects.get_or_create(email="bench@demo.example")
    broker.groups.add(group(Role.BROKER))
    broker.neighbourhoods.set(places)
    people = _written(
        [
            Person(
                neighbourhood=chance.choice(places),
                first_name=_name(chance, 2),
                last_name=_name(chance, 3),
                phone=f"+32470{number:06}",
                email=f"buur{number}@demo.example",
                street=f"{_name(chance.__class__(number % 200), 2)}straat",
                house_number=str(1 + number % 180),
                language=chance.choice(LANGUAGES),
            )
            for number in range(people_count or volunteers * 2)
        ]
    )
    spoken = {(person.pk, code) for person in people for code in (person.language, chance.choice(LANGUAGES))}
    SpokenLanguage.objects.bulk_create([SpokenLanguage(person_id=pk, code=code) for pk, code in spoken], 5000)
    helpers = Volunteer.objects.bulk_create(
        [
            Volunteer(
                person=person,
                state=VolunteerState.ACTIVE,
                birth_date=date(1950 + chance.randrange(58), 3, 1),
                half_days=chance.getrandbits(21) & ALL_HALF_DAYS,
                month_maximum=chance.randrange(1, 6),
                has_car=chance.random() < 0.4,
            )
            for person in people[:volunteers]
        ],
        batch_size=5000,
    )
    does = HelpKind.volunteers.through
    does.objects.bulk_create(
        [
            does(volunteer_id=helper.pk, helpkind_id=kind.pk)
            for helper in helpers
            for kind in chance.sample(kinds, 3)
        ],
        batch_size=10000,
    )
    made = _requests(chance, requests, people, kinds, now)
    _matches(chance, made, helpers, now)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _name(chance: random.Random, syllables: int) -> str:
    """Made of syllables, so that many people share a part of their name, as in life."""
    parts = [chance.choice("bdfghjklmnrstvz") + chance.choice("aeiou") for _ in range(syllables)]
    return ("".join(parts) + chance.choice(["", "", "n", "r", "s"])).title()


def _written(people: list[Person]) -> list[Person]:
    for person in people:
        person.found_as = found_as(person)
    return Person.objects.bulk_create(people, batch_size=5000)


def _requests(
    chance: random.Random, count: int, people: list[Person], kinds: list[HelpKind], now
) -> list[HelpRequest]:  # type: ignore[no-untyped-def]
    letters = "ACEFHJKRWXY34679"
    made = []
    for number in range(count):
        state = chance.choice(STATES)
        person = chance.choice(people)
        is_open = state in OPEN
        age = timedelta(days=chance.randrange(30 if is_open else 900))
        day = (now - age).date() + timedelta(days=chance.randrange(14))
        reference = "".join(letters[(number >> shift) & 15] for shift in (20, 16, 12, 8, 4, 0))
        made.append(
            HelpRequest(
                reference=reference,
                neighbourhood_id=person.neighbourhood_id,
                kind=chance.choice(kinds),
                person=person,
                text="Een lamp vervangen in de gang.",
                timing=Timing.DAY,
                day=day,
                language=person.language,
                channel="phone",
                state=state,
                created_at=now - age,
                ended_at=None if is_open else now - age + timedelta(days=3),
                call_back_on=day + timedelta(days=2) if state in {"agreed", "done"} else None,
            )
        )
    return HelpRequest.objects.bulk_create(made, batch_size=5000)


def _matches(chance: random.Random, requests: list[HelpRequest], helpers: list[Volunteer], now) -> None:  # type: ignore[no-untyped-def]
    made = []
    for request in requests:
        if request.state in {"new", "discussed", "withdrawn"}:
            continue
        for first, helper in enumerate(chance.sample(helpers, 2)):
            holds = first == 0 and request.state in {"agreed", "done", "closed"}
            state = MatchState.PROPOSED if request.state == "searching" else MatchState.DECLINED
            if holds:
                state = MatchState.ACCEPTED if request.state == "agreed" else MatchState.DONE
            made.append(
                Match(
                    request=request,
                    volunteer=helper,
                    state=state,
                    place=1 if holds else None,
                    helps_on=request.day if holds else None,
                    proposed_at=request.created_at,
                    answered_at=request.created_at,
                )
            )
    Match.objects.bulk_create(made, batch_size=5000)
