"""Who sees whom: nothing before yes, until 14 days after the help."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from portal.help.actions import accept, cancel, decline, done, end, propose
from portal.help.enums import MatchState, RequestState
from portal.help.models import HelpKind, HelpRequest, Match
from portal.people.actions import withdraw_consent
from portal.people.enums import Channel, Purpose
from portal.people.models import Neighbourhood, Person, User, Volunteer
from tests.factories import MatchFactory, PersonFactory, RequestFactory

NOW = datetime(2030, 3, 15, 12, tzinfo=timezone.get_default_timezone())
TODAY = NOW.date()
FORTNIGHT = timedelta(days=14)


@pytest.fixture
def held(help_request: HelpRequest, volunteer: Volunteer) -> Match:
    """Accepted for today."""
    return MatchFactory.create(
        request=help_request, volunteer=volunteer, state=MatchState.ACCEPTED, helps_on=TODAY
    )


@pytest.mark.parametrize("state", sorted(set(MatchState) - {MatchState.ACCEPTED, MatchState.DONE}))
def test_without_yes_nothing_is_shown(held: Match, state: MatchState) -> None:
    held.state = state
    assert held.shows_contact(NOW) is False


@pytest.mark.parametrize(
    ("day", "shows"),
    [
        (TODAY + timedelta(days=60), True),
        (TODAY, True),
        (TODAY - FORTNIGHT, True),
        (TODAY - FORTNIGHT - timedelta(days=1), False),
    ],
)
def test_after_yes_until_a_fortnight_after_the_day(held: Match, day: date, shows: bool) -> None:
    held.helps_on = day
    assert held.shows_contact(NOW) is shows


@pytest.mark.parametrize(
    ("day", "done_on", "shows"),
    [
        (0, 0, True),
        (-14, -14, True),
        (-15, -15, False),
        (-20, -10, True),  # ticked off ten days after its day
        (-30, -15, False),  # ticked off long after: what was hidden stays hidden
        (99, -15, False),  # helped long before the day that was written down
    ],
)
def test_after_done_for_a_fortnight(held: Match, day: int, done_on: int, shows: bool) -> None:
    held.state = MatchState.DONE
    held.helps_on, held.done_at = TODAY + timedelta(days=day), NOW + timedelta(days=done_on)
    assert held.shows_contact(NOW) is shows


def test_a_day_ends_at_midnight_here_not_in_greenwich(held: Match) -> None:
    just_after = datetime(2030, 3, 15, 0, 30, tzinfo=timezone.get_default_timezone())
    held.helps_on = just_after.date() - FORTNIGHT - timedelta(days=1)
    assert held.shows_contact(just_after.astimezone(timezone.get_fixed_timezone(0))) is False


def test_it_ends_with_the_consent(held: Match) -> None:
    withdraw_consent(held.request.person, Purpose.SHARE_CONTACT, channel=Channel.PHONE, now=NOW)
    assert Match.objects.get(pk=held.pk).shows_contact(NOW) is False


def test_who_is_under_18_sees_nothing_until_a_grown_up_comes_along(
    held: Match, volunteer2: Volunteer
) -> None:
    held.volunteer.birth_date = TODAY.replace(year=TODAY.year - 17)
    assert held.shows_contact(NOW) is False
    HelpRequest.objects.filter(pk=held.request_id).update(places=2)
    MatchFactory.create(
        request=held.request, volunteer=volunteer2, state=MatchState.ACCEPTED, place=2, helps_on=TODAY
    )
    assert held.shows_contact(NOW) is True


@pytest.fixture
def fatima(area: Neighbourhood, resident: User) -> Person:
    """The resident with an account, under details that stand nowhere else on a page."""
    person = resident.person
    person.first_name, person.last_name = "Fatima", "Zonneveld"
    person.phone = "+447700900987"
    person.street, person.house_number = "Verborgenstraat", "7"
    person.save()
    return person


@pytest.fixture
def son(area: Neighbourhood) -> Person:
    return PersonFactory.create(
        first_name="Bilal", last_name="Maanveld", phone="+447700900986", neighbourhood=area
    )


@pytest.fixture
def asked(
    fatima: Person, son: Person, kind: HelpKind, volunteer: Volunteer, broker: User, now: datetime
) -> Match:
    request = RequestFactory.create(
        person=fatima, asked_by=son, relation="child", kind=kind, text="Sleutel onder de mat"
    )
    return propose(request, [volunteer], by=broker, now=now)[0]


OF_RESIDENT = [
    "Fatima",
    "Zonneveld",
    "+447700900987",
    "7700 900987",
    "Verborgenstraat",
    "Bilal",
    "Maanveld",
    "+447700900986",
    "Sleutel",
]
OF_VOLUNTEER = ["Youssef", "+447700900"]


def seen_by(user: User, client: Client, words: list[str]) -> list[str]:
    client.force_login(user)
    html = client.get("/nl/mijn/").content.decode()
    return [word for word in words if word in html]


def test_before_yes_the_volunteer_sees_kind_moment_area_and_language_only(
    client: Client, asked: Match, volunteer: Volunteer
) -> None:
    user = volunteer.person.user
    assert seen_by(user, client, OF_RESIDENT) == []
    assert seen_by(user, client, ["Chores", "Oud-Oefenplein", "Nederlands"]) == [
        "Chores",
        "Oud-Oefenplein",
        "Nederlands",
    ]


def test_after_yes_the_volunteer_sees_who_where_and_how_to_call(
    client: Client, asked: Match, volunteer: Volunteer, now: datetime
) -> None:
    accept(asked, by=volunteer.person.user, now=now)
    assert seen_by(volunteer.person.user, client, OF_RESIDENT) == OF_RESIDENT


def test_after_done_the_name_and_phone_stay_a_fortnight(
    client: Client, asked: Match, volunteer: Volunteer, now: datetime
) -> None:
    user = volunteer.person.user
    accept(asked, by=user, now=now)
    done(asked, by=user, now=now - timedelta(days=13))
    assert "Fatima" in seen_by(user, client, OF_RESIDENT)
    assert "+447700900987" in seen_by(user, client, OF_RESIDENT)


def test_fifteen_days_after_done_everything_is_gone(
    client: Client, asked: Match, fatima: Person, volunteer: Volunteer, now: datetime
) -> None:
    user = volunteer.person.user
    accept(asked, by=user, now=now)
    done(asked, by=user, now=now - timedelta(days=15))
    assert seen_by(user, client, OF_RESIDENT) == []
    assert seen_by(fatima.user, client, OF_VOLUNTEER) == []


@pytest.mark.parametrize("ending", ["decline", "cancel", "end"])
def test_when_it_comes_to_nothing_nothing_is_shown(
    ending: str,
    client: Client,
    asked: Match,
    fatima: Person,
    volunteer: Volunteer,
    broker: User,
    now: datetime,
) -> None:
    user = volunteer.person.user
    if ending == "decline":
        decline(asked, by=user, now=now)
    else:
        accept(asked, by=user, now=now)
        if ending == "cancel":
            cancel(asked, by=user, now=now)
        else:
            end(asked.request, outcome=RequestState.WITHDRAWN, by=broker, now=now)
    assert seen_by(user, client, OF_RESIDENT) == []
    assert seen_by(fatima.user, client, OF_VOLUNTEER) == []


def test_the_resident_sees_who_comes_only_after_yes(
    client: Client, asked: Match, fatima: Person, volunteer: Volunteer, now: datetime
) -> None:
    phone = volunteer.person.phone.as_e164
    assert seen_by(fatima.user, client, ["Youssef", phone]) == []
    accept(asked, by=volunteer.person.user, now=now)
    assert seen_by(fatima.user, client, ["Youssef", phone]) == ["Youssef", phone]


def test_who_came_too_late_sees_nothing(
    client: Client, asked: Match, volunteer: Volunteer, volunteer2: Volunteer, broker: User, now: datetime
) -> None:
    propose(asked.request, [volunteer2], by=broker, now=now)
    accept(asked, by=volunteer.person.user, now=now)
    assert seen_by(volunteer2.person.user, client, [*OF_RESIDENT, "Youssef"]) == []
