"""Accounts of colleagues, made and changed by the coordinator."""

from __future__ import annotations

import logging
from datetime import datetime
from functools import partial
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.contact.models import AccountChange
from portal.contact.team_accounts import (
    NewColleague,
    change_account,
    close_account,
    make_account,
    reopen_account,
)
from portal.contact.team_rules import NotForYourself, NotPossible, NotYourColleague, accounts_of
from portal.people.models import Neighbourhood, User, Volunteer
from portal.people.roles import Role, group
from tests.factories import UserFactory


def somebody(area: Neighbourhood, *roles: Role, **more: Any) -> NewColleague:
    given: dict[str, Any] = {
        "first_name": "Nieuw",
        "last_name": "Test",
        "email": "nieuw@example.org",
        "phone": "",
        "roles": roles or (Role.BROKER,),
        "places": (area,),
    }
    return NewColleague(**{**given, **more})


@pytest.fixture
def second(area: Neighbourhood) -> User:
    """Another coordinator of the same neighbourhood."""
    return UserFactory.create(first_name="Karim", roles=[Role.COORDINATOR], works_in=[area])


def roles_of(user: User) -> set[str]:
    return set(user.groups.values_list("name", flat=True))


def test_one_is_made_and_told_how_to_sign_in(
    coordinator: User,
    area: Neighbourhood,
    now: datetime,
    mailoutbox: list[EmailMessage],
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        user = make_account(somebody(area, Role.BROKER, Role.WEB_EDITOR), by=coordinator, now=now)
    assert roles_of(user) == {"broker", "web_editor"}
    assert list(user.neighbourhoods.all()) == [area]
    change = AccountChange.objects.get()
    assert (change.by, change.whom, change.step, change.detail) == (
        coordinator,
        user,
        "made",
        "+broker +web_editor",
    )
    [mail] = mailoutbox
    assert mail.to == ["nieuw@example.org"]
    assert "/nl/account/code/" in mail.body
    assert "Nieuw" not in mail.subject + mail.body


def test_who_has_no_address_gets_a_text_message(
    coordinator: User,
    area: Neighbourhood,
    now: datetime,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: Any,
) -> None:
    who = somebody(area, Role.LENDING_DESK, email="", phone="+32470123456")
    with caplog.at_level(logging.INFO), django_capture_on_commit_callbacks(execute=True):
        make_account(who, by=coordinator, now=now)
    assert "/nl/account/code/" in caplog.text


@pytest.mark.parametrize(
    "more",
    [{"email": "SAMIRA@example.org"}, {"phone": "+32470999999"}, {"roles": ()}, {"places": ()}],
)
def test_what_cannot_be(
    more: dict[str, Any], coordinator: User, area: Neighbourhood, broker: User, now: datetime
) -> None:
    User.objects.filter(pk=broker.pk).update(email="samira@example.org", phone="+32470999999")
    with pytest.raises(NotPossible):
        make_account(somebody(area, **more) if more else somebody(area), by=coordinator, now=now)
    assert not AccountChange.objects.exists()


@pytest.mark.parametrize(
    "role", ["broker", "far_broker", "editor", "desk", "steering", "resident", "partner"]
)
def test_only_by_a_coordinator(
    role: str, area: Neighbourhood, other_broker: User, now: datetime, request: pytest.FixtureRequest
) -> None:
    by = request.getfixturevalue(role)
    for action in (
        partial(make_account, somebody(area)),
        partial(change_account, other_broker, [Role.COORDINATOR], [area]),
        partial(close_account, other_broker),
        partial(reopen_account, other_broker),
    ):
        with pytest.raises(NotYourColleague):
            action(by=by, now=now)
    assert not AccountChange.objects.exists()


def test_not_in_a_neighbourhood_of_others(
    coordinator: User, elsewhere: Neighbourhood, area: Neighbourhood, broker: User, now: datetime
) -> None:
    with pytest.raises(NotYourColleague):
        make_account(somebody(area, places=(elsewhere,)), by=coordinator, now=now)
    with pytest.raises(NotYourColleague):
        change_account(broker, [Role.BROKER], [area, elsewhere], by=coordinator, now=now)


def test_not_who_works_elsewhere_too_nor_a_superuser_nor_a_resident(
    coordinator: User,
    area: Neighbourhood,
    elsewhere: Neighbourhood,
    far_broker: User,
    resident: User,
    now: datetime,
) -> None:
    both = UserFactory.create(roles=[Role.BROKER], works_in=[area, elsewhere])
    chief = UserFactory.create(roles=[Role.COORDINATOR], works_in=[area], is_superuser=True)
    for user in (both, chief, far_broker, resident):
        with pytest.raises(NotYourColleague):
            close_account(user, by=coordinator, now=now)
        with pytest.raises(NotYourColleague):
            change_account(user, [Role.PARTNER], [area], by=coordinator, now=now)
    assert list(accounts_of(coordinator)) == [coordinator]


def test_roles_change_and_the_others_of_the_account_stay(
    coordinator: User, area: Neighbourhood, broker: User, now: datetime
) -> None:
    broker.groups.add(group(Role.VOLUNTEER))
    assert change_account(broker, [Role.COORDINATOR], [area], by=coordinator, now=now) is True
    assert roles_of(broker) == {"coordinator", "volunteer"}
    assert AccountChange.objects.get().detail == "+coordinator -broker"
    assert change_account(broker, [Role.COORDINATOR], [area], by=coordinator, now=now) is False
    assert AccountChange.objects.count() == 1


def test_neighbourhoods_change(
    coordinator: User, area: Neighbourhood, elsewhere: Neighbourhood, editor: User, now: datetime
) -> None:
    coordinator.neighbourhoods.add(elsewhere)
    change_account(editor, [Role.WEB_EDITOR], [area, elsewhere], by=coordinator, now=now)
    assert set(editor.neighbourhoods.all()) == {area, elsewhere}
    assert AccountChange.objects.get().step == "places"


def test_a_closed_account_lets_nobody_in_until_it_is_opened_again(
    client: Client, coordinator: User, broker: User, now: datetime
) -> None:
    client.force_login(broker)
    assert close_account(broker, by=coordinator, now=now) is True
    assert close_account(broker, by=coordinator, now=now) is False
    assert client.get(reverse("mine")).status_code == 302
    assert reopen_account(broker, by=coordinator, now=now) is True
    assert reopen_account(broker, by=coordinator, now=now) is False
    assert client.get(reverse("mine")).status_code == 302  # the old session stays over
    assert [change.step for change in AccountChange.objects.order_by("pk")] == ["closed", "reopened"]


def test_not_ones_own_role_nor_account(
    coordinator: User, second: User, area: Neighbourhood, now: datetime
) -> None:
    with pytest.raises(NotForYourself):
        change_account(coordinator, [Role.BROKER], [area], by=coordinator, now=now)
    with pytest.raises(NotForYourself):
        close_account(coordinator, by=coordinator, now=now)
    change_account(coordinator, [Role.COORDINATOR, Role.BROKER], [area], by=coordinator, now=now)
    assert roles_of(coordinator) == {"coordinator", "broker"}


def test_the_last_coordinator_of_a_neighbourhood_stays(
    coordinator: User, area: Neighbourhood, elsewhere: Neighbourhood, second: User, now: datetime
) -> None:
    coordinator.neighbourhoods.add(elsewhere)
    with pytest.raises(NotPossible):  # nobody else coordinates there
        change_account(coordinator, [Role.COORDINATOR], [area], by=coordinator, now=now)
    second.neighbourhoods.set([elsewhere])
    coordinator.neighbourhoods.set([area, elsewhere])
    change_account(coordinator, [Role.COORDINATOR], [area], by=coordinator, now=now)
    assert list(coordinator.neighbourhoods.all()) == [area]


@pytest.mark.parametrize("action", ["role", "account"])
def test_two_coordinators_at_once_leave_one(
    action: str, threads: Any, area: Neighbourhood, coordinator: User, second: User
) -> None:
    now = timezone.now()

    def against(whom: User, by: User) -> Any:
        if action == "account":
            return close_account(whom, by=by, now=now)
        return change_account(whom, [Role.BROKER], [area], by=by, now=now)

    results = threads(partial(against, second, coordinator), partial(against, coordinator, second))
    assert sorted(type(result).__name__ for result in results) == ["NotYourColleague", "bool"]
    assert User.objects.filter(groups__name=Role.COORDINATOR, is_active=True).count() == 1
    assert AccountChange.objects.count() == 1


# --- The pages ------------------------------------------------------------------------------


def test_the_coordinators_way(
    client: Client, coordinator: User, area: Neighbourhood, volunteer: Volunteer
) -> None:
    client.force_login(coordinator)
    typed = {"first_name": "Nieuw", "last_name": "Test", "email": "", "phone": "", "roles": ["broker"]}
    refused = client.post(reverse("new_colleague"), {**typed, "places": [area.pk]})
    assert (refused.status_code, 'value="Nieuw"' in refused.content.decode()) == (400, True)
    whole = {**typed, "phone": "0470 12 34 56", "places": [area.pk]}
    assert client.post(reverse("new_colleague"), whole)["Location"] == reverse("colleagues")
    twice = client.post(reverse("new_colleague"), whole)
    assert (twice.status_code, 'value="Nieuw"' in twice.content.decode()) == (409, True)
    user = User.objects.get(phone="+32470123456")
    page = client.get(reverse("colleague", args=[user.pk])).content.decode()
    assert reverse("act_on_colleague", args=[user.pk, "sluiten"]) in page
    client.post(reverse("colleague", args=[user.pk]), {"roles": ["partner"]})
    assert roles_of(user) == {"partner"}
    client.post(reverse("act_on_colleague", args=[user.pk, "sluiten"]))
    page = client.get(reverse("colleagues")).content.decode()
    for told in ("closed", "account made", "roles changed (+ partner, - broker)", "account closed"):
        assert told in page
    assert client.post(reverse("act_on_colleague", args=[user.pk, "wissen"])).status_code == 404


def test_own_page_has_no_door(client: Client, coordinator: User) -> None:
    client.force_login(coordinator)
    page = client.get(reverse("colleague", args=[coordinator.pk])).content.decode()
    assert reverse("act_on_colleague", args=[coordinator.pk, "sluiten"]) not in page
    assert client.post(reverse("colleague", args=[coordinator.pk]), {"roles": []}).status_code == 409


def test_as_many_queries_for_many(client: Client, coordinator: User, area: Neighbourhood) -> None:
    client.force_login(coordinator)
    counts = []
    for number in (1, 4):
        for each in range(number):
            who = somebody(area, email=f"n{number}-{each}@example.org")
            make_account(who, by=coordinator, now=timezone.now())
        client.get(reverse("colleagues"))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("colleagues"))
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_neighbour_with_an_account_becomes_a_colleague(
    coordinator: User, resident: User, area: Neighbourhood, now: datetime
) -> None:
    """And stays the resident that they were; once is enough."""
    who = somebody(area, first_name=resident.person.first_name, email=str(resident.email))
    assert make_account(who, by=coordinator, now=now) == resident
    assert roles_of(resident) == {Role.RESIDENT, Role.BROKER}
    assert list(resident.neighbourhoods.all()) == [area]
    assert AccountChange.objects.get().detail == "+broker"
    with pytest.raises(NotPossible):
        make_account(who, by=coordinator, now=now)


def test_nobody_becomes_a_colleague_by_a_wrong_name_or_from_elsewhere(
    coordinator: User, resident: User, area: Neighbourhood, elsewhere: Neighbourhood, now: datetime
) -> None:
    with pytest.raises(NotPossible):
        make_account(somebody(area, email=str(resident.email)), by=coordinator, now=now)
    resident.person.neighbourhood = elsewhere
    resident.person.save()
    named = somebody(area, first_name=resident.person.first_name, email=str(resident.email))
    with pytest.raises(NotPossible):
        make_account(named, by=coordinator, now=now)
    assert roles_of(resident) == {Role.RESIDENT}
