"""What we tell people about help. No text holds a name, a phone number, a street or a kind of help."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from portal.contact.actions import tell
from portal.contact.enums import Route
from portal.people.models import Person, User

from .enums import HOLDS_PLACE
from .models import HelpRequest, Match


def _my_page(person: Person) -> str:
    with translation.override(person.written_language):
        return settings.SITE_URL + reverse("mine")


def confirm_question(request: HelpRequest, *, now: datetime) -> None:
    person = request.contact_person
    if person.email:  # who has none reads the reference on the page, and we call anyway
        tell(
            person,
            "question_received",
            key=request.reference,
            now=now,
            reference=request.spoken_reference,
            phone=request.neighbourhood.phone,
        )


def ask_volunteer(match: Match, *, now: datetime) -> None:
    person = match.volunteer.person
    tell(person, "volunteer_asked", key=str(match.pk), now=now, link=_my_page(person))


def tell_found(request: HelpRequest, *, now: datetime) -> None:
    """The resident hears by telephone, or by mail when an account lets them read who comes."""
    person = request.contact_person
    has_page = bool(person.email and person.user_id)
    tell(
        person,
        "somebody_found",
        key=f"{request.pk}.{request.version}",
        now=now,
        route=Route.MAIL if has_page else Route.CALL,
        link=_my_page(person),
        reference=request.spoken_reference,
    )


def call_off(match: Match, *, now: datetime) -> None:
    person = match.volunteer.person
    tell(person, "called_off", key=str(match.pk), now=now, link=_my_page(person))


def tell_moved(request: HelpRequest, *, by: User, now: datetime) -> None:
    """Both sides, except whoever moved it."""
    helpers = request.matches.filter(state__in=HOLDS_PLACE).select_related("volunteer__person")
    people = [request.contact_person, *(match.volunteer.person for match in helpers)]
    if len(people) == 1:
        return
    for person in people:
        if person.user_id != by.pk:
            tell(
                person,
                "moved",
                key=f"{request.pk}.{request.version}",
                now=now,
                link=_my_page(person),
                reference=request.spoken_reference,
            )
