"""What the search says of people by themselves: who helps, and who wants to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from .enums import VolunteerState
from .finding import Door, Finder
from .models import User, Volunteer

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_WORDS: dict[str, str | _StrPromise] = {
    VolunteerState.SIGNED_UP: _("wants to help"),
    VolunteerState.TALK: _("wants to help"),
    VolunteerState.READY: _("wants to help"),
    VolunteerState.ACTIVE: _("helps"),
    VolunteerState.RESTING: _("helps"),
}


def _nothing(user: User, words: str) -> Door | None:
    return None


def _helping(people: Sequence[int]) -> dict[int, str | _StrPromise]:
    found = Volunteer.objects.filter(person__in=people, state__in=_WORDS).values_list("person", "state")
    return {person: _WORDS[state] for person, state in found}


FINDER = Finder(exact=_nothing, states=_helping)
