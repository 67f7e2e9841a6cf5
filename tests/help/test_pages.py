from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.contact.models import Message
from portal.help.actions import discuss, move
from portal.help.enums import Face, MatchState, RequestState, Side
from portal.help.models import HelpKind, HelpRequest, Match
from portal.people.models import Neighbourhood, Person, User, Volunteer
from tests.factories import MatchFactory, PersonFactory, RequestFactory, VolunteerFactory
from tests.help.conftest import RequestIn

WORK_LIST, MINE, CONVERSATION = "/nl/bemiddeling/", "/nl/mijn/", "/en/bemiddeling/nieuw-gesprek/"
TEAM_PAGES = ["worklist", "conversation", "search_people"]


@pytest.fixture
def team(client: Client, broker: User) -> Client:
    client.force_login(broker)
    return client


def page_of(request: HelpRequest) -> str:
    return f"/en/bemiddeling/vragen/{request.reference}/"


# --- Who comes in ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", TEAM_PAGES)
@pytest.mark.parametrize("role", ["desk", "editor", "steering", "partner", "resident"])
def test_team_pages_are_closed_to_other_roles(
    name: str, role: str, client: Client, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(role))
    assert client.get(reverse(name)).status_code == 403


@pytest.mark.parametrize("name", [*TEAM_PAGES, "mine"])
def test_strangers_sign_in_first(name: str, client: Client, db: None) -> None:
    answer = client.get(reverse(name))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/en/account/code/?next=")


def test_a_broker_of_elsewhere_finds_no_such_request(
    client: Client, help_request: HelpRequest, far_broker: User
) -> None:
    client.force_login(far_broker)
    assert client.get(page_of(help_request)).status_code == 404
    assert client.post(page_of(help_request) + "besproken/").status_code == 404


def test_a_broker_of_elsewhere_finds_no_such_match(client: Client, proposed: Match, far_broker: User) -> None:
    client.force_login(far_broker)
    assert client.post(reverse("act_on_match", args=[proposed.pk, "ja"])).status_code == 404
    proposed.refresh_from_db()
    assert proposed.state == MatchState.PROPOSED


# --- The request page -----------------------------------------------------------------------


@pytest.mark.parametrize("state", RequestState)
def test_the_request_page_shows_every_state(
    state: RequestState, team: Client, request_in: RequestIn, volunteer: Volunteer, now: datetime
) -> None:
    request = request_in(state)
    held = state in {RequestState.DONE, RequestState.CLOSED}
    MatchFactory.create(
        request=request,
        volunteer=volunteer,
        state=MatchState.DONE if held else MatchState.DECLINED,
        place=1 if held else None,
        done_at=now if held else None,
    )
    page = team.get(page_of(request))
    assert page.status_code == 200
    assert request.spoken_reference in page.content.decode()


def test_a_reference_is_found_as_it_is_spoken(team: Client, help_request: HelpRequest) -> None:
    spoken = help_request.spoken_reference.lower()
    assert team.get(f"/en/bemiddeling/vragen/{spoken}/").status_code == 200
    found = team.get("/en/bemiddeling/", {"nr": f" {spoken} "})
    assert (found.status_code, found["Location"]) == (302, page_of(help_request))


def test_an_unknown_reference_says_so(team: Client) -> None:
    page = team.get("/en/bemiddeling/", {"nr": "ZZZ-ZZZ"})
    assert page.status_code == 200
    assert "There is no request with this number." in page.content.decode()


def test_candidates_are_shown_with_their_reasons(
    team: Client, help_request: HelpRequest, volunteer: Volunteer
) -> None:
    html = team.get(page_of(help_request)).content.decode()
    assert "Youssef" in html
    assert "does this kind of help" in html
    assert "was never asked yet" in html


def test_without_consent_the_page_says_what_to_do_first(
    team: Client, help_request: HelpRequest, volunteer: Volunteer
) -> None:
    help_request.person.consents.all().delete()
    html = team.get(page_of(help_request)).content.decode()
    assert "First call Rosa Test and ask for consent." in html


