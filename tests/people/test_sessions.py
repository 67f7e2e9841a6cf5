from __future__ import annotations

import pytest
from allauth.usersessions.models import UserSession
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from portal.people.models import User
from portal.people.sessions import device_of
from tests.factories import UserFactory

PASSWORD = "een lang wachtwoord"
PHONE = "Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"
LAPTOP = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0"
)


def signs_in(user: User, device: str) -> Client:
    client = Client(headers={"user-agent": device})
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert client.session.get("_auth_user_id")
    return client


@pytest.fixture
def member(resident: User) -> User:
    resident.set_password(PASSWORD)
    resident.save()
    return resident


@pytest.mark.parametrize(
    ("agent", "name"), [(PHONE, "Firefox, Android"), (LAPTOP, "Edge, Windows"), ("curl/8", ""), ("", "")]
)
def test_a_device_by_its_name(agent: str, name: str) -> None:
    assert device_of(agent) == name


def test_no_address_is_kept(member: User) -> None:
    signs_in(member, PHONE)
    kept = UserSession.objects.get()
    assert (kept.ip, kept.user_agent) == ("0.0.0.0", "Firefox, Android")


def test_signing_out_everywhere_else(member: User) -> None:
    other = UserFactory.create()
    other.set_password(PASSWORD)
    other.save()
    phone, laptop, of_other = signs_in(member, PHONE), signs_in(member, LAPTOP), signs_in(other, PHONE)
    page = phone.get(reverse("usersessions_list")).content.decode()
    assert page.count("Edge, Windows") == page.count("Firefox, Android") == 1
    phone.post(reverse("usersessions_list"))
    for client, status in ((phone, 200), (laptop, 302), (of_other, 200)):
        assert client.get(reverse("mine")).status_code == status
    assert "Edge" not in phone.get(reverse("usersessions_list")).content.decode()


def test_what_ended_is_forgotten(member: User) -> None:
    phone, laptop = signs_in(member, PHONE), signs_in(member, LAPTOP)
    laptop.session.flush()
    call_command("forget_sessions", verbosity=0)
    assert UserSession.objects.get().session_key == phone.session.session_key
