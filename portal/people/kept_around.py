"""What the team wrote down on the page of a person: to show it, and when it is no longer needed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from .around import relation_seen_by, ties_of
from .kept import Line, facts, made_fact
from .kept_models import Correction
from .models import Person, PracticalPoint

DETAILS = (
    "first_name",
    "last_name",
    "phone",
    "email",
    "street",
    "house_number",
    "box",
    "postcode",
    "city",
    "second_phone",
    "second_phone_of",
    "first_way",
    "best_time",
)


def lines_around(person: Person) -> list[Line]:
    """Practical points, and that there is somebody; who the other one is, is that other person's."""
    points = [
        Line("practical_point", each.noted_at, _("Practical point"), facts(each, "point", "for_helper"))
        for each in person.points.all()
    ]
    return points + [
        Line(
            "tie",
            each.noted_at,
            _("Somebody around you"),
            [made_fact("relation", _("Who"), relation_seen_by(person, each))],
        )
        for each in ties_of(person)
    ]


def corrected_words(correction: Correction) -> str:
    """Which details were corrected, in words."""
    known = (*DETAILS, "language", "needs_interpreter")
    labels = {name: str(Person._meta.get_field(name).verbose_name) for name in known}  # type: ignore[union-attr]
    labels["points"] = _("practical points")
    labels["hearing"] = _("how you hear from us")
    labels["wrong_address"] = _("that an e-mail address does not work")
    names = correction.fields.split(",")
    return ", ".join(labels.get(name, _("languages you speak")) for name in names)


def old_points(since: datetime, people: QuerySet[Any]) -> QuerySet[PracticalPoint]:
    """Of these people, written down before; whoever is helped again is asked again."""
    old = PracticalPoint.objects.filter(noted_at__lt=since, person__in=people.values("pk"))
    return old.select_related("person")