@pytest.mark.parametrize(
    ("verb", "data", "state"),
    [
        ("besproken", {"note": "Belt terug"}, RequestState.DISCUSSED),
        ("toestemming", {"channel": "phone"}, RequestState.NEW),
        ("verplaatsen", {"day": "2090-03-15"}, RequestState.NEW),
        ("afsluiten", {"outcome": "withdrawn"}, RequestState.WITHDRAWN),
    ],
)
def test_a_broker_acts_on_a_request(
    verb: str, data: dict[str, Any], state: RequestState, team: Client, help_request: HelpRequest
) -> None:
    answer = team.post(page_of(help_request) + f"{verb}/", {"version": 1, **data})
    assert (answer.status_code, answer["Location"]) == (302, page_of(help_request))
    help_request.refresh_from_db()
    assert (help_request.state, help_request.version) == (state, 2)


def test_a_broker_asks_the_ticked_volunteers(
    team: Client, help_request: HelpRequest, volunteer: Volunteer, volunteer2: Volunteer
) -> None:
    ticked = {"version": 1, "volunteers": [volunteer.pk, volunteer2.pk]}
    assert team.post(page_of(help_request) + "vragen/", ticked).status_code == 302
    assert set(help_request.matches.values_list("volunteer", flat=True)) == {volunteer.pk, volunteer2.pk}


def test_ticking_nobody_asks_nobody(team: Client, help_request: HelpRequest) -> None:
    page = team.post(page_of(help_request) + "vragen/", {"version": 1})
    assert page.status_code == 400
    assert "Tick at least one volunteer." in page.content.decode()


@pytest.mark.parametrize(
    ("verb", "data", "state"),
    [
        ("ja", {}, MatchState.ACCEPTED),
        ("nee", {"why": "reis"}, MatchState.DECLINED),
        ("niet-meer", {}, MatchState.NO_ANSWER),
    ],
)
def test_a_broker_writes_down_an_answer(
    verb: str, data: dict[str, str], state: MatchState, team: Client, proposed: Match
) -> None:
    assert team.post(reverse("act_on_match", args=[proposed.pk, verb]), data).status_code == 302
    proposed.refresh_from_db()
    assert proposed.state == state


@pytest.mark.parametrize(
    ("verb", "data", "state"),
    [("gedaan", {}, MatchState.DONE), ("niet-gedaan", {"why": "ziek"}, MatchState.CANCELLED)],
)
def test_a_broker_writes_down_how_it_ended(
    verb: str, data: dict[str, str], state: MatchState, team: Client, agreed: Match
) -> None:
    assert team.post(reverse("act_on_match", args=[agreed.pk, verb]), data).status_code == 302
    agreed.refresh_from_db()
    assert agreed.state == state


def test_a_broker_writes_down_how_it_went_and_calls_later(team: Client, helped: Match, now: datetime) -> None:
    answer = {"side": Side.ASKER, "face": Face.GOOD, "remark": "Lief"}
    assert team.post(reverse("act_on_match", args=[helped.pk, "opvolging"]), answer).status_code == 302
    until = timezone.localdate(now) + timedelta(days=3)
    assert team.post(page_of(helped.request) + "later-bellen/", {"until": until}).status_code == 302
    helped.request.refresh_from_db()
    assert helped.request.call_back_on == until
    html = team.get(page_of(helped.request)).content.decode()
    assert "Lief" in html


@pytest.mark.parametrize(
    "url", ["/en/bemiddeling/vragen/{}/onzin/", "/en/bemiddeling/vragen/ZZZZZZ/besproken/"]
)
def test_an_unknown_verb_or_number_is_not_found(url: str, team: Client, help_request: HelpRequest) -> None:
    assert team.post(url.format(help_request.reference)).status_code == 404


@pytest.mark.parametrize(
    "verb", ["besproken", "toestemming", "vragen", "verplaatsen", "later-bellen", "afsluiten"]
)
def test_acting_on_a_request_refuses_get(verb: str, team: Client, help_request: HelpRequest) -> None:
    assert team.get(page_of(help_request) + f"{verb}/").status_code == 302


