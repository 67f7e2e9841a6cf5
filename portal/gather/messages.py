"""What we tell people about a date. No message holds who somebody is: only what, when, and their link."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from portal.contact.actions import About, tell

from .enums import OPEN
from .models import Gathering, SignUp


def own_link(sign_up: SignUp) -> str:
    with translation.override(sign_up.person.written_language):
        return settings.SITE_URL + reverse("own_sign_up", args=[sign_up.key])


def _about(gathering: Gathering) -> About:
    with translation.override(settings.LANGUAGE_CODE):
        return About(gathering.event.neighbourhood_id, reverse("keep_date", args=[gathering.pk]))


def _tell(sign_up: SignUp, kind: str, *, now: datetime, key: str = "") -> None:
    gathering = sign_up.gathering
    tell(
        sign_up.person,
        kind,
        key=f"{sign_up.pk}{key}",
        now=now,
        about=_about(gathering),
        title=gathering.event.titles,
        starts_at=gathering.starts_at,
        place=gathering.event.place,
        until=sign_up.offered_until,
        link=own_link(sign_up),
    )


def confirm(sign_up: SignUp, *, now: datetime) -> None:
    """By mail alone: who has none read it on the page, or heard it from the broker who wrote it down."""
    if sign_up.person.email:
        _tell(sign_up, "event_confirmed", now=now)


def confirm_waiting(sign_up: SignUp, *, now: datetime) -> None:
    if sign_up.person.email:
        _tell(sign_up, "event_waiting", now=now)


def offer(sign_up: SignUp, *, now: datetime) -> None:
    _tell(sign_up, "event_place_free", now=now)


def remind(sign_up: SignUp, *, now: datetime) -> None:
    """Once for each time at which the date stood: a date that moved is reminded of again."""
    _tell(sign_up, "event_reminder", now=now, key=f".{sign_up.gathering.version}")


def tell_everybody(gathering: Gathering, kind: str, *, now: datetime) -> None:
    """All who come or wait."""
    for sign_up in gathering.sign_ups.filter(state__in=OPEN).select_related("person"):
        sign_up.gathering = gathering
        _tell(sign_up, kind, now=now, key=f".{gathering.version}")
