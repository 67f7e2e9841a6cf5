from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone

from portal.contact.enums import Route
from portal.contact.models import Message
from portal.help.actions import propose
from portal.help.enums import ENDS, HOLDS_PLACE, MatchState, RequestState, Timing, Verb
from portal.help.models import HelpKind, HelpRequest
from portal.help.rules import Moved, NotForYou, NotPossible
from portal.people.enums import VolunteerState
from portal.people.models import Neighbourhood, User, Volunteer
from tests.factories import MatchFactory, PersonFactory, RequestFactory, VolunteerFactory
from tests.help.conftest import RequestIn

DAY = date(2030, 3, 15)
TODAY_18, TOMORROW_18 = date(2012, 3, 15), date(2012, 3, 16)
IN_THE_YEAR_OF_16, ONE_YEAR_TOO_YOUNG = date(2014, 12, 31), date(2015, 1, 1)


@pytest.fixture
def on_day(resident: User, kind: HelpKind) -> HelpRequest:
    return RequestFactory.create(person=resident.person, kind=kind, timing=Timing.DAY, day=DAY)


def change(thing: Any, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(thing, name, value)
    thing.save()


def test_asks_each_volunteer_and_searches(
    help_request: HelpRequest, volunteer: Volunteer, volunteer2: Volunteer, broker: User, now: datetime
) -> None:
    made = propose(help_request, [volunteer, volunteer2], by=broker, now=now)
    assert [match.volunteer for match in made] == [volunteer, volunteer2]
    for match in made:
        assert (match.state, match.place, match.proposed_by, match.proposed_at) == (
            MatchState.PROPOSED,
            None,
            broker,
            now,
        )
    help_request.refresh_from_db()
    assert help_request.state == RequestState.SEARCHING
    assert [(line.verb, line.match) for line in help_request.history.all()] == [
        (Verb.PROPOSED, match) for match in made
    ]


@pytest.mark.parametrize("state", [RequestState.NEW, RequestState.DISCUSSED, RequestState.SEARCHING])
def test_from_every_state_before_agreed(
    state: RequestState, request_in: RequestIn, volunteer: Volunteer, broker: User, now: datetime
) -> None:
    request = request_in(state)
    propose(request, [volunteer], by=broker, now=now)
    request.refresh_from_db()
    assert request.state == RequestState.SEARCHING


@pytest.mark.parametrize("state", [RequestState.AGREED, RequestState.DONE, *sorted(ENDS)])
def test_not_once_it_is_agreed_or_ended(
    state: RequestState, request_in: RequestIn, volunteer: Volunteer, broker: User, now: datetime
) -> None:
    request = request_in(state)
    with pytest.raises(Moved):
        propose(request, [volunteer], by=broker, now=now)
    request.refresh_from_db()
    assert (request.state, request.matches.count()) == (state, 0)


@pytest.mark.parametrize(
    ("offer", "kind_is", "wanted", "sentence"),
    [
        ({"state": VolunteerState.RESTING}, {}, {}, "taking a rest"),
        ({"state": VolunteerState.STOPPED}, {}, {}, "not an active volunteer"),
        ({"paused_until": DAY}, {}, {}, "taking a rest"),
        ({"paused_until": DAY + timedelta(days=1)}, {}, {}, "taking a rest"),
        ({"has_car": False}, {"needs_car": True}, {}, "has no car"),
        ({"birth_date": ONE_YEAR_TOO_YOUNG, "parent_agreed": True}, {}, {"places": 2}, "too young"),
        (
            {"birth_date": TOMORROW_18, "parent_agreed": True},
            {"adults_only": True},
            {"places": 2},
            "adults only",
        ),
        ({"birth_date": TOMORROW_18}, {}, {"places": 2}, "parents of Youssef Test have not agreed"),
        (
            {"birth_date": TOMORROW_18, "parent_agreed": True},
            {},
            {"places": 1},
            "together with somebody else",
        ),
        ({"month_maximum": 0}, {}, {}, "as often as agreed"),
    ],
)
def test_a_hard_limit_refuses(
    on_day: HelpRequest,
    volunteer: Volunteer,
    kind: HelpKind,
    broker: User,
    now: datetime,
    offer: dict[str, Any],
    kind_is: dict[str, Any],
    wanted: dict[str, Any],
    sentence: str,
) -> None:
    change(volunteer, **offer)
    change(kind, **kind_is)
    change(on_day, **wanted)
    with pytest.raises(NotPossible, match=sentence):
        propose(on_day, [volunteer], by=broker, now=now)
    assert not on_day.matches.exists()


@pytest.mark.parametrize(
    ("offer", "kind_is", "wanted"),
    [
        ({"paused_until": DAY - timedelta(days=1)}, {}, {}),
        ({"has_car": True}, {"needs_car": True}, {}),
        ({"birth_date": TODAY_18}, {"adults_only": True}, {"places": 1}),
        ({"birth_date": TOMORROW_18, "parent_agreed": True}, {}, {"places": 2}),
        ({"birth_date": IN_THE_YEAR_OF_16, "parent_agreed": True}, {}, {"places": 2}),
        ({"month_maximum": 1}, {}, {}),
    ],
)
def test_just_within_the_limit_may_be_asked(
    on_day: HelpRequest,
    volunteer: Volunteer,
    kind: HelpKind,
    broker: User,
    now: datetime,
    offer: dict[str, Any],
    kind_is: dict[str, Any],
    wanted: dict[str, Any],
) -> None:
    change(volunteer, **offer)
    change(kind, **kind_is)
    change(on_day, **wanted)
    assert len(propose(on_day, [volunteer], by=broker, now=now)) == 1


def test_not_who_does_not_do_this_kind(
    on_day: HelpRequest, volunteer: Volunteer, broker: User, now: datetime
) -> None:
    volunteer.kinds.clear()
    with pytest.raises(NotPossible, match="does not do this kind of help"):
        propose(on_day, [volunteer], by=broker, now=now)


def test_nobody_helps_themselves(volunteer: Volunteer, kind: HelpKind, broker: User, now: datetime) -> None:
    own = RequestFactory.create(person=volunteer.person, kind=kind)
    with pytest.raises(NotPossible, match="asked this question"):
        propose(own, [volunteer], by=broker, now=now)


@pytest.mark.parametrize(
    ("other_day", "is_full"),
    [
        (date(2030, 3, 1), True),
        (date(2030, 3, 31), True),
        (date(2030, 2, 28), False),
        (date(2030, 4, 1), False),
    ],
)
@pytest.mark.parametrize("state", sorted(HOLDS_PLACE))
def test_a_month_runs_from_its_first_to_its_last_day(
    on_day: HelpRequest,
    volunteer: Volunteer,
    broker: User,
    now: datetime,
    other_day: date,
    is_full: bool,
    state: MatchState,
) -> None:
    change(volunteer, month_maximum=1)
    other = RequestFactory.create(kind=on_day.kind, timing=Timing.DAY, day=other_day)
    MatchFactory.create(request=other, volunteer=volunteer, state=state, place=1)
    if is_full:
        with pytest.raises(NotPossible, match="as often as agreed"):
            propose(on_day, [volunteer], by=broker, now=now)
    else:
        assert len(propose(on_day, [volunteer], by=broker, now=now)) == 1


@pytest.mark.parametrize("state", sorted(set(MatchState) - HOLDS_PLACE))
def test_only_what_was_promised_or_done_fills_a_month(
    on_day: HelpRequest, volunteer: Volunteer, broker: User, now: datetime, state: MatchState
) -> None:
    change(volunteer, month_maximum=1)
    other = RequestFactory.create(kind=on_day.kind, timing=Timing.DAY, day=DAY)
    MatchFactory.create(request=other, volunteer=volunteer, state=state)
    assert len(propose(on_day, [volunteer], by=broker, now=now)) == 1


def test_help_without_a_day_counts_in_the_month_of_the_yes(
    help_request: HelpRequest, volunteer: Volunteer, broker: User, now: datetime
) -> None:
    change(volunteer, month_maximum=1)
    other = RequestFactory.create(kind=help_request.kind)
    counted = MatchFactory.create(
        request=other, volunteer=volunteer, state=MatchState.ACCEPTED, place=1, answered_at=now
    )
    with pytest.raises(NotPossible, match="as often as agreed"):
        propose(help_request, [volunteer], by=broker, now=now)
    change(counted, helps_on=timezone.localdate(now) - timedelta(days=32))
    assert len(propose(help_request, [volunteer], by=broker, now=now)) == 1


def test_one_who_may_not_stops_all(
    help_request: HelpRequest, volunteer: Volunteer, volunteer2: Volunteer, broker: User, now: datetime
) -> None:
    change(volunteer2, state=VolunteerState.RESTING)
    with pytest.raises(NotPossible, match="Lies"):
        propose(help_request, [volunteer, volunteer2], by=broker, now=now)
    assert not help_request.matches.exists()
    assert not Message.objects.exists()


def test_a_page_that_is_older_than_the_request_is_refused(
    help_request: HelpRequest, volunteer: Volunteer, broker: User, now: datetime
) -> None:
    change(help_request, version=2)
    with pytest.raises(Moved, match="changed this request"):
        propose(help_request, [volunteer], by=broker, now=now, version=1)
    assert not help_request.matches.exists()


def test_the_same_volunteer_twice_is_asked_once(
    help_request: HelpRequest, volunteer: Volunteer, broker: User, now: datetime
) -> None:
    propose(help_request, [volunteer], by=broker, now=now)
    assert propose(help_request, [volunteer], by=broker, now=now) == []
    assert help_request.matches.count() == help_request.history.count() == 1
    assert Message.objects.filter(kind="volunteer_asked").count() == 1


def test_nobody_else_may(
    help_request: HelpRequest, volunteer: Volunteer, outsider: User, now: datetime
) -> None:
    with pytest.raises(NotForYou):
        propose(help_request, [volunteer], by=outsider, now=now)
    assert not help_request.matches.exists()


def test_the_mail_holds_no_personal_data(
    kind: HelpKind,
    area: Neighbourhood,
    volunteer: Volunteer,
    broker: User,
    now: datetime,
    mailoutbox: list[EmailMessage],
    django_capture_on_commit_callbacks: Any,
) -> None:
    asker = PersonFactory.create(
        first_name="Fatima",
        last_name="Zonneveld",
        phone="+447700900555",
        street="Verborgenstraat",
        house_number="7",
        neighbourhood=area,
    )
    request = RequestFactory.create(person=asker, kind=kind, text="De lamp in de gang")
    with django_capture_on_commit_callbacks(execute=True):
        propose(request, [volunteer], by=broker, now=now)
    [mail] = mailoutbox
    assert mail.to == [volunteer.person.email]
    assert "/nl/mijn/" in mail.body
    written = f"{mail.subject}\n{mail.body}".lower()
    for private in ("fatima", "zonneveld", "900555", "verborgen", "chores", "lamp", "youssef"):
        assert private not in written


def test_a_volunteer_without_email_is_on_the_call_list(
    help_request: HelpRequest, kind: HelpKind, area: Neighbourhood, broker: User, now: datetime
) -> None:
    by_phone = VolunteerFactory.create(person=PersonFactory.create(neighbourhood=area), does=[kind])
    propose(help_request, [by_phone], by=broker, now=now)
    line = Message.objects.get(person=by_phone.person)
    assert (line.route, line.neighbourhood, line.kind) == (Route.CALL, area, "volunteer_asked")
    assert line in Message.objects.visible_to(broker).to_call()


def test_two_brokers_at_once_on_the_same_page(
    threads: Any,
    help_request: HelpRequest,
    volunteer: Volunteer,
    broker: User,
    other_broker: User,
    now: datetime,
) -> None:
    results = threads(
        *(
            lambda by=by: propose(help_request, [volunteer], by=by, now=now, version=1)
            for by in (broker, other_broker)
        )
    )
    assert sorted(type(result).__name__ for result in results) == ["Moved", "list"]
    assert help_request.matches.count() == 1


def test_two_brokers_at_once_without_a_page(
    threads: Any,
    help_request: HelpRequest,
    volunteer: Volunteer,
    broker: User,
    other_broker: User,
    now: datetime,
) -> None:
    results = threads(
        *(lambda by=by: propose(help_request, [volunteer], by=by, now=now) for by in (broker, other_broker))
    )
    assert sorted(len(made) for made in results) == [0, 1]