@pytest.mark.parametrize("verb", ["ja", "nee", "niet-meer", "gedaan", "niet-gedaan", "opvolging"])
def test_acting_on_a_match_refuses_get(verb: str, team: Client, proposed: Match) -> None:
    assert team.get(reverse("act_on_match", args=[proposed.pk, verb])).status_code == 302


@pytest.mark.parametrize(
    ("verb", "typed"),
    [
        ("besproken", {"note": "Belt liefst na vier uur"}),
        ("afsluiten", {"outcome": "referred", "note": "Naar het OCMW"}),
        ("verplaatsen", {"day": "2090-03-15"}),
    ],
)
def test_an_old_page_is_refused_and_gives_back_what_was_typed(
    verb: str,
    typed: dict[str, str],
    team: Client,
    help_request: HelpRequest,
    other_broker: User,
    now: datetime,
) -> None:
    move(help_request, by=other_broker, now=now, day=timezone.localdate(now) + timedelta(days=3))
    page = team.post(page_of(help_request) + f"{verb}/", {"version": 1, **typed})
    html = page.content.decode()
    assert page.status_code == 409
    assert "Somebody changed this request after you opened it." in html
    assert [text for text in typed.values() if text not in html] == []
    help_request.refresh_from_db()
    assert (help_request.state, help_request.version) == (RequestState.NEW, 2)


def test_a_second_discussion_is_refused_with_a_sentence(
    team: Client, help_request: HelpRequest, other_broker: User, now: datetime
) -> None:
    discuss(help_request, by=other_broker, now=now)
    page = team.post(page_of(help_request) + "besproken/", {"note": "Ook gebeld"})
    html = page.content.decode()
    assert page.status_code == 409
    assert "This is not possible any more" in html
    assert "Ook gebeld" in html


def test_a_form_that_misses_something_is_a_400_that_says_what(team: Client, agreed: Match) -> None:
    page = team.post(reverse("act_on_match", args=[agreed.pk, "niet-gedaan"]), {"why": ""})
    assert page.status_code == 400
    assert "Write a few words." in page.content.decode()


# --- A new conversation ---------------------------------------------------------------------


@pytest.fixture
def called(area: Neighbourhood, kind: HelpKind) -> dict[str, Any]:
    return {
        "first_name": "Fatima",
        "phone": "0470 12 34 56",
        "neighbourhood": area.slug,
        "language": "ar",
        "kind": kind.code,
        "text": "De lamp in de gang",
        "timing": "no_hurry",
        "places": "1",
        "channel": "phone",
        "keep_request": "on",
        "share_contact": "on",
        "submission": str(uuid.uuid4()),
    }


def test_the_search_finds_a_caller_by_number(team: Client, area: Neighbourhood) -> None:
    known = PersonFactory.create(first_name="Khadija", phone="+32470123456", neighbourhood=area)
    html = team.get(CONVERSATION, {"q": "0470 12 34 56"}).content.decode()
    assert f"?persoon={known.pk}" in html


def test_somebody_unknown_starts_with_the_number_filled_in(team: Client) -> None:
    html = team.get(CONVERSATION, {"q": "0470 12 34 56"}).content.decode()
    assert 'value="0470 12 34 56"' in html
    assert "We do not know anybody like this yet." in html


def test_the_results_alone_while_typing(team: Client, area: Neighbourhood, elsewhere: Neighbourhood) -> None:
    PersonFactory.create(first_name="Khadija", neighbourhood=area)
    PersonFactory.create(first_name="Khadra", neighbourhood=elsewhere)
    html = team.get(reverse("search_people"), {"q": "kha"}).content.decode()
    assert "Khadija" in html
    assert "Khadra" not in html
    assert "<html" not in html


def test_a_new_person_in_one_submit(team: Client, called: dict[str, Any], broker: User) -> None:
    answer = team.post(CONVERSATION, called)
    made = HelpRequest.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, page_of(made))
    assert (made.person.first_name, made.person.phone.as_e164) == ("Fatima", "+32470123456")
    assert (made.language, made.channel, made.history.get().by) == ("ar", "phone", broker)
    assert made.person.consents.filter(given_at__isnull=False).count() == 2


