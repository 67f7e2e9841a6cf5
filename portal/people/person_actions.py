"""What the team writes down on the page of a person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext as _

from .actions import has_consent
from .around import ties_of
from .data_rules import NotNow, check_known, check_team
from .enums import Point, Purpose, Relation
from .kept_models import Correction
from .models import Person, PracticalPoint, Tie, User


class NeedsConsent(NotNow):
    """Practical points are kept only while the person agrees."""


def _lock(*people: Person) -> list[Person]:
    """Each of them once more, locked in the order of their keys."""
    keys = sorted({person.pk for person in people})
    found = {each.pk: each for each in Person.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
    for each in found.values():
        check_known(each)
    return [found[person.pk] for person in people]


@transaction.atomic
def set_points(
    person: Person, points: Iterable[Point], for_helper: Iterable[Point], *, by: User, now: datetime
) -> bool:
    """These practical points and no others; what a helper needs to know is one of them by itself.

    Return whether something changed. Raises `NeedsConsent`.
    """
    (person,) = _lock(person)
    check_team(person, by)
    told = set(for_helper)
    wanted = {point: point in told for point in (*points, *told)}
    if wanted and not has_consent(person, Purpose.PRACTICAL_POINTS):
        raise NeedsConsent(_("First ask whether we may keep practical points."))
    known = {Point(each.point): each.for_helper for each in person.points.all()}
    if wanted == known:
        return False
    person.points.exclude(point__in=wanted).delete()
    PracticalPoint.objects.bulk_create(
        [
            PracticalPoint(person=person, point=point, for_helper=told_too, noted_by=by, noted_at=now)
            for point, told_too in wanted.items()
            if known.get(point) is not told_too
        ],
        update_conflicts=True,
        unique_fields=["person", "point"],
        update_fields=["for_helper", "noted_by", "noted_at"],
    )
    Correction.objects.create(person=person, at=now, by=by, fields="points")
    return True


@transaction.atomic
def tie(person: Person, other: Person, relation: Relation, *, by: User, now: datetime) -> Tie:
    """`other` is the `relation` of `person`. Once per two people and relation, from whichever side."""
    person, other = _lock(person, other)
    for each in (person, other):
        check_team(each, by)
    if person.pk == other.pk:
        raise NotNow(_("Choose somebody else: this is the same person."))
    found = ties_of(person).filter(relation=relation)
    pair = found.annotate(low=Least("person", "other"), high=Greatest("person", "other"))
    known = pair.filter(low=min(person.pk, other.pk), high=max(person.pk, other.pk)).first()
    return known or Tie.objects.create(
        person=person, other=other, relation=relation, noted_by=by, noted_at=now
    )


@transaction.atomic
def untie(found: Tie, *, by: User) -> int:
    """Return how many were taken away: 0 or 1."""
    for each in _lock(found.person, found.other):
        check_team(each, by)
    return Tie.objects.filter(pk=found.pk).delete()[0]


def told_to_helper(person: Person) -> list[str]:
    """The points that a volunteer needs to know, while the person agrees (reads `points` and `consents`)."""
    if not person.agrees_to(Purpose.PRACTICAL_POINTS):
        return []
    return [str(each) for each in person.points.all() if each.for_helper]
