from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.help.actions import discuss, move
from portal.help.enums import Face, MatchState, RequestState, Side
from portal.help.models import HelpRequest, Match
from portal.people.models import User, Volunteer
from tests.factories import MatchFactory
from tests.help.conftest import RequestIn, page_of


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
