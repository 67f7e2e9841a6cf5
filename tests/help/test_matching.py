from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import combinations, product
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.help.enums import HOLDS_PLACE, Face, MatchState, RequestState, Side, Timing
from portal.help.matching import WEIGHTS, candidates, wishes
from portal.help.models import FollowUp, HelpKind, HelpRequest
from portal.help.rules import check_month, check_volunteer, why_not
from portal.people.enums import VolunteerState
from portal.people.models import Neighbourhood, Person, User, Volunteer
from tests.factories import KindFactory, MatchFactory, PersonFactory, RequestFactory, VolunteerFactory

NOW = datetime(2030, 3, 15, 12, tzinfo=timezone.get_default_timezone())
TODAY = NOW.date()


@pytest.fixture
def asked(area: Neighbourhood, kind: HelpKind) -> HelpRequest:
    """On a day, by an Arabic speaker of Oefenstraat 3."""
    person = PersonFactory.create(
        neighbourhood=area, street="Oefenstraat", house_number="3", language="ar", speaks=["ar"]
    )
    return RequestFactory.create(person=person, kind=kind, language="ar", timing=Timing.DAY, day=TODAY)


@pytest.fixture
def team(broker: User, elsewhere: Neighbourhood) -> User:
    """A broker of both neighbourhoods."""
    broker.neighbourhoods.add(elsewhere)
    return broker


Reasoned = Callable[..., Volunteer]


@pytest.fixture
def volunteer_with(asked: HelpRequest, elsewhere: Neighbourhood) -> Reasoned:
    """Makes a volunteer for whom these reasons speak, and no others."""

    def make(*reasons: str, **more: Any) -> Volunteer:
        home = {"neighbourhood": asked.neighbourhood if "same_neighbourhood" in reasons else elsewhere}
        if "same_building" in reasons:
            home |= {"street": "oefenstraat", "house_number": "3"}
        person = PersonFactory.create(language="tr", speaks=["ar"] if "speaks" in reasons else [], **home)
        free = {} if "is_free" in reasons else {"half_days": 0}
        made = VolunteerFactory.create(person=person, does=[asked.kind], **{**free, **more})
        if "good_before" in reasons:
            went_well(made, asked.person)
        return made

    return make


def went_well(volunteer: Volunteer, person: Person, side: Side = Side.ASKER, face: Face = Face.GOOD) -> None:
    """Long enough ago not to count as asked lately."""
    long_ago = NOW - timedelta(days=90)
    earlier = RequestFactory.create(person=person, state=RequestState.CLOSED, ended_at=long_ago)
    match = MatchFactory.create(
        request=earlier,
        volunteer=volunteer,
        state=MatchState.DONE,
        place=1,
        proposed_at=long_ago,
        answered_at=long_ago,
        done_at=long_ago,
    )
    FollowUp.objects.create(match=match, side=side, face=face, at=long_ago)


def ask_before(volunteer: Volunteer, times: int, days_ago: int = 5) -> None:
    for _ in range(times):
        MatchFactory.create(
            volunteer=volunteer, state=MatchState.DECLINED, proposed_at=NOW - timedelta(days=days_ago)
        )


def best(request: HelpRequest, by: User) -> list[Volunteer]:
    return list(candidates(request, by=by, now=NOW))


def words(request: HelpRequest, by: User) -> list[tuple[str, bool]]:
    """The reasons of the first candidate."""
    return [(wish.text, wish.is_met) for wish in wishes(best(request, by)[0], request, now=NOW)]


def test_language_weighs_most_and_the_neighbourhood_least() -> None:
    assert sorted(WEIGHTS, key=WEIGHTS.__getitem__, reverse=True) == [
        "speaks",
        "is_free",
        "good_before",
        "same_building",
        "same_neighbourhood",
    ]


@pytest.mark.parametrize(("one", "other"), combinations(WEIGHTS, 2))
def test_the_heavier_reason_ranks_first(
    one: str, other: str, asked: HelpRequest, team: User, volunteer_with: Reasoned
) -> None:
    light, heavy = sorted([one, other], key=WEIGHTS.__getitem__)
    lighter, heavier = volunteer_with(light), volunteer_with(heavy)
    ask_before(lighter, 1, days_ago=40)
    ask_before(heavier, 1, days_ago=40)
    assert best(asked, team) == [heavier, lighter]


@pytest.mark.parametrize("reason", WEIGHTS)
def test_each_reason_counts_its_weight(
    reason: str, asked: HelpRequest, team: User, volunteer_with: Reasoned
) -> None:
    volunteer_with(reason)
    assert best(asked, team)[0].score == WEIGHTS[reason]


