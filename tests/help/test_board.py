"""On the board and off it: by whom, when, and what nobody reads there."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from portal.help.actions import accept, cancel, propose, put_on_board, raise_hand, take_off_board, thank_hand
from portal.help.board import Wanted, board_for, on_board
from portal.help.board_paper import board_paper
from portal.help.enums import RequestState, Timing, Verb
from portal.help.models import HelpKind, HelpRequest
from portal.help.rules import Moved, NotForYou, NotPossible
from portal.people.actions import withdraw_consent
from portal.people.enums import Channel, Purpose, VolunteerState
from portal.people.half_days import bits
from portal.people.models import Neighbourhood, User, Volunteer
from portal.people.roles import Role
from tests.factories import KindFactory, PersonFactory, RequestFactory, UserFactory
from tests.help.conftest import RequestIn, page_of

BOARD, LINE = "/en/bord/", "Een lamp vervangen, de ladder is er."


@pytest.fixture
def up(help_request: HelpRequest, broker: User, now: datetime) -> HelpRequest:
    return put_on_board(help_request, line=LINE, by=broker, now=now)


def seen(volunteer: Volunteer, now: datetime, **wanted: Any) -> list[HelpRequest]:
    return list(board_for(volunteer, Wanted(**wanted), now))


def test_a_broker_puts_it_there(up: HelpRequest, volunteer: Volunteer, now: datetime) -> None:
    assert (up.state, up.board_line, up.on_board_at) == (RequestState.SEARCHING, LINE, now)
    assert up.history.last().verb == Verb.ON_BOARD
    assert seen(volunteer, now) == [up]


def test_a_second_time_changes_the_line(up: HelpRequest, broker: User, now: datetime) -> None:
    later = now + timedelta(hours=1)
    again = put_on_board(up, line="  Twee   lampen ", by=broker, now=later, version=up.version)
    assert (again.board_line, again.on_board_at) == ("Twee lampen", now)


def test_not_by_an_outsider(help_request: HelpRequest, outsider: User, now: datetime) -> None:
    with pytest.raises(NotForYou):
        put_on_board(help_request, line=LINE, by=outsider, now=now)


def test_not_off_by_an_outsider(up: HelpRequest, outsider: User, now: datetime) -> None:
    with pytest.raises(NotForYou):
        take_off_board(up, by=outsider, now=now)


@pytest.mark.parametrize(
    "line",
    ["", "Bel 0470 12 34 56", "bel 015/20.30.40", "mail naar a@example.org", "Voor Rosa", "voor rosa, boven"],
)
def test_a_line_says_what_and_never_who(
    help_request: HelpRequest, broker: User, now: datetime, line: str
) -> None:
    with pytest.raises(NotPossible):
        put_on_board(help_request, line=line, by=broker, now=now)
    help_request.refresh_from_db()
    assert help_request.on_board_at is None


@pytest.mark.parametrize("line", ["Op 12 mei om 14.30 uur", "4 zakken van 25 kg", "In de Rozenlaan"])
def test_numbers_that_are_no_telephone_may_stand_there(
    help_request: HelpRequest, broker: User, now: datetime, line: str
) -> None:
    assert put_on_board(help_request, line=line, by=broker, now=now).board_line == line


def test_not_without_consent(help_request: HelpRequest, broker: User, now: datetime) -> None:
    withdraw_consent(help_request.person, Purpose.SHARE_CONTACT, channel=Channel.PHONE, now=now)
    with pytest.raises(NotPossible, match="ask for consent"):
        put_on_board(help_request, line=LINE, by=broker, now=now)


@pytest.mark.parametrize("state", sorted(set(RequestState) - {"new", "discussed", "searching"}))
def test_not_once_it_is_agreed_or_over(
    request_in: RequestIn, broker: User, now: datetime, state: RequestState
) -> None:
    with pytest.raises(Moved):
        put_on_board(request_in(state), line=LINE, by=broker, now=now)


def test_not_when_the_day_or_the_week_is_past(request_in: RequestIn, broker: User, now: datetime) -> None:
    yesterday = timezone.localdate(now) - timedelta(days=1)
    day = request_in(RequestState.NEW, timing=Timing.DAY, day=yesterday)
    week = request_in(RequestState.NEW, timing=Timing.THIS_WEEK, created_at=now - timedelta(days=9))
    for each in (day, week):
        with pytest.raises(NotPossible, match="past"):
            put_on_board(each, line=LINE, by=broker, now=now)


def test_off_the_board_and_once_more_is_the_same(
    up: HelpRequest, volunteer: Volunteer, broker: User, now: datetime
) -> None:
    for _ in range(2):
        take_off_board(up, by=broker, now=now)
    assert up.history.filter(verb=Verb.OFF_BOARD).count() == 1
    assert seen(volunteer, now) == []


def test_a_stale_page_changes_nothing(up: HelpRequest, broker: User, now: datetime) -> None:
    for act in (
        lambda: put_on_board(up, line="anders", by=broker, now=now, version=up.version - 1),
        lambda: take_off_board(up, by=broker, now=now, version=up.version - 1),
    ):
        with pytest.raises(Moved):
            act()


def test_what_is_full_leaves_and_comes_back(
    up: HelpRequest, volunteer: Volunteer, volunteer2: Volunteer, broker: User, now: datetime
) -> None:
    match = accept(propose(up, [volunteer2], by=broker, now=now)[0], by=broker, now=now)
    assert seen(volunteer, now) == []
    cancel(match, by=broker, now=now, why="ziek")
    assert seen(volunteer, now) == [up]


def test_what_is_past_leaves_by_itself(request_in: RequestIn, broker: User, now: datetime) -> None:
    today = timezone.localdate(now)
    put_on_board(request_in(RequestState.NEW, timing=Timing.DAY, day=today), line=LINE, by=broker, now=now)
    put_on_board(
        request_in(RequestState.NEW, timing=Timing.THIS_WEEK, created_at=now), line=LINE, by=broker, now=now
    )
    assert [on_board(today + timedelta(days=days)).count() for days in (0, 1, 7, 8)] == [2, 1, 1, 0]


@pytest.mark.parametrize("purpose", [Purpose.KEEP_REQUEST, Purpose.SHARE_CONTACT])
def test_what_has_no_consent_leaves_by_itself(
    up: HelpRequest, volunteer: Volunteer, now: datetime, purpose: Purpose
) -> None:
    withdraw_consent(up.person, purpose, channel=Channel.PHONE, now=now)
    assert seen(volunteer, now) == []
    with pytest.raises(Moved, match="no longer on the board"):
        raise_hand(up, volunteer, by=volunteer.person.user, now=now)


def test_nor_does_a_question_of_who_may_not_be_used(
    up: HelpRequest, volunteer: Volunteer, now: datetime
) -> None:
    child = PersonFactory.create(restricted_at=now)
    HelpRequest.objects.filter(pk=up.pk).update(asked_by=child, relation="child")
    assert seen(volunteer, now) == []
    HelpRequest.objects.filter(pk=up.pk).update(asked_by=None)
    type(up.person).objects.filter(pk=up.person_id).update(restricted_at=now)
    assert seen(volunteer, now) == []


def test_nobody_sees_their_own_question(
    request_in: RequestIn, volunteer: Volunteer, broker: User, now: datetime
) -> None:
    put_on_board(request_in(RequestState.NEW, person=volunteer.person), line=LINE, by=broker, now=now)
    assert seen(volunteer, now) == []


def test_nor_what_they_could_never_do(
    request_in: RequestIn, volunteer: Volunteer, broker: User, now: datetime
) -> None:
    car = KindFactory.create(code="transport", needs_car=True)
    put_on_board(request_in(RequestState.NEW, kind=car), line=LINE, by=broker, now=now)
    put_on_board(request_in(RequestState.NEW), line=LINE, by=broker, now=now)
    together = put_on_board(request_in(RequestState.NEW, places=2), line=LINE, by=broker, now=now)
    volunteer.birth_date = timezone.localdate(now) - timedelta(days=17 * 365)
    assert seen(volunteer, now) == [together]


def test_nor_what_they_were_thanked_for(
    up: HelpRequest, volunteer: Volunteer, broker: User, now: datetime
) -> None:
    thank_hand(raise_hand(up, volunteer, by=volunteer.person.user, now=now), by=broker, now=now)
    assert seen(volunteer, now) == []


def test_what_fits_stands_first(
    request_in: RequestIn, volunteer: Volunteer, broker: User, now: datetime
) -> None:
    """Saturdays only: a Saturday, then an open day, then other days, then another kind."""
    saturday = timezone.localdate(now) + timedelta(days=(5 - timezone.localdate(now).weekday()) % 7)
    volunteer.half_days = bits([(5, "morning")])
    other = KindFactory.create(code="garden")
    facts: list[dict[str, Any]] = [
        {"kind": other},
        {"timing": Timing.DAY, "day": saturday, "half_day": "evening"},
        {"half_day": "afternoon"},
        {"half_day": "morning"},
        {"timing": Timing.DAY, "day": saturday},
        {"timing": Timing.DAY, "day": saturday + timedelta(days=1)},
    ]
    made = [
        put_on_board(request_in(RequestState.NEW, **each), line=LINE, by=broker, now=now) for each in facts
    ]
    assert seen(volunteer, now) == [made[4], made[3], made[1], made[5], made[2], made[0]]
    assert [each.is_free for each in seen(volunteer, now)][:3] == [True, True, False]


def test_filters(
    request_in: RequestIn,
    volunteer: Volunteer,
    elsewhere: Neighbourhood,
    kind: HelpKind,
    broker: User,
    now: datetime,
) -> None:
    broker.neighbourhoods.add(elsewhere)
    speaks = PersonFactory.create(speaks=["rif"])
    facts: list[dict[str, Any]] = [
        {"kind": KindFactory.create(code="dog"), "half_day": "morning"},
        {"neighbourhood": elsewhere, "language": "ar"},
        {"half_day": "evening", "person": speaks},
    ]
    dog, far, evening = (
        put_on_board(request_in(RequestState.NEW, **each), line=LINE, by=broker, now=now) for each in facts
    )
    assert set(seen(volunteer, now)) == {dog, far, evening}
    assert set(seen(volunteer, now, kind=kind)) == {far, evening}
    assert set(seen(volunteer, now, half_day="morning")) == {dog, far}
    assert set(seen(volunteer, now, language="ar")) == {far}
    assert set(seen(volunteer, now, language="rif")) == {evening}
    assert set(seen(volunteer, now, near=True)) == {dog, evening}


def test_the_page_says_nothing_of_who_asks(mine: Client, up: HelpRequest) -> None:
    person = up.person
    person.last_name, person.street, person.house_number = "Zeldzaamnaam", "Zeldzaamstraat", "777"
    person.phone, person.email = "+447700900876", "zeldzaam@example.org"
    person.save()
    HelpRequest.objects.filter(pk=up.pk).update(text="Zeldzame woorden", gave="0044 7700 900321")
    answer = mine.get(BOARD)
    page = answer.content.decode()
    assert LINE in page
    assert "no-store" in answer.headers["Cache-Control"]
    for secret in ("Rosa", "eldza", "777", "900876", "900321", up.reference, up.spoken_reference):
        assert secret not in page, secret


@pytest.mark.parametrize("query", ["?soort=x&dagdeel=y&taal=z&waar=q&pagina=-3", "?pagina=abc"])
def test_a_strange_address_shows_everything(mine: Client, up: HelpRequest, query: str) -> None:
    answer = mine.get(BOARD + query)
    assert (answer.status_code, LINE in answer.content.decode()) == (200, True)


@pytest.mark.parametrize(
    ("state", "status"),
    [(state, 200 if state == VolunteerState.ACTIVE else 403) for state in VolunteerState],
)
def test_the_board_is_for_who_helps_now(
    mine: Client, volunteer: Volunteer, state: VolunteerState, status: int
) -> None:
    Volunteer.objects.filter(pk=volunteer.pk).update(state=state)
    assert mine.get(BOARD).status_code == status


def test_not_while_away_nor_while_their_data_is_not_used(
    mine: Client, volunteer: Volunteer, now: datetime
) -> None:
    today = timezone.localdate(now)
    absence = volunteer.absences.create(first_day=today, last_day=today)
    assert mine.get(BOARD).status_code == 403
    absence.delete()
    type(volunteer.person).objects.filter(pk=volunteer.person_id).update(restricted_at=now)
    assert mine.get(BOARD).status_code == 403


def test_page_by_page_in_as_many_queries_whatever_its_size(
    mine: Client, resident: User, kind: HelpKind, broker: User, now: datetime
) -> None:
    taken = []
    for size in (2, 15):
        for _ in range(size):
            person = PersonFactory.create(speaks=["ar", "nl"])
            put_on_board(RequestFactory.create(person=person, kind=kind), line=LINE, by=broker, now=now)
        mine.get(BOARD)
        with CaptureQueriesContext(connection) as queries:
            assert mine.get(BOARD).content.decode().count(LINE) == min(12, sum((2, 15)[: len(taken) + 1]))
        taken.append(len(queries))
    assert taken[0] == taken[1] <= 14
    assert mine.get(BOARD + "?pagina=2&soort=chores").content.decode().count(LINE) == 5


def test_a_broker_does_it_on_the_page_and_keeps_what_was_typed(
    team: Client, help_request: HelpRequest
) -> None:
    url = page_of(help_request)
    refused = team.post(url + "bord/", {"line": "Bel Rosa", "version": help_request.version})
    assert refused.status_code == 409
    assert 'value="Bel Rosa"' in refused.content.decode()
    assert team.post(url + "bord/", {"line": ""}).status_code == 400
    assert team.post(url + "bord/", {"line": LINE, "version": 1}).status_code == 302
    page = team.get(url).content.decode()
    assert LINE in page
    assert "Take it off the board" in page
    assert team.post(url + "van-bord/").status_code == 302
    help_request.refresh_from_db()
    assert help_request.on_board_at is None


def test_the_public_site_counts_by_kind(
    begun_site: None,
    client: Client,
    now: datetime,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:

    area = Neighbourhood.objects.get(slug="oud-oefenplein")
    broker = UserFactory.create(roles=[Role.BROKER], works_in=[area])
    kind = HelpKind.objects.get(code="chores")
    assert "are waiting for somebody" not in client.get("/en/").content.decode()
    for number in range(1, 4):
        person = PersonFactory.create(neighbourhood=area)
        with django_capture_on_commit_callbacks(execute=True):
            put_on_board(RequestFactory.create(person=person, kind=kind), line=LINE, by=broker, now=now)
        page = client.get("/en/").content.decode()
        assert ("some questions" in page, "3 questions" in page) == (number < 3, number == 3)
        assert LINE not in page


def test_on_paper_stands_no_more_than_on_the_screen(
    up: HelpRequest, request_in: RequestIn, elsewhere: Neighbourhood, broker: User, now: datetime
) -> None:
    broker.neighbourhoods.add(elsewhere)
    far = request_in(RequestState.NEW, neighbourhood=elsewhere)
    put_on_board(far, line="Ver weg", by=broker, now=now)
    with patch("portal.help.board_paper.make_paper", return_value=b"%PDF") as made:
        board_paper(up.neighbourhood, now)
    template, data = made.call_args.args
    assert template == "board.typ"
    assert data["cards"] == [{"kind": str(up.kind), "line": LINE, "facts": "no hurry · Dutch"}]
    assert data["phone"] == up.neighbourhood.phone
    assert not any(word in str(data) for word in ("Rosa", up.reference, up.spoken_reference))


def test_the_paper_is_set(team: Client, up: HelpRequest) -> None:
    answer = team.get(f"/ar/bemiddeling/prikbord/{up.neighbourhood.slug}.pdf")
    assert answer.content.startswith(b"%PDF")
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_kind_they_do_not_do_has_no_button(mine: Client, up: HelpRequest, volunteer: Volunteer) -> None:
    assert "I can help" in mine.get(BOARD).content.decode()
    volunteer.kinds.clear()
    page = mine.get(BOARD).content.decode()
    assert ("this kind of help yet" in page, "I can help" in page) == (True, False)
