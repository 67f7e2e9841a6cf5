"""Everything from the environment; a missing or wrong value stops the start with one sentence."""

import sys
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from .base import *  # noqa: F403
from .base import env


def _required(name: str, read: Callable[[str], Any], why: str) -> Any:
    try:
        value = read(name)
    except Exception:  # noqa: BLE001  django-environ raises many kinds; to the reader they are one
        value = None
    if not value:
        sys.exit(f"{name} is missing or wrong: {why}")
    return value


def _secret(name: str) -> str | None:
    value: str = env.str(name)
    return value if len(value) >= 50 else None


def _https(name: str) -> str | None:
    address: str = env.str(name).rstrip("/")
    return address if urlsplit(address).scheme == "https" and urlsplit(address).netloc else None


def _database(name: str) -> dict[str, Any] | None:
    found: dict[str, Any] = env.db_url(name)
    return found if found.get("NAME") else None


SECRET_KEY = _required("SECRET_KEY", _secret, "give at least 50 random characters.")
ALLOWED_HOSTS = _required("ALLOWED_HOSTS", env.list, "give the host names, with commas between.")
SITE_URL = _required("SITE_URL", _https, "give the full public address, like https://buurt.example.")
WAGTAILADMIN_BASE_URL = SITE_URL
_required("DATABASE_URL", _database, "give it like postgres://user:password@host:5432/name.")
_required("EMAIL_URL", env.email_url, "give it like smtp+tls://user:password@host:587.")
_required("CACHE_URL", env.cache_url, "give it like rediscache://host:6379/0.")
DEFAULT_FROM_EMAIL = _required("DEFAULT_FROM_EMAIL", env.str, "give the address that mails come from.")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
# The proxy in front must set this header itself and drop what a visitor sends.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=1)
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
