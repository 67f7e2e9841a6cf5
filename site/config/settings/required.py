"""What production needs from its environment, and how each value is told right from wrong."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

import environ


def _long(value: str) -> bool:
    return len(value) >= 50


def _names(value: str) -> bool:
    return all(name.strip() for name in value.split(","))


def _https(value: str) -> bool:
    address = urlsplit(value)
    return address.scheme == "https" and bool(address.netloc)


def _reads_as(read: Callable[[str], Mapping[str, object]], key: str) -> Callable[[str], bool]:
    def check(value: str) -> bool:
        with warnings.catch_warnings(action="ignore"):
            try:
                return bool(read(value).get(key))
            except Exception:  # noqa: BLE001  django-environ raises many kinds; to the reader they are one
                return False

    return check


# name: (whether a value is right, what to give)
REQUIRED: dict[str, tuple[Callable[[str], bool], str]] = {
    "SECRET_KEY": (_long, "give at least 50 random characters."),
    "ALLOWED_HOSTS": (_names, "give the host names, with commas between."),
    "SITE_URL": (_https, "give the full public address, like https://buurt.example."),
    "DATABASE_URL": (
        _reads_as(environ.Env.db_url_config, "ENGINE"),
        "give it like postgres://user:password@host:5432/name.",
    ),
    "EMAIL_URL": (
        _reads_as(environ.Env.email_url_config, "EMAIL_BACKEND"),
        "give it like smtp+tls://user:password@host:587.",
    ),
    "CACHE_URL": (
        _reads_as(environ.Env.cache_url_config, "BACKEND"),
        "give it like rediscache://host:6379/0.",
    ),
    "DEFAULT_FROM_EMAIL": (lambda value: "@" in value, "give the address that mails come from."),
}

# The same for values that may be left out.
OPTIONAL: dict[str, tuple[Callable[[str], bool], str]] = {
    "SECOND_FACTOR": (lambda value: value in {"required", "off"}, 'give "required" (the default) or "off".'),
    "SMS_URL": (
        lambda value: not value or (_https(value) and bool(environ.Env.ENVIRON.get("SMS_TOKEN", "").strip())),
        "give the https address of the gateway, and its key in SMS_TOKEN.",
    ),
}


def check_environment() -> None:
    """Exit with one sentence that names the first value that is missing or wrong."""
    values = environ.Env.ENVIRON
    for name, (is_right, advice) in OPTIONAL.items():
        if name in values and not is_right(values[name].strip()):
            sys.exit(f"{name} is missing or wrong: {advice}")
    for name, (is_right, advice) in REQUIRED.items():
        value = values.get(name, "").strip()
        if not value or not is_right(value):
            sys.exit(f"{name} is missing or wrong: {advice}")