def test_the_number_to_read_aloud_is_shown(team: Client, called: dict[str, Any]) -> None:
    page = team.post(CONVERSATION, called, follow=True)
    assert (
        f"Read the number to the caller: {HelpRequest.objects.get().spoken_reference}"
        in page.content.decode()
    )


def test_sent_twice_is_written_down_once(team: Client, called: dict[str, Any]) -> None:
    first, second = (team.post(CONVERSATION, called) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert HelpRequest.objects.count() == 1


def test_a_known_person_is_not_typed_again(team: Client, called: dict[str, Any], resident: User) -> None:
    person = resident.person
    assert "Rosa Test" in team.get(CONVERSATION, {"persoon": person.pk}).content.decode()
    known = {key: called[key] for key in called if key not in {"first_name", "phone", "neighbourhood"}}
    before = Person.objects.count()
    assert team.post(CONVERSATION, {**known, "person": person.pk}).status_code == 302
    assert HelpRequest.objects.get().person == person
    assert Person.objects.count() == before


def test_a_person_of_elsewhere_is_not_found(team: Client, elsewhere: Neighbourhood) -> None:
    stranger = PersonFactory.create(neighbourhood=elsewhere)
    assert team.get(CONVERSATION, {"persoon": stranger.pk}).status_code == 404


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ("first_name", "First name"),
        ("phone", "Give a phone number or an e-mail address."),
        ("kind", "Choose what kind of help it is."),
        ("timing", "Choose when."),
        ("neighbourhood", "Choose a neighbourhood."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    missing: str, sentence: str, team: Client, called: dict[str, Any]
) -> None:
    page = team.post(CONVERSATION, {**called, missing: ""})
    html = page.content.decode()
    assert page.status_code == 400
    assert 'id="errors"' in html
    assert sentence in html
    assert "De lamp in de gang" in html
    kept = [called[name] for name in ("first_name", "phone", "submission") if name != missing]
    assert [value for value in kept if f'value="{value}"' not in html] == []
    assert not HelpRequest.objects.exists()


def test_a_question_for_another_neighbourhood_leads_to_a_page_that_opens(
    team: Client, called: dict[str, Any], elsewhere: Neighbourhood
) -> None:
    page = team.post(CONVERSATION, {**called, "neighbourhood": elsewhere.slug}, follow=True)
    assert HelpRequest.objects.get().neighbourhood == elsewhere
    assert page.status_code == 200


@pytest.mark.parametrize("odd", ["²", "99999999999999999999999", "-1", "x", "\x00"])
def test_an_odd_person_is_no_crash(odd: str, team: Client) -> None:
    assert team.get(CONVERSATION, {"persoon": odd}).status_code in {200, 400, 404}


@pytest.mark.parametrize("url", ["/en/bemiddeling/mensen/zoeken/", CONVERSATION])
@pytest.mark.parametrize("odd", ["a\x00b", "%%__", "'\";--", "٣٤٥٦", "²²²²", "😀😀", "a" * 5000])
def test_odd_words_are_no_crash(odd: str, url: str, team: Client) -> None:
    assert team.get(url, {"q": odd}).status_code in {200, 400}


# --- My page --------------------------------------------------------------------------------


@pytest.fixture
def mine(client: Client, volunteer: Volunteer) -> Client:
    client.force_login(volunteer.person.user)
    return client


def test_yes_on_my_page_shows_whom_to_help(mine: Client, proposed: Match) -> None:
    page = mine.post(reverse("answer", args=[proposed.pk, "ja"]), follow=True)
    html = page.content.decode()
    assert "Below you see whom you help" in html
    assert "Rosa Test" in html


def test_no_on_my_page_takes_the_question_away(mine: Client, proposed: Match) -> None:
    page = mine.post(reverse("answer", args=[proposed.pk, "nee"]), follow=True)
    html = page.content.decode()
    assert "We ask somebody else." in html
    assert f"/koppelingen/{proposed.pk}/" not in html


def test_it_will_not_work_on_my_page(mine: Client, agreed: Match) -> None:
    page = mine.post(reverse("answer", args=[agreed.pk, "lukt-niet"]), {"why": "Ik ben ziek"}, follow=True)
    assert "We look for somebody else." in page.content.decode()
    agreed.refresh_from_db()
    assert (agreed.state, agreed.why_not) == (MatchState.CANCELLED, "Ik ben ziek")


@pytest.mark.parametrize(
    ("data", "status", "sentence"),
    [
        ({}, 400, "Choose the new day."),
        ({"day": "31/31/2030"}, 400, "New day"),
        ({"day": "2020-01-01"}, 409, "Choose today or a later day."),
    ],
)
def test_a_wrong_day_on_my_page_says_so(
    data: dict[str, str], status: int, sentence: str, mine: Client, agreed: Match
) -> None:
    page = mine.post(reverse("answer", args=[agreed.pk, "andere-dag"]), data)
    assert page.status_code == status
    assert sentence in page.content.decode()


def test_what_another_was_asked_is_not_found(client: Client, proposed: Match, volunteer2: Volunteer) -> None:
    client.force_login(volunteer2.person.user)
    for verb in ("ja", "nee", "gedaan", "lukt-niet", "andere-dag"):
        assert client.post(reverse("answer", args=[proposed.pk, verb])).status_code == 404
    proposed.refresh_from_db()
    assert proposed.state == MatchState.PROPOSED


def test_nor_is_an_unknown_answer(mine: Client, proposed: Match) -> None:
    assert mine.post(reverse("answer", args=[proposed.pk, "misschien"])).status_code == 404


def test_a_page_with_nothing_on_it(client: Client, steering: User) -> None:
    client.force_login(steering)
    assert "There is nothing here yet." in client.get("/en/mijn/").content.decode()


# --- How many queries -----------------------------------------------------------------------


def queries_of(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_the_work_list_takes_as_many_queries_whatever_its_size(
    team: Client, resident: User, request_in: RequestIn, volunteer: Volunteer, now: datetime
) -> None:
    taken = []
    for size in (2, 15):
        for number in range(size):
            MatchFactory.create(request=request_in(RequestState.SEARCHING), volunteer=volunteer)
            request_in(RequestState.NEW)
            request_in(RequestState.DONE, call_back_on=timezone.localdate(now))
            Message.objects.create(
                person=resident.person,
                neighbourhood=resident.person.neighbourhood,
                route="call",
                kind="moved",
                language="nl",
                subject="x",
                body="y",
                key=f"{size}.{number}",
                created_at=now,
            )
        queries_of(team, WORK_LIST)
        taken.append(queries_of(team, WORK_LIST))
    assert taken[0] == taken[1] <= 16


def test_my_page_takes_as_many_queries_whatever_its_size(
    mine: Client,
    volunteer: Volunteer,
    volunteer2: Volunteer,
    request_in: RequestIn,
    kind: HelpKind,
    now: datetime,
) -> None:
    taken = []
    for size in (2, 15):
        for _ in range(size):
            MatchFactory.create(request=request_in(RequestState.SEARCHING), volunteer=volunteer)
            for state, request in (
                (MatchState.ACCEPTED, request_in(RequestState.AGREED)),
                (MatchState.DONE, request_in(RequestState.DONE)),
                (MatchState.ACCEPTED, RequestFactory.create(person=volunteer.person, kind=kind)),
            ):
                helper = volunteer2 if request.person == volunteer.person else volunteer
                MatchFactory.create(request=request, volunteer=helper, state=state, place=1, done_at=now)
        queries_of(mine, MINE)
        taken.append(queries_of(mine, MINE))
    assert taken[0] == taken[1] <= 16


def test_the_request_page_takes_as_many_queries_whatever_its_size(
    team: Client, help_request: HelpRequest, proposed: Match, kind: HelpKind, broker: User, now: datetime
) -> None:
    taken = []
    for size in (2, 12):
        for _ in range(size):
            person = PersonFactory.create(neighbourhood=help_request.neighbourhood)
            MatchFactory.create(
                request=help_request,
                volunteer=VolunteerFactory.create(person=person, does=[kind]),
                state=MatchState.NO_ANSWER,
            )
        queries_of(team, page_of(help_request))
        taken.append(queries_of(team, page_of(help_request)))
    assert taken[0] == taken[1] <= 20
