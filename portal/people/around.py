"""Who is around somebody: ties between two people we know, as each of the two sees them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from .enums import OTHER_WAY_ROUND, Relation
from .models import Person, Tie, User

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# What a form offers: the other is the … of this person; the first two also the other way round.
TURNED = "of_"


@dataclass(frozen=True)
class Neighbour:
    """Somebody around a person."""

    tie: Tie
    person: Person
    relation: str


def ties_of(person: Person) -> QuerySet[Tie]:
    return Tie.objects.filter(Q(person=person) | Q(other=person))


def relation_seen_by(person: Person, tie: Tie) -> str:
    """What the other one is to this person: "son or daughter", or "father or mother"."""
    relation = Relation(tie.relation)
    if tie.other_id == person.pk:
        return str(OTHER_WAY_ROUND.get(relation, relation.label))
    return str(relation.label)


def around(person: Person, by: User) -> list[Neighbour]:
    """Those whom this colleague may know of."""
    visible = Person.objects.visible_to(by).values("pk")
    ties = ties_of(person).filter(person__in=visible, other__in=visible).select_related("person", "other")
    return [
        Neighbour(tie, tie.person if tie.other_id == person.pk else tie.other, relation_seen_by(person, tie))
        for tie in ties
    ]


def relation_choices() -> list[tuple[str, str | _StrPromise]]:
    found: list[tuple[str, str | _StrPromise]] = []
    for relation in Relation:
        found.append((relation.value, relation.label))
        if relation in OTHER_WAY_ROUND:
            found.append((f"{TURNED}{relation.value}", OTHER_WAY_ROUND[relation]))
    return [("", _("choose")), *found]


def chosen(person: Person, other: Person, choice: str) -> tuple[Person, Person, Relation]:
    """Whose tie to whom this choice of the form is."""
    if choice.startswith(TURNED):
        return other, person, Relation(choice.removeprefix(TURNED))
    return person, other, Relation(choice)
