from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.gather.models import SignUp, StreetEntry
from portal.help.actions import accept, end, propose
from portal.help.enums import MatchState, RequestState
from portal.help.models import HelpRequest, Match
from portal.people.data_rules import NotForYou, NotNow
from portal.people.kept_actions import forget_person
from portal.people.models import DataRequest, FileAccess, FileRun, Person, User, Volunteer
from tests.factories import PersonFactory, RequestFactory
from tests.factories.gather import SignUpFactory
from tests.people.conftest import MARK

TRACES = (MARK, "447700900999", "447700900998", "447700900997", "7700 900999", "1961-02-03", "9998")


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.managed or model._meta.proxy:
            continue
        found[model._meta.label] = list(model._base_manager.values())
    return found


def test_leaves_no_trace_and_keeps_the_counts(known_well: Person, resident: User, now: datetime) -> None:
    before = everything()
    assert any(trace in str(before) for trace in TRACES)
    assert forget_person(known_well, by=resident, now=now) > 10
    after = everything()
    for label, rows in after.items():
        for row in rows:
            for trace in TRACES:
                assert trace not in str(row).lower(), f"{label} still tells {trace}"
    for label in ("help.HelpRequest", "help.Match", "help.FollowUp", "gather.SignUp", "gather.StreetEntry"):
        assert len(after[label]) == len(before[label]), label
    assert Match.objects.filter(state=MatchState.DONE).count() == 2
    assert not User.objects.filter(pk=resident.pk).exists()


def pointing_at(label: str, pk: int) -> set[str]:
    """The models with a row that points to this one."""
    found = set()
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            points_here = isinstance(field, models.ForeignKey) and field.related_model._meta.label == label
            if points_here and model._base_manager.filter(**{field.attname: pk}).exists():
                found.add(f"{model._meta.label}.{field.name}")
    return found


def test_joining_tables_finds_nobody(known_well: Person, resident: User, now: datetime) -> None:
    """From what is left one comes to no word, moment or neighbour that says who it was."""
    known_pk, user_pk, met_at = known_well.pk, resident.pk, known_well.created_at
    forget_person(known_well, by=resident, now=now)
    assert pointing_at("people.User", user_pk) == set()
    assert pointing_at("people.Person", known_pk) == {
        "people.Volunteer.person",
        "people.DataRequest.person",
        "people.Person.merged_into",  # an empty row that leads to this one
        "help.HelpRequest.person",
        "help.Series.person",
        "gather.SignUp.person",
        "gather.StreetEntry.person",
    }
    left = Person.objects.get(pk=known_pk)
    assert {str(getattr(left, name)) for name in ("first_name", "last_name", "phone", "email", "street")} == {
        ""
    }
    assert str(left) == "Somebody we forgot"
    assert left.created_at != met_at
    assert left.created_at.day == 1 or left.created_at.hour in {22, 23}
    for request in HelpRequest.objects.filter(person=left):
        assert request.asked_by is None
        assert request.relation == ""
    assert not HelpRequest.objects.filter(asked_by=left).exists()
    assert left.volunteer.birth_date == date(1900, 1, 1)
    assert not left.volunteer.kinds.exists()
    assert not FileAccess.objects.filter(person=left).exists()
    question = DataRequest.objects.get(person=left)
    assert question.answered_at == now
    assert question.by is None


def test_a_key_that_was_mailed_opens_nothing_any_more(
    client: Client, known_well: Person, resident: User, now: datetime
) -> None:
    key = SignUp.objects.get(person=known_well).key
    assert client.get(f"/nl/inschrijving/{key}/").status_code == 200
    forget_person(known_well, by=resident, now=now)
    assert client.get(f"/nl/inschrijving/{key}/").status_code == 404


def test_ends_every_session_and_no_other(
    known_well: Person, resident: User, broker: User, now: datetime
) -> None:
    here, there, other = Client(), Client(), Client()
    here.force_login(resident)
    there.force_login(resident)
    other.force_login(broker)
    forget_person(known_well, by=resident, now=now)
    assert Session.objects.count() == 1
    assert there.get("/nl/mijn/").status_code == 302
    assert other.get("/nl/mijn/").status_code == 200


