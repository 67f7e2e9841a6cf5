from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from portal.help.enums import MatchState
from portal.help.models import HelpRequest, Match
from portal.people.models import User
from tests.help.conftest import page_of

TEAM_PAGES = ["worklist", "conversation", "search_people"]


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
