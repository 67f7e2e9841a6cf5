"""Who may be one and the same person: while somebody is typed, and among whom we know.

The database finds the few who share a number, an address for mail or a house; only those are compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations
from typing import Any

from django.db import models
from django.db.models import Count, Min, Q, QuerySet, Window
from django.db.models.functions import Left, Lower
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz

from .actions import Who
from .merge_actions import set_apart
from .merge_models import NotTheSame
from .models import Person, User


class Reason(models.TextChoices):
    """Why two may be one."""

    PHONE = "phone", _("same phone number")
    EMAIL = "email", _("same e-mail")
    HOUSE = "house", _("same house")
    STREET = "street", _("same street")


WEIGHTS = {Reason.PHONE: 50, Reason.EMAIL: 50, Reason.HOUSE: 40, Reason.STREET: 25}
# From 0 to 100; below it, two names are names of two neighbours.
LIKE_A_NAME = 80
# More people than this on one number are a service or a whole house, and no doubles.
MOST_TOGETHER = 12
MOST_SUGGESTED = 5
MOST_COMPARED = 100


@dataclass
class Likeness:
    """Somebody we know who may be the one that was typed."""

    person: Person
    score: float
    reasons: list[Reason]

    @property
    def why(self) -> list[str]:
        return [str(each.label) for each in self.reasons]


@dataclass
class Pair:
    one: Person
    other: Person
    reasons: list[Reason] = field(default_factory=list)

    @property
    def why(self) -> list[str]:
        return [str(each.label) for each in self.reasons]

    @property
    def score(self) -> float:
        return sum(WEIGHTS[each] for each in self.reasons) + _alike(_name(self.one), _name(self.other)) / 2


def _name(who: Who | Person) -> str:
    return f"{who.first_name} {who.last_name}".strip().casefold()


def _alike(one: str, other: str) -> float:
    """0 to 100, whatever the order of the names, and when one of the two is shorter."""
    return max(fuzz.token_sort_ratio(one, other), 0.95 * fuzz.token_set_ratio(one, other))


def like(who: Who, user: User) -> list[Likeness]:
    """Whom we know in the neighbourhoods of `user` and may be `who`, best first. Two queries at most."""
    same = Q()
    if who.phone:
        same |= Q(phone=who.phone) | Q(second_phone=who.phone) | Q(user__phone=who.phone)
    if who.email:
        same |= Q(email__iexact=who.email) | Q(user__email__iexact=who.email)
    if who.street:
        same |= Q(street__iexact=who.street)
    if not same:
        return []
    known = Person.objects.of_team(user).known().filter(same).select_related("user", "neighbourhood")
    found = [_likeness(person, who) for person in known.distinct()[:MOST_COMPARED]]
    likely = [each for each in found if each is not None]
    return sorted(likely, key=lambda each: (-each.score, each.person.pk))[:MOST_SUGGESTED]


def _likeness(person: Person, who: Who) -> Likeness | None:
    reasons: list[Reason] = []
    account = person.user
    phones = (person.phone, person.second_phone, account and account.phone)
    numbers = [str(each.as_e164) for each in phones if each]
    addresses = [each.casefold() for each in (person.email, account and account.email) if each]
    if who.phone and who.phone in numbers:
        reasons.append(Reason.PHONE)
    if who.email and who.email.casefold() in addresses:
        reasons.append(Reason.EMAIL)
    alike = _alike(_name(person), _name(who))
    if who.street and person.street.casefold() == who.street.casefold() and alike >= LIKE_A_NAME:
        reasons.append(Reason.HOUSE if person.house_number == who.house_number else Reason.STREET)
    if not reasons:
        return None
    return Likeness(person, sum(WEIGHTS[each] for each in reasons) + alike / 2, reasons)


def pairs(user: User) -> list[Pair]:
    """Who may be the same in the neighbourhoods of `user`, best first; four queries, however many people."""
    known = Person.objects.of_team(user).known().select_related("neighbourhood").order_by("pk")
    found: dict[tuple[int, int], Pair] = {}
    for reason, people, key in (
        (Reason.PHONE, known.exclude(phone=""), ["phone"]),
        (Reason.EMAIL, known.exclude(email=""), [Lower("email")]),
        (
            Reason.HOUSE,
            known.exclude(street=""),
            ["neighbourhood", Lower("street"), "house_number", Lower(Left("first_name", 1))],
        ),
    ):
        for one, other in _sharing(people, key):
            if reason is Reason.HOUSE and _alike(_name(one), _name(other)) < LIKE_A_NAME:
                continue
            found.setdefault((one.pk, other.pk), Pair(one, other)).reasons.append(reason)
    for apart in NotTheSame.objects.filter(one__in={one for one, _other in found}):
        found.pop((apart.one_id, apart.other_id), None)
    return sorted(found.values(), key=lambda each: (-each.score, each.one.pk, each.other.pk))


def _sharing(people: QuerySet[Person], key: list[Any]) -> Iterable[tuple[Person, Person]]:
    """Pairs of the few who have the same key; the first one is whom we know longer by number."""
    shared = people.annotate(
        together=Window(Count("pk"), partition_by=key), first_of=Window(Min("pk"), partition_by=key)
    ).filter(together__gt=1, together__lte=MOST_TOGETHER)
    groups: dict[int, list[Person]] = defaultdict(list)
    for person in shared:
        groups[person.first_of].append(person)
    for group in groups.values():
        yield from combinations(group, 2)


class SameAnswer:
    """What a broker said to "may this be the same person?": one of them, somebody else, or nothing yet."""

    def __init__(self, data: Mapping[str, Any], user: User) -> None:
        pk = str(data.get("same", ""))
        self.user = user
        self.is_somebody_else = "somebody_else" in data
        self.same: Person | None = None
        if pk.isdecimal():
            people = Person.objects.of_team(user).known()
            self.same = people.filter(pk=Person.objects.leads_to(int(pk))).first()
            if self.same is None:
                raise Http404

    @property
    def is_given(self) -> bool:
        return self.same is not None or self.is_somebody_else

    def remember(self, person: Person, others: Iterable[Likeness], now: datetime) -> None:
        """Who was said to be somebody else is not suggested again."""
        mine = Person.objects.of_team(self.user).filter(pk=person.pk)
        apart = [each.person for each in others if each.person.pk != person.pk]
        if apart and mine.exists():
            set_apart(person, apart, by=self.user, now=now)
