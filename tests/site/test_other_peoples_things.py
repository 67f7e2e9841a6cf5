"""Whose thing it is counts, not only the role: of another person, or of another neighbourhood."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.help.enums import MatchState
from portal.help.models import HelpRequest, Match
from portal.people.actions import withdraw_consent
from portal.people.enums import Channel, Purpose
from portal.people.models import Absence, Consent, User, Volunteer
from portal.people.roles import Role
from tests.factories import MatchFactory, PersonFactory, UserFactory, VolunteerFactory
from tests.site.test_access import ANYONE, TABLE, address, things  # noqa: F401  a fixture

# What residents and volunteers themselves change.
OWN = {
    "answer": ["match", "ja"],
    "act_on_my_series": ["series", "stoppen"],
    "skip_my_date": ["reference"],
    "my_match": ["match", "misgelopen"],
    "act_on_board": ["question_there", "hand"],
    "be_there": ["absence"],
}
# Where a key is the door, whoever knows it may come in.
BY_KEY = {
    "welcome_link",
    "confirm_subscription",
    "stop_subscription",
    "own_sign_up",
    "answer_sign_up",
    "open_referral",
    "answer_as_service",
    "own_feed",
}
# An argument that names no one thing of somebody: a verb, a kind of file, a kind of paper, a step.
WORDS = {
    "empty_list",
    "my_data_file",
    "my_consent",
    "restrict_me",
    "change_my_help",
    "change_feed",
    "my_paper",
    "ask_step",
    "colour",
}
# For all neighbourhoods, on purpose: texts that everybody reads, kinds of papers, the keeper of the site.
FOR_ALL = {
    "write_script",
    "print_script",
    "publish_script",
    "flyer",
    "flyer_spread",
    "flyer_forget",
    "plan_csv",
}
# Of allauth: what belongs to the login itself; colleagues are looked up by the action.
ACCOUNT = {"mfa_remove_webauthn", "reset_colleague"}
WITH_THINGS = sorted(
    name
    for name, (arguments, _statuses) in TABLE.items()
    if arguments and name not in BY_KEY | WORDS | FOR_ALL | ACCOUNT | set(OWN)
)
OPEN_TO_ALL = {"date_file", "sign_up", "enter_street", "street_entered"}


@pytest.fixture
def neighbour(area: Any) -> User:
    """Another resident who helps too: the same roles as whose things these are, and none of the things."""
    user = UserFactory.create(first_name="Buur", roles=[Role.RESIDENT, Role.VOLUNTEER])
    VolunteerFactory.create(person=PersonFactory.create(user=user, neighbourhood=area, first_name="Buur"))
    return user


def visit(user: User, url: str) -> set[int]:
    client = Client()
    client.force_login(user)
    return {client.get(url).status_code, client.post(url, {"state": "x"}).status_code}


@pytest.mark.parametrize("name", WITH_THINGS)
def test_another_persons_and_another_neighbourhoods(
    name: str,
    neighbour: User,
    far_broker: User,
    things: dict[str, Any],  # noqa: F811
) -> None:
    if name in OPEN_TO_ALL:
        assert TABLE[name][1] == ANYONE
        return
    url = address(name, TABLE[name][0], things)
    assert visit(neighbour, url) <= {403, 404, 405}
    far = visit(far_broker, url)
    assert far <= {302, 403, 404, 405}  # 302: by GET to the list of one's own
    assert 404 in far or 403 in far


@pytest.mark.parametrize("name", OWN)
def test_what_only_its_owner_changes(
    name: str,
    neighbour: User,
    far_broker: User,
    things: dict[str, Any],  # noqa: F811
) -> None:
    url = address(name, OWN[name], things)
    for user in (neighbour, far_broker):
        client = Client()
        client.force_login(user)
        assert client.post(url).status_code == 404
    assert Match.objects.get(pk=things["match"]).state == MatchState.PROPOSED
    assert Absence.objects.exists()


def test_a_file_of_ones_own_holds_nothing_of_another(neighbour: User, help_request: HelpRequest) -> None:
    """The address takes no number; whatever is added to it, one gets one's own."""
    client = Client()
    client.force_login(neighbour)
    for kind in ("json", "pdf"):
        url = reverse("my_data_file", args=[kind])
        found = client.get(url, {"person": help_request.person_id, "pk": help_request.person_id})
        assert found.status_code == 200
    page = client.get(reverse("my_data_file", args=["json"])).content.decode()
    assert help_request.person.first_name not in page


@pytest.mark.parametrize("purpose", [Purpose.SHARE_CONTACT])
def test_a_withdrawn_consent_hides_contact_details_at_once(
    purpose: Purpose, help_request: HelpRequest, volunteer: Volunteer
) -> None:
    """On the page of the volunteer, and of the resident who sees the volunteer."""
    MatchFactory.create(request=help_request, volunteer=volunteer, state=MatchState.ACCEPTED)
    person = help_request.person
    person.last_name, person.street = "Zeldzaamnaam", "Zeldzaamstraat"
    person.save()
    helper, resident = Client(), Client()
    helper.force_login(volunteer.person.user)
    resident.force_login(person.user)

    def shown() -> tuple[bool, bool]:
        page = helper.get(reverse("mine")).content.decode()
        own = resident.get(reverse("mine")).content.decode()
        return "Zeldzaamstraat" in page, volunteer.person.first_name in own

    assert shown() == (True, True)
    withdraw_consent(person, purpose, channel=Channel.WEB, now=timezone.now())
    assert shown() == (False, False)
    assert Consent.objects.filter(person=person, purpose=purpose, withdrawn_at__isnull=False).exists()


def test_the_lists_above_leave_nothing_out() -> None:
    with_arguments = {name for name, (arguments, _statuses) in TABLE.items() if arguments}
    assert with_arguments == set(WITH_THINGS) | BY_KEY | WORDS | FOR_ALL | ACCOUNT | set(OWN)
