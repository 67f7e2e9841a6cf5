"""Who is around whom: seen from both sides, once, and gone with either of the two."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from portal.people.around import around
from portal.people.data_rules import Gone, NotForYou, NotNow
from portal.people.enums import Relation
from portal.people.kept_actions import forget_person
from portal.people.models import Neighbourhood, Person, Tie, User
from portal.people.person_actions import tie, untie
from tests.factories import PersonFactory


@pytest.fixture
def mother(resident: User) -> Person:
    return resident.person


@pytest.fixture
def daughter(mother: Person) -> Person:
    return PersonFactory.create(first_name="Dina", neighbourhood=mother.neighbourhood)


@pytest.mark.parametrize("relation", Relation)
def test_each_relation_is_seen_from_both_sides(
    relation: Relation, mother: Person, daughter: Person, broker: User, now: datetime
) -> None:
    other_way_round = {
        Relation.CHILD: "father or mother",
        Relation.PROFESSIONAL: "somebody whom this person cares for",
    }
    tie(mother, daughter, relation, by=broker, now=now)
    (here,), (there,) = around(mother, broker), around(daughter, broker)
    assert (here.person, here.relation) == (daughter, str(relation.label))
    assert (there.person, there.relation) == (mother, other_way_round.get(relation, str(relation.label)))


def test_twice_from_either_side_is_once(
    mother: Person, daughter: Person, broker: User, now: datetime
) -> None:
    first = tie(mother, daughter, Relation.NEIGHBOUR, by=broker, now=now)
    assert tie(daughter, mother, Relation.NEIGHBOUR, by=broker, now=now) == first
    tie(mother, daughter, Relation.FRIEND, by=broker, now=now)
    assert Tie.objects.count() == 2


def test_the_database_has_the_last_word(mother: Person, daughter: Person, now: datetime) -> None:
    Tie.objects.create(person=mother, other=daughter, relation="friend", noted_at=now)
    for of, to in ((daughter, mother), (mother, daughter), (mother, mother)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Tie.objects.create(person=of, other=to, relation="friend", noted_at=now)


def test_two_at_once_leave_one(
    threads: Any, mother: Person, daughter: Person, broker: User, now: datetime
) -> None:
    found = threads(
        lambda: tie(mother, daughter, Relation.NEIGHBOUR, by=broker, now=now),
        lambda: tie(daughter, mother, Relation.NEIGHBOUR, by=broker, now=now),
    )
    assert found[0] == found[1] == Tie.objects.get()


def test_nobody_is_around_themselves(mother: Person, broker: User, now: datetime) -> None:
    with pytest.raises(NotNow, match="same person"):
        tie(mother, mother, Relation.FRIEND, by=broker, now=now)


def test_both_must_be_of_this_team(
    mother: Person, elsewhere: Neighbourhood, broker: User, far_broker: User, resident: User, now: datetime
) -> None:
    far = PersonFactory.create(neighbourhood=elsewhere)
    for by in (broker, far_broker, resident):
        with pytest.raises(NotForYou):
            tie(mother, far, Relation.FRIEND, by=by, now=now)
    Tie.objects.create(person=mother, other=far, relation="friend", noted_at=now)
    assert around(mother, broker) == []


def test_taking_away(mother: Person, daughter: Person, broker: User, far_broker: User, now: datetime) -> None:
    found = tie(mother, daughter, Relation.CHILD, by=broker, now=now)
    with pytest.raises(NotForYou):
        untie(found, by=far_broker)
    assert untie(found, by=broker) == 1
    assert untie(found, by=broker) == 0


@pytest.mark.parametrize("who", ["mother", "daughter"])
def test_is_forgotten_with_either(
    who: str, mother: Person, daughter: Person, broker: User, now: datetime
) -> None:
    tie(mother, daughter, Relation.CHILD, by=broker, now=now)
    gone = mother if who == "mother" else daughter
    forget_person(gone, by=broker, now=now)
    assert not Tie.objects.exists()
    with pytest.raises(Gone):
        tie(mother, daughter, Relation.CHILD, by=broker, now=now)


def test_on_the_page(client: Client, mother: Person, daughter: Person, broker: User) -> None:
    client.force_login(broker)
    page = f"/nl/bemiddeling/mensen/{mother.pk}/kring/"
    assert "Dina" in client.get(page, {"q": "dina"}).content.decode()
    chosen = {"other": daughter.pk, "relation": "of_child"}
    assert client.post(page, {**chosen, "relation": "neef"}).status_code == 400
    assert client.post(page, chosen).status_code == 302
    known = Tie.objects.get()
    assert (known.person, known.other) == (daughter, mother)
    assert "vader of moeder" in client.get(f"/nl/bemiddeling/mensen/{mother.pk}/").content.decode()
    assert "zoon of dochter" in client.get(f"/nl/bemiddeling/mensen/{daughter.pk}/").content.decode()
    assert client.post(page, {"other": mother.pk, "relation": "friend"}).status_code == 409
    assert client.post(f"{page}{known.pk}/weg/").status_code == 302
    assert not Tie.objects.exists()
