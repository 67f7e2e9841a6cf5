"""Whatever two people have: put together and taken apart again, everything is as it was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.people.enums import Purpose
from portal.people.merge_actions import merge_people, undo_merge
from portal.people.models import Neighbourhood, Person, User
from tests.factories import (
    KindFactory,
    MatchFactory,
    PersonFactory,
    RequestFactory,
    UserFactory,
)
from tests.factories.gather import GatheringFactory, SignUpFactory
from tests.people.twice import Dump, as_volunteer, consent, dump, known_everywhere

NOW = datetime(2026, 5, 1, 12, 30, 15, 123456, tzinfo=UTC)
# What is only ever added, and never lost.
HISTORY = {
    "help.Event",
    "help.FollowUp",
    "help.HelpRequest",
    "help.Match",
    "help.Series",
    "help.SeriesEvent",
    "team.History",
    "gather.Happening",
    "contact.Message",
    "people.Correction",
}
agreed = st.tuples(
    st.sampled_from([Purpose.SHARE_CONTACT, Purpose.CALL_AGAIN]),
    st.integers(0, 20),
    st.none() | st.integers(0, 20),
)
somebody = st.fixed_dictionaries(
    {
        "last_name": st.sampled_from(["", "Verzonnen", "Verzonne"]),
        "phone": st.sampled_from(["", "+447700900123", "+447700900456"]),
        "email": st.sampled_from(["", "rosa@example.org"]),
        "street": st.sampled_from(["", "Oefenstraat", "Proefplein"]),
        "language": st.sampled_from(["nl", "ar", "fr"]),
        "speaks": st.sets(st.sampled_from(["nl", "ar", "fr", "tr"])),
        "agreed": st.lists(agreed, max_size=4),
        "state": st.sampled_from([None, "stopped", "signed_up", "active"]),
        "kinds": st.sets(st.sampled_from(["chores", "garden"])),
        "account": st.booleans(),
        "known": st.booleans(),
        "sign_up": st.sampled_from([None, "cancelled", "going"]),
        "declined": st.booleans(),
        "days": st.integers(0, 3),
    }
)


def make(told: dict[str, Any], area: Neighbourhood, broker: User, past: Any, wanted: Any) -> Person:
    names = ("last_name", "phone", "email", "street", "language", "speaks")
    made = PersonFactory.create(
        first_name="Rosa", neighbourhood=area, agrees=[], **{name: told[name] for name in names}
    )
    at = NOW - timedelta(days=told["days"] + 30)
    Person.objects.filter(pk=made.pk).update(created_at=at)
    made.refresh_from_db()
    for purpose, given_at, lasted in told["agreed"]:
        standing = made.consents.filter(purpose=purpose, withdrawn_at=None)
        if lasted is not None or not standing.exists():
            moment = at + timedelta(days=given_at)
            ended = None if lasted is None else moment + timedelta(days=lasted)
            consent(made, purpose, moment, taken_back=ended)
    if told["state"]:
        kinds = [KindFactory.create(code=code) for code in sorted(told["kinds"])]
        helper = as_volunteer(made, told["state"], kinds, broker, at)
        if told["declined"]:
            MatchFactory.create(request=wanted, volunteer=helper, state="declined")
    if told["account"]:
        made.user = UserFactory.create()
        made.save()
    if told["known"] and not told["agreed"]:
        known_everywhere(made, broker, at)
    if told["sign_up"]:
        SignUpFactory.create(person=made, gathering=past, state=told["sign_up"])
    return made


def history(rows: Dump) -> dict[str, set[Any]]:
    return {label: {row["id"] for row in rows[label]} for label in HISTORY}


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    somebody,
    somebody,
    st.dictionaries(
        st.sampled_from(["phone", "email", "address", "language"]), st.sampled_from(["kept", "gone"])
    ),
)
def test_put_together_and_taken_apart_is_as_before(
    area: Neighbourhood, broker: User, one: dict[str, Any], other: dict[str, Any], choices: dict[str, str]
) -> None:
    if one["state"] == other["state"] == "active":
        other = {**other, "state": "stopped"}
    if one["account"]:
        other = {**other, "account": False}
    with transaction.atomic():
        past = GatheringFactory.create(starts_at=NOW - timedelta(days=2), ends_at=NOW - timedelta(days=1))
        wanted = RequestFactory.create()
        two = [make(each, area, broker, past, wanted) for each in (one, other)]
        before = dump()
        merge = merge_people(two[0], two[1], choices, by=broker, now=NOW)
        together = dump()
        assert history(together) == history(before)
        gone = next(row for row in together["people.Person"] if row["id"] == two[1].pk)
        assert (gone["last_name"], gone["phone"], gone["street"]) == ("", "", "")
        assert undo_merge(merge, by=broker, now=NOW) == []
        assert dump() == before
        transaction.set_rollback(True)
