from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from portal.help.enums import MatchState
from portal.help.models import Match
from portal.people.models import User, Volunteer


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
