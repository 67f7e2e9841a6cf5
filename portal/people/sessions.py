"""What is kept of a session besides itself: since when, and on what kind of device."""

from __future__ import annotations

import re
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

NOWHERE = "0.0.0.0"  # noqa: S104  the column cannot be empty
# The first that fits; the others name those they descend from too.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox|FxiOS", "Firefox"),
    ("Chrome|CriOS", "Chrome"),
    ("Safari", "Safari"),
)
DEVICES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


def device_of(user_agent: str) -> str:
    """`Firefox, Android`; empty for what nobody would recognise."""
    names = (
        next((name for mark, name in known if re.search(mark, user_agent)), "")
        for known in (BROWSERS, DEVICES)
    )
    return ", ".join(filter(None, names))


def keep_little(instance: UserSession, **kwargs: Any) -> None:
    """Receiver before a session is noted: its owner wants to know the device, and nobody where it was."""
    instance.ip = NOWHERE
    instance.user_agent = device_of(instance.user_agent)


def forget_ended() -> int:
    """Drop the notes of sessions that are over; how many."""
    return int(UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()[0])
