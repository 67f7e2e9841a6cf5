"""Whom we call or write after something went wrong. Nothing of what went wrong stands in it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from portal.contact.actions import tell
from portal.contact.enums import Route
from portal.people.models import Person
from portal.people.roles import Role

from .messages import about
from .models import Trouble


def to_coordinators(trouble: Trouble, *, now: datetime) -> None:
    request = trouble.match.request
    coordinators = Person.objects.filter(
        user__groups__name=Role.COORDINATOR,
        user__neighbourhoods=request.neighbourhood_id,
        user__is_active=True,
    )
    link = settings.SITE_URL + reverse("worklist")
    for person in coordinators.distinct():
        tell(person, "to_settle", key=str(trouble.pk), now=now, about=about(request), link=link)


def fell_through(trouble: Trouble, *, now: datetime) -> None:
    """Both are called, in the same words whoever did not come."""
    match = trouble.match
    people = {"fell_through": match.request.contact_person, "fell_through_helper": match.volunteer.person}
    for kind, person in people.items():
        tell(
            person,
            kind,
            key=str(trouble.pk),
            now=now,
            about=about(match.request),
            route=Route.CALL,
            reference=match.request.spoken_reference,
        )


def kind_word(trouble: Trouble, *, now: datetime) -> None:
    person = trouble.match.volunteer.person
    tell(
        person,
        "kind_word",
        key=str(trouble.pk),
        now=now,
        about=about(trouble.match.request),
        route=Route.CALL,
    )
