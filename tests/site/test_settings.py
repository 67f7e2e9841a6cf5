"""A production start with a wrong environment stops with one sentence that names what is wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT: Path = settings.ROOT
GOOD = {
    "SECRET_KEY": "k" * 20 + "8dWq!pZ-31_xYv+tR~mN5" + "z" * 20,
    "ALLOWED_HOSTS": "buurt.example",
    "SITE_URL": "https://buurt.example",
    "DATABASE_URL": "postgres://user:secret@127.0.0.1:5432/buurt",
    "EMAIL_URL": "smtp+tls://user:secret@mail.example:587",
    "CACHE_URL": "rediscache://127.0.0.1:6379/0",
    "DEFAULT_FROM_EMAIL": "buurt@buurt.example",
}
pytestmark = pytest.mark.slow


def start(environment: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value for name, value in os.environ.items() if name not in {*GOOD, "DJANGO_ALLOW_ASYNC_UNSAFE"}
    }
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env={**kept, **environment, "DJANGO_SETTINGS_MODULE": "config.settings.production"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_whole_environment_passes_the_deployment_check() -> None:
    done = start(GOOD, "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", GOOD)
def test_a_missing_value_is_named(name: str) -> None:
    done = start({key: value for key, value in GOOD.items() if key != name}, "check")
    assert done.returncode == 1
    assert done.stderr.startswith(f"{name} is missing or wrong: ")
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("SITE_URL", "http://buurt.example"),
        ("DATABASE_URL", "nonsense"),
        ("EMAIL_URL", "nonsense"),
        ("CACHE_URL", "nonsense"),
        ("SECOND_FACTOR", "perhaps"),
        ("SMS_URL", "http://sms.example/send"),
        ("SMS_URL", "https://sms.example/send"),  # without its key
    ],
)
def test_a_wrong_value_is_named(name: str, value: str) -> None:
    done = start({**GOOD, name: value}, "check")
    assert done.returncode == 1
    assert done.stderr.startswith(f"{name} is missing or wrong: "), done.stderr[-500:]


def test_the_demo_does_not_run_in_production() -> None:
    done = start({**GOOD, "DATABASE_URL": "sqlite:///:memory:"}, "demo")
    assert "does not run with production settings" in done.stderr
