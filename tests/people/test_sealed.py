"""Secrets of apps and seeds of recovery codes do not stand readable in the database."""

from __future__ import annotations

import logging
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from design.sealed import is_current, seal, unseal
from portal.people.models import User

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))


def test_the_database_holds_no_secret(broker: User) -> None:
    totp, codes = TOTP.activate(broker, SECRET), RecoveryCodes.activate(broker)
    kept = str(Authenticator.objects.values_list("data", flat=True))
    assert SECRET not in kept
    assert kept.count("sealed:") == 2
    assert totp.validate_code(code_of(SECRET))
    assert codes.validate_code(codes.get_unused_codes()[0])


def test_what_was_kept_before_still_works_and_is_sealed(broker: User) -> None:
    totp = TOTP.activate(broker, SECRET)
    Authenticator.objects.update(data={"secret": SECRET})
    totp.instance.refresh_from_db()
    assert totp.validate_code(code_of(SECRET))
    for told in ("1 sealed\n", "0 sealed\n"):
        out = StringIO()
        call_command("seal_secrets", stdout=out)
        assert out.getvalue() == told
    data = Authenticator.objects.get().data
    assert unseal(data["secret"]) == SECRET != data["secret"]


@given(text=st.text())
def test_what_is_sealed_can_be_read(text: str) -> None:
    assert unseal(seal(text)) == text


def test_keys_follow_each_other(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    old = seal(SECRET)
    settings.FIELD_KEYS = ["one"]
    assert (unseal(old), is_current(old)) == (SECRET, False)
    newer = seal(SECRET)
    settings.FIELD_KEYS = ["two", "one"]
    settings.SECRET_KEY = "another"
    assert (unseal(newer), is_current(newer), is_current(seal(SECRET))) == (SECRET, False, True)
    settings.FIELD_KEYS = ["two"]
    with caplog.at_level(logging.WARNING):
        assert unseal(newer) != unseal(newer)  # nobody knows it
    assert SECRET not in caplog.text
