"""Everything a broker needs about one person, on one page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from phonenumber_field.phonenumber import PhoneNumber

from .around import around
from .dossier import consents
from .enums import Channel, Language, Purpose, Way
from .models import Person, User, Volunteer
from .moments import moments
from .person_forms import HowForm, PointsForm
from .scripts import to_read_aloud

MOST_MOMENTS = 40
MOST_PAGES = 25


@dataclass(frozen=True)
class Reach:
    """One way to reach somebody; a number, or an address."""

    way: Way
    phone: PhoneNumber | None = None
    email: str = ""
    whose: str = ""


def for_page(user: User) -> QuerySet[Person]:
    visible = Person.objects.visible_to(user).known()
    found: QuerySet[Person] = visible.select_related("user", "neighbourhood").prefetch_related(
        "consents", "spoken", "points"
    )
    return found


def ways(person: Person) -> list[Reach]:
    """In the order to try them."""
    found = []
    if person.phone:
        found.append(Reach(Way.PHONE, phone=person.phone))
    if person.second_phone:
        found.append(Reach(Way.SECOND_PHONE, phone=person.second_phone, whose=person.second_phone_of))
    if person.email:
        found.append(Reach(Way.EMAIL, email=person.email))
    return sorted(found, key=lambda each: each.way != person.first_way)


def person_page(person: Person, *, by: User, now: datetime, pages: int = 1) -> dict[str, Any]:
    """`pages`: how many times as much of the line of time."""
    pages = max(1, min(pages, MOST_PAGES))
    time_line, has_more = moments(person, by=by, most=MOST_MOMENTS * pages)
    keeps_points = person.agrees_to(Purpose.PRACTICAL_POINTS)
    return {
        "person": person,
        "ways": ways(person),
        "call_in": person.get_language_display() if person.language != Language.DUTCH else "",
        "volunteer": Volunteer.objects.filter(person=person).first(),
        "keeps_points": keeps_points,
        "points": list(person.points.all()) if keeps_points else [],
        "points_form": PointsForm(person=person) if keeps_points else None,
        "consents": consents(person),
        "channels": HowForm().fields["channel"].choices,  # type: ignore[attr-defined]
        "usual_channel": Channel.PHONE.value,
        "scripts": to_read_aloud(),
        "script_language": person.written_language,
        "around": around(person, by),
        "moments": time_line,
        "next_pages": pages + 1 if has_more and pages < MOST_PAGES else 0,
    }
