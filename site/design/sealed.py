"""Short secrets that stand encrypted in the database; who only has the database cannot read them."""

from __future__ import annotations

import base64
import logging
import secrets
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

log = logging.getLogger(__name__)
MARK = "sealed:"


def _lock() -> MultiFernet:
    """The first key seals; all of them open."""
    keys = [*settings.FIELD_KEYS, str(settings.SECRET_KEY), *map(str, settings.SECRET_KEY_FALLBACKS)]
    return MultiFernet([_fernet(key) for key in keys])


def _fernet(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(sha256(b"design.sealed:" + key.encode()).digest()))


def seal(text: str) -> str:
    return MARK + _lock().encrypt(text.encode()).decode()


def unseal(kept: str) -> str:
    """What was kept before anything was sealed stays readable.

    When no key fits any more, a secret that nobody knows: then no code is right, and no page breaks.
    """
    if not kept.startswith(MARK):
        return kept
    try:
        return _lock().decrypt(kept.removeprefix(MARK).encode()).decode()
    except InvalidToken:
        log.warning("a sealed secret fits no key: look at FIELD_KEYS and SECRET_KEY")
        return base64.b32encode(secrets.token_bytes(20)).decode()


def is_current(kept: str) -> bool:
    """Whether the first key sealed it."""
    if not kept.startswith(MARK):
        return False
    first = (settings.FIELD_KEYS or [str(settings.SECRET_KEY)])[0]
    try:
        _fernet(first).decrypt(kept.removeprefix(MARK).encode())
    except InvalidToken:
        return False
    return True
