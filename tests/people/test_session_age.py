"""Sessions of who works here end; what was typed then is given back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from portal.people.models import User
from portal.people.session_age import SESSION_KEY

NEW = "paarse fiets zonder bel"


def comes_back(client: Client, start: datetime, *hours: float) -> int:
    """The answers of the work list's door at these hours after signing in; the last one's status."""
    status = 0
    for each in hours:
        with time_machine.travel(start + timedelta(hours=each), tick=False):
            status = client.get(reverse("mine")).status_code
    return status


def signed_in(client: Client, user: User, start: datetime) -> Client:
    with time_machine.travel(start, tick=False):
        client.force_login(user)
    return client


STAFF = ["broker", "coordinator", "desk", "editor", "steering"]


@pytest.mark.parametrize("role", STAFF)
def test_after_two_idle_hours_staff_sign_in_again(
    role: str, client: Client, now: datetime, request: pytest.FixtureRequest
) -> None:
    signed_in(client, request.getfixturevalue(role), now)
    assert comes_back(client, now, 1.8, 3.5) == 200
    assert comes_back(client, now, 5.51) == 302


def test_after_twelve_hours_busy_staff_too(client: Client, broker: User, now: datetime) -> None:
    signed_in(client, broker, now)
    assert comes_back(client, now, *(number * 1.5 for number in range(1, 8)), 11.9) == 200
    assert comes_back(client, now, 12.01) == 302


def test_roles_that_wait_for_the_second_factor_count(
    client: Client, broker: User, now: datetime, settings: Settings
) -> None:
    settings.SECOND_FACTOR = "required"
    signed_in(client, broker, now)
    assert comes_back(client, now, 2.1) == 302


@pytest.mark.parametrize("role", ["resident", "partner"])
def test_others_stay_for_a_fortnight(
    role: str, client: Client, now: datetime, request: pytest.FixtureRequest
) -> None:
    signed_in(client, request.getfixturevalue(role), now)
    assert comes_back(client, now, 13, 300) == 200


def test_a_form_that_was_open_gives_back_what_was_typed(client: Client, broker: User, now: datetime) -> None:
    signed_in(client, broker, now)
    with time_machine.travel(now + timedelta(hours=3), tick=False):
        for path in (reverse("conversation"), "/cms/pages/1/edit/"):
            signed_in(client, broker, now)
            answer = client.post(path, {"text": "De lamp op de gang"})
            assert answer.status_code == 403
            assert "De lamp op de gang" in answer.content.decode()
            assert answer.context["signed_out"] is True


def test_the_session_is_not_written_at_every_page(client: Client, broker: User, now: datetime) -> None:
    signed_in(client, broker, now)
    comes_back(client, now, 0.1)
    assert client.session[SESSION_KEY]["seen"] == pytest.approx(now.timestamp())
    comes_back(client, now, 0.2)
    assert client.session[SESSION_KEY]["seen"] > now.timestamp()


@pytest.mark.parametrize("name", ["account_set_password", "mfa_activate_totp", "mfa_add_webauthn"])
def test_a_first_password_or_key_wants_a_session_of_minutes(
    name: str, client: Client, resident: User, now: datetime, mailoutbox: list[EmailMessage]
) -> None:
    resident.set_unusable_password()
    resident.save()
    signed_in(client, resident, now)
    with time_machine.travel(now + timedelta(minutes=9), tick=False):
        assert client.get(reverse(name)).status_code == 200
    with time_machine.travel(now + timedelta(minutes=11), tick=False):
        answer = client.post(reverse(name), {"password1": NEW, "password2": NEW})
        assert answer["Location"] == f"{reverse('account_request_login_code')}?next={reverse(name)}"
    assert "_auth_user_id" not in client.session
    resident.refresh_from_db()
    assert not resident.has_usable_password()
