"""A password is a choice; who wants one finds where."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from portal.people.models import User

OLD = "een lang wachtwoord"
NEW = "paarse fiets zonder bel"


@pytest.fixture
def member(resident: User) -> User:
    resident.set_password(OLD)
    resident.save()
    return resident


def changes(client: Client, old: str, new: str, again: str | None = None) -> Any:
    typed = {"oldpassword": old, "password1": new, "password2": new if again is None else again}
    return client.post(reverse("account_change_password"), typed)


def signs_in(client: Client, user: User, password: str) -> Client:
    client.post(reverse("account_login"), {"login": user.email, "password": password})
    return client


def test_another_password(client: Client, member: User, mailoutbox: list[EmailMessage]) -> None:
    laptop = signs_in(Client(), member, OLD)
    signs_in(client, member, OLD)
    assert changes(client, OLD, NEW)["Location"] == reverse("mfa_index")
    assert client.get(reverse("mine")).status_code == 200
    assert laptop.get(reverse("mine")).status_code == 302
    assert signs_in(Client(), member, OLD).session.get("_auth_user_id") is None
    assert signs_in(Client(), member, NEW).session["_auth_user_id"] == str(member.pk)
    assert [mail.to for mail in mailoutbox] == [[member.email]]


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [
        ("een ander wachtwoord", NEW, NEW),
        (OLD, "kort", "kort"),
        (OLD, "password1234", "password1234"),
        (OLD, NEW, OLD),
    ],
)
def test_what_does_not_do(old: str, new: str, again: str, client: Client, member: User) -> None:
    signs_in(client, member, OLD)
    page = changes(client, old, new, again)
    assert 'id="errors"' in page.content.decode()
    member.refresh_from_db()
    assert member.check_password(OLD)


def test_a_first_password(client: Client, resident: User) -> None:
    resident.set_unusable_password()
    resident.save()
    client.force_login(resident)
    assert client.get(reverse("account_change_password"))["Location"] == reverse("account_set_password")
    assert client.get(reverse("account_set_password")).status_code == 200
    client.post(reverse("account_set_password"), {"password1": NEW, "password2": NEW})
    resident.refresh_from_db()
    assert resident.check_password(NEW)


def test_trying_often_has_an_end(client: Client, member: User, settings: Settings) -> None:
    signs_in(client, member, OLD)
    settings.ACCOUNT_RATE_LIMITS = {}
    answers = [changes(client, "fout", NEW) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert "Just a moment" in answers[-1].content.decode()