def test_others_keep_all_of_theirs(known_well: Person, resident: User, now: datetime) -> None:
    other = PersonFactory.create(neighbourhood=known_well.neighbourhood)
    request = RequestFactory.create(person=other, text="Mijn lamp")
    sign_up = SignUpFactory.create(person=other, note="Met de rolstoel")
    street = StreetEntry.objects.get()
    forget_person(known_well, by=resident, now=now)
    request.refresh_from_db()
    sign_up.refresh_from_db()
    assert (request.text, sign_up.note) == ("Mijn lamp", "Met de rolstoel")
    assert other.consents.count() == 2
    street.refresh_from_db()
    assert street.state == "confirmed"


def test_first_an_open_question_ends(
    help_request: HelpRequest, resident: User, broker: User, now: datetime
) -> None:
    with pytest.raises(NotNow, match="still open"):
        forget_person(help_request.person, by=resident, now=now)
    end(help_request, outcome=RequestState.WITHDRAWN, by=broker, now=now)
    assert forget_person(help_request.person, by=resident, now=now)


def test_first_a_promise_to_help_ends(
    help_request: HelpRequest, volunteer: Volunteer, broker: User, now: datetime
) -> None:
    accept(propose(help_request, [volunteer], by=broker, now=now)[0], by=broker, now=now)
    with pytest.raises(NotNow, match="promised to help"):
        forget_person(volunteer.person, by=volunteer.person.user, now=now)


def test_first_a_sign_up_ends(resident: User, now: datetime) -> None:
    SignUpFactory.create(
        person=resident.person,
        gathering__starts_at=now + timedelta(days=2),
        gathering__ends_at=now + timedelta(days=2, hours=1),
    )
    with pytest.raises(NotNow, match="do not come"):
        forget_person(resident.person, by=resident, now=now)


def test_not_who_works_in_the_team(broker: User, now: datetime) -> None:
    with pytest.raises(NotNow, match="work in our team"):
        forget_person(broker.person, by=broker, now=now)


def test_by_the_team_here_and_nobody_else(
    known_well: Person, far_broker: User, volunteer: Volunteer, broker: User, now: datetime
) -> None:
    for other in (far_broker, volunteer.person.user):
        with pytest.raises(NotForYou):
            forget_person(known_well, by=other, now=now)
    assert forget_person(known_well, by=broker, now=now)


def test_twice_is_the_same_as_once(known_well: Person, broker: User, now: datetime) -> None:
    forget_person(known_well, by=broker, now=now)
    after = everything()
    assert forget_person(known_well, by=broker, now=now) == 0
    assert everything() == after


def test_two_at_once(
    threads: Any, known_well: Person, broker: User, other_broker: User, now: datetime
) -> None:
    results = threads(
        lambda: forget_person(known_well, by=broker, now=now),
        lambda: forget_person(known_well, by=other_broker, now=now),
    )
    assert sorted(min(each, 1) for each in results) == [0, 1]


# What may be known of somebody, beside who they are; any of it may be missing.
PARTS = (
    "people.Consent",
    "people.Correction",
    "people.DataRequest",
    "people.FileAccess",
    "people.SpokenLanguage",
    "people.Statement",
    "people.Absence",
    "team.Intake",
    "team.Signature",
    "team.History",
    "help.FollowUp",
    "help.Event",
    "contact.Message",
    "contact.Subscriber",
    "gather.Happening",
    "gather.StreetEntry",
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(missing=st.sets(st.sampled_from(PARTS)), has_account=st.booleans())
def test_whatever_was_known_nothing_tells_afterwards(
    known_well: Person, broker: User, now: datetime, missing: set[str], has_account: bool
) -> None:
    with transaction.atomic():
        for label in missing:
            apps.get_model(label).objects.all().delete()
        person = Person.objects.get(pk=known_well.pk)
        if not has_account:
            user, person.user = person.user, None
            person.save()
            FileRun.objects.filter(by=user).delete()  # the words of who had an account
            user.delete()
        forget_person(person, by=broker, now=now)
        left = str(everything()).lower()
        assert [trace for trace in TRACES if trace in left] == []
        transaction.set_rollback(True)
