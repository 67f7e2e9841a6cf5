"""A broker's first day with a passkey, in a Chromium whose device is a virtual one."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.urls import reverse
from django.utils import translation
from pytest_django import Settings

from portal.people.models import User

from .conftest import Visitor

pytestmark = pytest.mark.browser
Make = Callable[..., Visitor]
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_device(visitor: Visitor) -> None:
    cdp = visitor.page.context.new_cdp_session(visitor.page)
    cdp.send("WebAuthn.enable")
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})


def with_mailed_code(visitor: Visitor, then: str) -> None:
    visitor.goes(reverse("account_request_login_code") + "?next=" + reverse("worklist"))
    visitor.fills(email="bemiddelaar@demo.example")
    visitor.page.locator("main form:has([name=email]) button[type=submit]").click()
    visitor.page.wait_for_load_state()
    visitor.looks()
    sent = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", mail.outbox[-1].body, re.MULTILINE)
    assert sent
    visitor.fills(code=sent[1])
    visitor.page.locator("main form:has([name=code]) button[type=submit]").click()
    visitor.page.wait_for_url(f"**{then}*")
    visitor.looks()


def signs_out(visitor: Visitor) -> None:
    visitor.page.locator(f"form[action='{reverse('account_logout')}'] button").first.click()
    visitor.page.wait_for_load_state()


@pytest.mark.parametrize("width", [360, 1280])
def test_a_passkey_from_making_it_to_signing_in_with_it_alone(
    demo: None, visitor: Make, settings: Settings, width: int
) -> None:
    settings.SECOND_FACTOR = "required"
    with translation.override("nl"):
        broker = visitor(width=width)
        with_device(broker)
        with_mailed_code(broker, reverse("mfa_index"))
        broker.page.locator(f"main a[href='{reverse('mfa_add_webauthn')}']").click()
        broker.page.wait_for_url(f"**{reverse('mfa_add_webauthn')}")
        broker.looks()
        broker.page.locator("#mfa_webauthn_add").click()
        broker.page.wait_for_url(f"**{reverse('mfa_view_recovery_codes')}")
        broker.looks()
        assert broker.page.locator("main code").count() == 10
        broker.goes(reverse("worklist"))
        broker.reads("Werklijst")

        signs_out(broker)
        with_mailed_code(broker, reverse("mfa_authenticate"))
        broker.page.locator("#mfa_webauthn_authenticate").click()
        broker.page.wait_for_url(f"**{reverse('worklist')}")
        broker.reads("Werklijst")

        signs_out(broker)
        broker.goes(reverse("account_request_login_code"))
        broker.page.locator("#passkey_login").click()
        broker.page.wait_for_url(f"**{reverse('mine')}")
        broker.goes(reverse("worklist"))
        broker.reads("Werklijst")
        broker.goes(reverse("mfa_index"))
        for name in ("mfa_activate_totp", "usersessions_list", "account_change_password"):
            broker.goes(reverse(name))


def test_a_passkey_of_somebody_else_says_so_in_words(demo: None, visitor: Make, settings: Settings) -> None:
    settings.SECOND_FACTOR = "required"
    with translation.override("nl"):
        stranger = visitor(width=360)
        with_device(stranger)
        stranger.goes(reverse("account_request_login_code"))
        assert stranger.page.locator("#passkey-error").is_hidden()
        stranger.page.locator("#passkey_login").click()
        stranger.page.locator("#passkey-error").wait_for()
        stranger.looks()


@pytest.mark.parametrize("width", [360, 1280])
def test_a_coordinator_helps_who_is_locked_out(demo: None, visitor: Make, width: int) -> None:
    locked_out = User.objects.get(email="bemiddelaar@demo.example")
    TOTP.activate(locked_out, "JBSWY3DPEHPK3PXP")
    with translation.override("nl"):
        coordinator = visitor("coordinator", width=width)
        coordinator.goes(reverse("colleagues"))
        action = f"form[action='{reverse('reset_colleague', args=[locked_out.pk])}']"
        coordinator.page.locator(f"details:has({action}) summary").click()
        coordinator.looks()
        coordinator.page.locator(f"{action} button").click()
        coordinator.page.wait_for_load_state()
        coordinator.looks()
    assert not Authenticator.objects.filter(user=locked_out).exists()
    assert mail.outbox[-1].to == ["bemiddelaar@demo.example"]
