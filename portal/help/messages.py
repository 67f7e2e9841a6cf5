"""What we tell people about help. No mail holds a name, a phone number, a street or a kind of help."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from portal.contact.actions import About, tell
from portal.contact.enums import Route
from portal.people.models import Person, User

from .enums import HOLDS_PLACE
from .models import HelpRequest, Match, Series


def my_page(person: Person) -> str:
    with translation.override(person.written_language):
        return settings.SITE_URL + reverse("mine")


def about(request: HelpRequest) -> About:
    """The team of the request tells it, whatever neighbourhood the person lives in."""
    with translation.override(settings.LANGUAGE_CODE):
        return About(request.neighbourhood_id, reverse("request", args=[request.reference]))


def _tell(person: Person, kind: str, request: HelpRequest, *, key: str, now: datetime) -> None:
    tell(
        person,
        kind,
        key=key,
        now=now,
        about=about(request),
        needs_page=True,
        link=my_page(person),
        reference=request.spoken_reference,
    )


def confirm_question(request: HelpRequest, *, now: datetime) -> None:
    person = request.contact_person
    if person.email:  # who has none reads the reference on the page, and we call anyway
        tell(
            person,
            "question_received",
            key=request.reference,
            now=now,
            about=about(request),
            reference=request.spoken_reference,
            phone=request.neighbourhood.phone,
        )


def ask_volunteer(match: Match, *, now: datetime) -> None:
    _tell(match.volunteer.person, "volunteer_asked", match.request, key=str(match.pk), now=now)


def tell_found(request: HelpRequest, *, now: datetime) -> None:
    key = f"{request.pk}.{request.version}"
    _tell(request.contact_person, "somebody_found", request, key=key, now=now)


def call_off(match: Match, *, now: datetime) -> None:
    _tell(match.volunteer.person, "called_off", match.request, key=str(match.pk), now=now)


def tell_cancelled(match: Match, *, by: User, now: datetime) -> None:
    """Both sides of what does not happen, except whoever said so."""
    if match.volunteer.person.user_id != by.pk:
        call_off(match, now=now)
    _tell(match.request.contact_person, "helper_off", match.request, key=str(match.pk), now=now)


def tell_moved(request: HelpRequest, *, by: User, now: datetime) -> None:
    """Both sides, except whoever moved it; nobody while nobody agreed."""
    helpers = request.matches.filter(state__in=HOLDS_PLACE).select_related("volunteer__person")
    people = [match.volunteer.person for match in helpers]
    if people:
        people.append(request.contact_person)
    for person in people:
        if person.user_id != by.pk:
            _tell(person, "moved", request, key=f"{request.pk}.{request.version}", now=now)


def tell_series_changed(series: Series, person: Person, *, key: str, now: datetime) -> None:
    """Once of all dates together: which ones, their own page says."""
    with translation.override(settings.LANGUAGE_CODE):
        page = About(series.neighbourhood_id, reverse("series", args=[series.pk]))
    tell(
        person,
        "series_changed",
        key=key,
        now=now,
        about=page,
        needs_page=True,
        link=my_page(person),
    )


def tell_nobody_for_date(request: HelpRequest, *, now: datetime) -> None:
    """By telephone: tomorrow somebody counts on us."""
    tell(
        request.contact_person,
        "nobody_for_date",
        key=str(request.pk),
        now=now,
        about=about(request),
        route=Route.CALL,
        reference=request.spoken_reference,
    )


def pass_thanks_on(match: Match, *, now: datetime) -> None:
    _tell(match.volunteer.person, "thanked", match.request, key=str(match.pk), now=now)


def thank_hand(match: Match, *, now: datetime) -> None:
    _tell(match.volunteer.person, "hand_thanked", match.request, key=str(match.pk), now=now)
