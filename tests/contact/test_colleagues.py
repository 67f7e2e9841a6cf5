from __future__ import annotations

import logging
from datetime import datetime
from functools import partial
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.contact.colleagues import (
    NotForYourself,
    NothingToTakeAway,
    NotYourColleague,
    colleagues_of,
    reset_second_factor,
)
from portal.contact.models import Message
from portal.people.models import Neighbourhood, User
from portal.people.roles import Role
from tests.factories import UserFactory

PASSWORD = "een lang wachtwoord"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def with_factor(user: User) -> User:
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    return user


@pytest.fixture
def locked_out(broker: User) -> User:
    return with_factor(broker)


def test_it_is_gone_with_its_recovery_codes_and_the_colleague_is_told(
    locked_out: User,
    other_broker: User,
    coordinator: User,
    now: datetime,
    caplog: pytest.LogCaptureFixture,
    mailoutbox: list[EmailMessage],
    django_capture_on_commit_callbacks: Any,
) -> None:
    with_factor(other_broker)
    with caplog.at_level(logging.WARNING), django_capture_on_commit_callbacks(execute=True):
        reset_second_factor(locked_out, by=coordinator, now=now)
    assert set(Authenticator.objects.values_list("user", flat=True)) == {other_broker.pk}
    assert [mail.to for mail in mailoutbox] == [[locked_out.email]]
    assert f"of user {locked_out.pk} taken away by user {coordinator.pk}" in caplog.text
    assert locked_out.email not in caplog.text


def test_their_sessions_end(client: Client, broker: User, coordinator: User, now: datetime) -> None:
    broker.set_password(PASSWORD)
    broker.save()
    client.post(reverse("account_login"), {"login": broker.email, "password": PASSWORD})
    assert client.get(reverse("mine")).status_code == 200
    reset_second_factor(with_factor(broker), by=coordinator, now=now)
    assert client.get(reverse("mine")).status_code == 302
    assert not UserSession.objects.filter(user=broker).exists()


def test_a_colleague_without_a_file_gets_a_mail_too(
    coordinator: User,
    now: datetime,
    mailoutbox: list[EmailMessage],
    django_capture_on_commit_callbacks: Any,
) -> None:
    user = with_factor(UserFactory.create(roles=[Role.WEB_EDITOR]))
    with django_capture_on_commit_callbacks(execute=True):
        reset_second_factor(user, by=coordinator, now=now)
    assert [mail.to for mail in mailoutbox] == [[user.email]]
    assert not Message.objects.exists()


def test_not_for_oneself(coordinator: User, now: datetime) -> None:
    with pytest.raises(NotForYourself):
        reset_second_factor(with_factor(coordinator), by=coordinator, now=now)
    assert Authenticator.objects.exists()


@pytest.mark.parametrize("who", ["far_broker", "resident"])
def test_not_for_who_does_not_work_here(
    who: str, coordinator: User, now: datetime, request: pytest.FixtureRequest
) -> None:
    user = with_factor(request.getfixturevalue(who))
    with pytest.raises(NotYourColleague):
        reset_second_factor(user, by=coordinator, now=now)
    assert Authenticator.objects.filter(user=user).exists()


def test_not_for_who_may_everything(coordinator: User, now: datetime) -> None:
    user = with_factor(UserFactory.create(roles=[Role.WEB_EDITOR], is_superuser=True))
    with pytest.raises(NotYourColleague):
        reset_second_factor(user, by=coordinator, now=now)


def test_not_by_a_broker(locked_out: User, other_broker: User, now: datetime) -> None:
    with pytest.raises(NotYourColleague):
        reset_second_factor(locked_out, by=other_broker, now=now)


def test_a_second_time_says_so(locked_out: User, coordinator: User, now: datetime) -> None:
    reset_second_factor(locked_out, by=coordinator, now=now)
    with pytest.raises(NothingToTakeAway):
        reset_second_factor(locked_out, by=coordinator, now=now)


def test_two_coordinators_at_once_tell_it_once(
    threads: Any, area: Neighbourhood, broker: User, coordinator: User, now: datetime
) -> None:
    with_factor(broker)
    other = UserFactory.create(roles=[Role.COORDINATOR], works_in=[area])
    results = threads(*(partial(reset_second_factor, broker, by=by, now=now) for by in (coordinator, other)))
    assert sorted(type(result).__name__ for result in results) == ["NoneType", "NothingToTakeAway"]
    assert Message.objects.filter(person=broker.person, kind="second_factor_reset").count() == 1


# --- The page -------------------------------------------------------------------------------


def test_the_page_names_the_colleagues_of_here(
    client: Client, locked_out: User, other_broker: User, far_broker: User, editor: User, coordinator: User
) -> None:
    with_factor(coordinator)
    client.force_login(coordinator)
    page = client.get(reverse("colleagues")).content.decode()
    assert set(colleagues_of(coordinator)) == {locked_out, other_broker, editor, coordinator}
    assert "Veraf" not in page
    assert page.count("has a second key") == 2
    assert page.count(reverse("reset_colleague", args=[locked_out.pk])) == 1
    assert reverse("reset_colleague", args=[coordinator.pk]) not in page
    client.post(reverse("reset_colleague", args=[locked_out.pk]))
    assert not Authenticator.objects.filter(user=locked_out).exists()


def test_one_of_elsewhere_is_not_found(client: Client, far_broker: User, coordinator: User) -> None:
    with_factor(far_broker)
    client.force_login(coordinator)
    assert client.post(reverse("reset_colleague", args=[far_broker.pk])).status_code == 404
    assert Authenticator.objects.exists()


def test_as_many_queries_for_many(client: Client, coordinator: User, area: Neighbourhood) -> None:
    client.force_login(coordinator)
    counts = []
    for _ in range(2):
        for _ in range(3):
            with_factor(UserFactory.create(roles=[Role.BROKER], works_in=[area]))
        client.get(reverse("colleagues"))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("colleagues"))
        counts.append(len(captured))
    assert counts[0] == counts[1]
