"""Staff show a second thing before they reach what others entrusted to us."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from portal.people.models import User
from portal.people.roles import NEEDS_SECOND_FACTOR, Role
from portal.people.second_factor import SESSION_KEY
from tests.factories import UserFactory

PASSWORD = "een lang wachtwoord"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
STAFF = ["broker", "coordinator", "desk", "editor", "steering"]


@pytest.fixture(autouse=True)
def _required(settings: Settings) -> None:
    settings.SECOND_FACTOR = "required"


def code_of(secret: str) -> str:
    """What an app shows now."""
    counter = list(yield_hotp_counters_from_time())[1]
    return format_hotp_value(hotp_value(secret, counter))


def with_password(user: User) -> User:
    user.set_password(PASSWORD)
    user.save()
    return user


def signs_in(client: Client, user: User) -> Any:
    return client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})


def who_is_in(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_the_roles_are_those_of_the_team() -> None:
    assert set(Role) - NEEDS_SECOND_FACTOR == {Role.RESIDENT, Role.VOLUNTEER, Role.PARTNER}


@pytest.mark.parametrize("role", STAFF)
def test_staff_without_one_are_led_to_it(role: str, client: Client, request: pytest.FixtureRequest) -> None:
    user = with_password(request.getfixturevalue(role))
    assert signs_in(client, user)["Location"] == reverse("mfa_index")
    page = client.get(reverse("mfa_index"))
    assert "One more step before you start" in page.content.decode()


@pytest.mark.parametrize("role", ["resident", "partner"])
def test_others_are_not(role: str, client: Client, request: pytest.FixtureRequest) -> None:
    user = with_password(request.getfixturevalue(role))
    assert signs_in(client, user)["Location"] == reverse("mine")
    assert "One more step" not in client.get(reverse("mfa_index")).content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("address", ["worklist", "conversation", "keep_agenda"])
def test_the_screens_of_the_team_wait_for_it(
    address: str, method: str, client: Client, coordinator: User
) -> None:
    client.force_login(coordinator)
    answer = getattr(client, method)(reverse(address))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("mfa_index"))


@pytest.mark.parametrize("address", ["/cms/", "/cms/pages/", "/cms/account/"])
@pytest.mark.parametrize("role", ["editor", "coordinator"])
def test_the_cms_waits_for_it(
    role: str, address: str, client: Client, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(role))
    assert client.get(address)["Location"].startswith(reverse("mfa_index"))


def test_so_does_a_superuser(client: Client, db: None) -> None:
    client.force_login(UserFactory.create(is_superuser=True, is_staff=True))
    assert client.get("/cms/")["Location"].startswith(reverse("mfa_index"))


def test_until_then_nothing_else_shows_what_the_role_gives(client: Client, broker: User) -> None:
    client.force_login(broker)
    assert reverse("worklist") not in client.get(reverse("mine")).content.decode()


def test_who_has_no_right_is_not_led_anywhere(client: Client, resident: User, steering: User) -> None:
    for user in (resident, steering):
        client.force_login(user)
        assert client.get(reverse("worklist")).status_code == 403


def test_off_is_off(client: Client, broker: User, settings: Settings) -> None:
    settings.SECOND_FACTOR = "off"
    client.force_login(broker)
    assert client.get(reverse("worklist")).status_code == 200


# --- With an app ----------------------------------------------------------------------------


@pytest.fixture
def guarded(broker: User) -> User:
    """A broker with a password and an app."""
    with_password(broker)
    TOTP.activate(broker, SECRET)
    RecoveryCodes.activate(broker)
    return broker


def test_a_password_alone_lets_nobody_in(client: Client, guarded: User) -> None:
    assert signs_in(client, guarded)["Location"] == reverse("mfa_authenticate")
    assert who_is_in(client) is None
    assert client.get(reverse("worklist")).status_code == 302
    page = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert 'id="errors"' in page.content.decode()
    assert who_is_in(client) is None


def test_the_code_of_the_app_opens_the_work_list(client: Client, guarded: User) -> None:
    signs_in(client, guarded)
    answer = client.post(reverse("mfa_authenticate"), {"code": code_of(SECRET)})
    assert (answer.status_code, answer["Location"]) == (302, reverse("mine"))
    assert client.get(reverse("worklist")).status_code == 200


def test_a_code_is_good_once(client: Client, guarded: User) -> None:
    code = code_of(SECRET)
    for is_in in (True, False):
        guest = Client()
        signs_in(guest, guarded)
        guest.post(reverse("mfa_authenticate"), {"code": code})
        assert (who_is_in(guest) is not None) is is_in


def test_a_recovery_code_is_good_once(client: Client, guarded: User) -> None:
    recovery = Authenticator.objects.get(user=guarded, type=Authenticator.Type.RECOVERY_CODES)
    code = recovery.wrap().get_unused_codes()[0]
    for status in (200, 302):
        guest = Client()
        signs_in(guest, guarded)
        guest.post(reverse("mfa_authenticate"), {"code": code})
        assert guest.get(reverse("worklist")).status_code == status


def test_wrong_codes_are_counted(client: Client, guarded: User, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {}
    signs_in(client, guarded)
    for _ in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    page = client.post(reverse("mfa_authenticate"), {"code": code_of(SECRET)})
    assert "You tried very often" in page.content.decode()
    assert who_is_in(client) is None


def test_a_session_from_before_shows_it_too(client: Client, guarded: User) -> None:
    client.force_login(guarded)
    answer = client.get(reverse("worklist"))
    assert answer["Location"] == reverse("mfa_reauthenticate") + "?next=%2Fen%2Fbemiddeling%2F"
    answer = client.post(answer["Location"], {"code": code_of(SECRET)})
    assert answer["Location"] == "/en/bemiddeling/"
    assert client.get(reverse("worklist")).status_code == 200


def test_the_proof_of_another_is_no_proof(client: Client, guarded: User, coordinator: User) -> None:
    client.force_login(guarded)
    session = client.session
    session[SESSION_KEY] = {"user": coordinator.pk, "at": 9e9}
    session.save()
    assert client.get(reverse("worklist")).status_code == 302


def test_taking_it_away_asks_for_it_and_closes_the_screens(client: Client, guarded: User) -> None:
    client.force_login(guarded)
    answer = client.post(reverse("mfa_deactivate_totp"))
    assert answer["Location"].startswith(reverse("mfa_reauthenticate"))
    client.post(answer["Location"], {"code": code_of(SECRET)})
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=guarded).exists()
    assert client.get(reverse("worklist"))["Location"].startswith(reverse("mfa_index"))


def test_a_password_does_not_replace_it(client: Client, guarded: User) -> None:
    client.force_login(guarded)
    answer = client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert answer["Location"].startswith(reverse("mfa_reauthenticate"))
    assert client.post(reverse("mfa_deactivate_totp")).status_code == 302
    assert Authenticator.objects.filter(user=guarded, type=Authenticator.Type.TOTP).exists()


@pytest.mark.django_db(transaction=True)
def test_connecting_an_app(client: Client, broker: User, mailoutbox: list[EmailMessage]) -> None:
    signs_in(client, with_password(broker))
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    [secret] = re.findall(r"<code>(\w{32})</code>", page)
    assert "<svg" in page
    wrong = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert secret in wrong.content.decode()
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    codes = re.findall(r"<code>(\d{8})</code>", client.get(answer["Location"]).content.decode())
    assert len(set(codes)) == 10
    assert client.get(reverse("mfa_download_recovery_codes")).content.decode().split() == codes
    assert client.get(reverse("worklist")).status_code == 200
    assert [mail.to for mail in mailoutbox] == [[broker.email]]
    assert "127.0.0.1" not in mailoutbox[0].body


def test_every_page_of_it_has_our_frame(client: Client, guarded: User) -> None:
    signs_in(client, guarded)
    pages = [client.get(reverse("mfa_authenticate"))]
    client.post(reverse("mfa_authenticate"), {"code": code_of(SECRET)})
    for name in (
        "index",
        "add_webauthn",
        "deactivate_totp",
        "view_recovery_codes",
        "generate_recovery_codes",
    ):
        pages.append(client.get(reverse(f"mfa_{name}")))
    pages.append(client.get(reverse("mfa_reauthenticate")))
    for page in pages:
        assert page.status_code == 200
        assert 'class="site-header"' in page.content.decode()
        assert "<style" not in page.content.decode()
        assert not re.search(r"<script>", page.content.decode())