def test_reasons_add_up(asked: HelpRequest, team: User, volunteer_with: Reasoned) -> None:
    volunteer_with(*WEIGHTS)
    assert best(asked, team)[0].score == sum(WEIGHTS.values()) == 110


@pytest.mark.parametrize(("times", "score"), [(0, 40), (1, 34), (3, 22), (5, 10), (6, 10)])
def test_being_asked_often_lowers_the_rank_up_to_five_times(
    times: int, score: int, asked: HelpRequest, team: User, volunteer_with: Reasoned
) -> None:
    ask_before(volunteer_with("speaks"), times)
    assert best(asked, team)[0].score == score


def test_who_is_asked_often_comes_after_who_fits_a_little_less(
    asked: HelpRequest, team: User, volunteer_with: Reasoned
) -> None:
    often, seldom = volunteer_with("good_before"), volunteer_with("same_building")
    ask_before(often, 1)
    assert best(asked, team) == [seldom, often]


def test_what_is_longer_ago_than_a_month_no_longer_lowers(
    asked: HelpRequest, team: User, volunteer_with: Reasoned
) -> None:
    ask_before(volunteer_with("speaks"), 3, days_ago=31)
    assert best(asked, team)[0].score == WEIGHTS["speaks"]


def test_among_equals_who_was_never_asked_comes_first_then_who_waits_longest(
    asked: HelpRequest, team: User, volunteer_with: Reasoned
) -> None:
    recent, longest, never = (volunteer_with("speaks") for _ in range(3))
    ask_before(recent, 1, days_ago=40)
    ask_before(longest, 1, days_ago=80)
    assert best(asked, team) == [never, longest, recent]


@pytest.mark.parametrize(("side", "face"), [(Side.HELPER, Face.GOOD), (Side.ASKER, Face.SO_SO)])
def test_went_well_is_what_the_resident_said(
    side: Side, face: Face, asked: HelpRequest, team: User, volunteer_with: Reasoned
) -> None:
    went_well(volunteer_with(), asked.person, side, face)
    assert best(asked, team)[0].score == 0


def test_a_house_without_a_number_is_nobodys_building(
    asked: HelpRequest, team: User, volunteer_with: Reasoned
) -> None:
    Person.objects.filter(pk=asked.person_id).update(house_number="")
    asked.person.refresh_from_db()
    Person.objects.filter(pk=volunteer_with().person_id).update(street="Oefenstraat", house_number="")
    assert best(asked, team)[0].score == 0


def test_everything_that_speaks_for_somebody_is_said_in_words(
    asked: HelpRequest, team: User, volunteer_with: Reasoned
) -> None:
    volunteer_with(*WEIGHTS)
    assert words(asked, team) == [
        ("does this kind of help", True),
        ("speaks Arabic", True),
        ("is free then", True),
        ("lives in the same building", True),
        ("it went well together before", True),
        ("was not asked this past month", True),
    ]


def test_and_so_is_what_speaks_against(asked: HelpRequest, team: User, volunteer_with: Reasoned) -> None:
    volunteer_with()
    assert words(asked, team) == [
        ("does this kind of help", True),
        ("does not speak Arabic", False),
        ("is usually not free then", False),
        ("was never asked yet", True),
    ]


@pytest.mark.parametrize(
    ("times", "text", "is_met"),
    [
        (1, "asked once this past month", True),
        (4, "asked 4 times this past month", True),
        (5, "asked 5 times this past month", False),
    ],
)
def test_how_often_somebody_was_asked_is_said(
    times: int, text: str, is_met: bool, asked: HelpRequest, team: User, volunteer_with: Reasoned
) -> None:
    ask_before(volunteer_with(), times)
    assert words(asked, team)[-1] == (text, is_met)


def test_without_a_moment_nothing_is_said_about_being_free(
    help_request: HelpRequest, volunteer: Volunteer, broker: User
) -> None:
    assert not [text for text, _ in words(help_request, broker) if "free" in text]


def test_the_same_neighbourhood_is_said(
    help_request: HelpRequest, volunteer: Volunteer, broker: User
) -> None:
    assert ("lives in the same neighbourhood", True) in words(help_request, broker)


def test_no_language_is_said_that_the_volunteer_does_not_speak(
    asked: HelpRequest, team: User, volunteer_with: Reasoned
) -> None:
    """They share Turkish; the request is in Arabic."""
    asked.person.spoken.create(code="tr")
    volunteer_with()
    assert best(asked, team)[0].score == WEIGHTS["speaks"]
    assert ("speaks Arabic", True) not in words(asked, team)


def test_only_people_of_where_the_broker_works(
    asked: HelpRequest, far_broker: User, volunteer_with: Reasoned
) -> None:
    volunteer_with("same_neighbourhood")
    there = volunteer_with()
    assert best(asked, far_broker) == [there]


