"""Who came in with a list and agreed to nothing yet: somebody of the team has to ask."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from portal.people.models import Person

from .enums import Route
from .models import Message

KIND = "ask_consent"


@transaction.atomic
def ask_for_consent(people: Sequence[Person], now: datetime) -> None:
    """A line on the call list for each, once; never a mail. One query for any number."""
    Message.objects.bulk_create(
        [_line(person, now) for person in people], ignore_conflicts=True, batch_size=200
    )


def _line(person: Person, now: datetime) -> Message:
    language = person.written_language
    script = _script(language)
    return Message(
        key=f"{KIND}:{person.pk}",
        person=person,
        neighbourhood_id=person.neighbourhood_id,
        route=Route.CALL,
        kind=KIND,
        language=language,
        subject=script.partition("\n")[0][:150],
        body=script + "\n",
        script=script,
        gist=_script(settings.LANGUAGE_CODE),
        path=_page(person),
        created_at=now,
    )


def _page(person: Person) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return reverse("person", args=[person.pk])


def _script(language: str) -> str:
    with translation.override(language):
        return render_to_string(f"calls/{KIND}.txt").strip()
