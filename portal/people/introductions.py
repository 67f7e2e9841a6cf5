"""Somebody who fills in a form that anybody may fill in, and may be signed in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from .actions import Who
from .models import Person, User


def own_person(request: HttpRequest) -> Person | None:
    return Person.objects.filter(user=request.user).first() if isinstance(request.user, User) else None


def known_details(person: Person | None) -> dict[str, Any]:
    """What stands in a `ReachForm` that was not sent yet: who is signed in does not type what we know."""
    names = ("first_name", "last_name", "phone", "email", "language")
    return {name: getattr(person, name) for name in names} if person else {}


def introduced(who: Who, own: Person | None) -> Who | Person:
    """Somebody signed in who gives their own first name is that person; any other name is somebody else's."""
    return own if own and own.first_name.casefold() == who.first_name.casefold() else who