@pytest.mark.parametrize("state", MatchState)
def test_who_answered_or_still_may_is_not_asked_a_second_time(
    state: MatchState, asked: HelpRequest, team: User, volunteer_with: Reasoned
) -> None:
    made = volunteer_with()
    MatchFactory.create(request=asked, volunteer=made, state=state, place=1 if state in HOLDS_PLACE else None)
    may_again = {MatchState.NO_ANSWER, MatchState.TAKEN, MatchState.DROPPED}
    assert (made in best(asked, team)) == (state in may_again)


def test_three_or_thirty_volunteers_take_as_many_queries(
    asked: HelpRequest, team: User, volunteer_with: Reasoned
) -> None:
    taken = []
    for more in (3, 27):
        for _ in range(more):
            ask_before(volunteer_with(*WEIGHTS), 1)
        request = HelpRequest.objects.select_related("person", "kind").get(pk=asked.pk)
        user = User.objects.get(pk=team.pk)
        with CaptureQueriesContext(connection) as queries:
            for made in candidates(request, by=user, now=NOW):
                assert str(made.person.neighbourhood)
                assert wishes(made, request, now=NOW)
        taken.append(len(queries))
    assert taken[0] == taken[1] <= 4


ADULT, SEVENTEEN = date(2012, 3, 15), date(2012, 3, 16)
SIXTEEN_THIS_YEAR, TOO_YOUNG = date(2014, 12, 31), date(2015, 1, 1)
YESTERDAY = TODAY - timedelta(days=1)
LIMITS: dict[str, list[Any]] = {
    "state": [VolunteerState.ACTIVE, VolunteerState.RESTING, VolunteerState.STOPPED],
    "paused_until": [None, TODAY, YESTERDAY],
    "has_car": [True, False],
    "birth_date": [date(1980, 1, 1), ADULT, SEVENTEEN, SIXTEEN_THIS_YEAR, TOO_YOUNG],
    "parent_agreed": [True, False],
    "month_maximum": [2, 1, 0],
    "does": [True, False],
    "helped": [0, 1],
    "asked": [None, *MatchState],
}


def population() -> list[dict[str, Any]]:
    """Each limit broken on its own, and a fixed draw from all of them together."""
    legal = {name: values[0] for name, values in LIMITS.items()}
    alone = [{**legal, name: value} for name, values in LIMITS.items() for value in values]
    young = [
        {**legal, "birth_date": born, "parent_agreed": yes}
        for born in LIMITS["birth_date"]
        for yes in (True, False)
    ]
    full = [{**legal, "month_maximum": most, "helped": times} for most in (0, 1, 2) for times in (0, 1)]
    draw = random.Random(7)
    mixed = [{name: draw.choice(values) for name, values in LIMITS.items()} for _ in range(30)]
    return [*alone, *young, *full, *mixed]


@pytest.mark.parametrize(("adults_only", "needs_car"), product([False, True], repeat=2))
@pytest.mark.parametrize(("places", "has_day"), product([1, 2], [False, True]))
def test_the_list_and_the_rules_agree_about_everybody(
    adults_only: bool, needs_car: bool, places: int, has_day: bool, area: Neighbourhood, broker: User
) -> None:
    kind = KindFactory.create(code="asked", adults_only=adults_only, needs_car=needs_car)
    when = {"timing": Timing.DAY, "day": TODAY} if has_day else {}
    request = RequestFactory.create(
        person=PersonFactory.create(neighbourhood=area), kind=kind, places=places, **when
    )
    other = RequestFactory.create(places=99)
    everybody: dict[Volunteer, Any] = {
        VolunteerFactory.create(person=request.person, does=[kind]): None,  # who asks
    }
    for place, facts in enumerate(population(), start=1):
        does, helped, asked = (facts.pop(name) for name in ("does", "helped", "asked"))
        person = PersonFactory.create(neighbourhood=area, agrees=[])
        made = VolunteerFactory.create(person=person, does=[kind] if does else [], **facts)
        everybody[made] = asked
        if helped:
            MatchFactory.create(
                request=other,
                volunteer=made,
                state=MatchState.DONE,
                place=place,
                answered_at=NOW,
                done_at=NOW,
            )
        if asked:
            held = place if asked in HOLDS_PLACE else None
            MatchFactory.create(request=request, volunteer=made, state=asked, place=held)
    listed = set(candidates(request, by=broker, now=NOW))
    may_again = {None, MatchState.NO_ANSWER, MatchState.TAKEN, MatchState.DROPPED}
    allowed = {
        made
        for made, asked in everybody.items()
        if asked in may_again
        and not why_not(check_volunteer, made, request, NOW)
        and not why_not(check_month, made, request, NOW)
    }
    assert listed == allowed
    assert 0 < len(allowed) < len(everybody)
