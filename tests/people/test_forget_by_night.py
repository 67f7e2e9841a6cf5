from __future__ import annotations

from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from portal.contact.actions import take_message
from portal.contact.enums import MessageState
from portal.contact.models import Message
from portal.gather.models import SignUp, StreetEntry
from portal.help.enums import RequestState
from portal.help.models import HelpKind, HelpRequest
from portal.people.enums import Purpose, VolunteerState
from portal.people.forgetting import all_due, forget_all
from portal.people.models import Consent, DataRequest, FileAccess, Forgetting, Person, User
from tests.factories import PersonFactory, RequestFactory, VolunteerFactory
from tests.factories.gather import SignUpFactory, StreetEntryFactory
from tests.people.conftest import MARK
from tests.people.test_forget_person import everything

pytestmark = pytest.mark.django_db
YEARS = timedelta(days=365 * 3)
WEEK = timedelta(days=7)


def moved(now: datetime, period: str, *, is_over: bool) -> datetime:
    """A moment a week before or after the end of what is kept."""
    days = settings.KEPT_FOR[period].months * 30.44
    return now - timedelta(days=days) + (-WEEK if is_over else WEEK)


def closed(person: Person, kind: HelpKind, at: datetime) -> HelpRequest:
    made: HelpRequest = RequestFactory.create(
        person=person, kind=kind, state=RequestState.CLOSED, text=MARK, gave=MARK, created_at=at, ended_at=at
    )
    made.history.create(at=at, verb="discussed", to_state="closed", note=MARK)
    return made


@pytest.mark.parametrize("is_over", [True, False])
def test_words_of_a_question_go_half_a_year_after_it_ended(
    resident: User, kind: HelpKind, now: datetime, is_over: bool
) -> None:
    request = closed(resident.person, kind, moved(now, "request_text", is_over=is_over))
    assert forget_all(now)["help"] == (1 if is_over else 0)
    request.refresh_from_db()
    words = {request.text, request.gave, request.history.get().note}
    assert words == ({""} if is_over else {MARK})
    assert request.person == resident.person


def test_an_open_question_keeps_its_words(resident: User, kind: HelpKind, now: datetime) -> None:
    RequestFactory.create(person=resident.person, kind=kind, text=MARK, created_at=now - YEARS)
    assert forget_all(now)["help"] == 0


@pytest.mark.parametrize("is_over", [True, False])
def test_remarks_of_a_sign_up_go_and_who_came_stays(now: datetime, is_over: bool) -> None:
    at = moved(now, "activity", is_over=is_over)
    sign_up = SignUpFactory.create(
        note=MARK, party=3, gathering__starts_at=at, gathering__ends_at=at + timedelta(hours=1)
    )
    forget_all(now)
    left = SignUp.objects.get()
    assert (left.note, left.party, left.person) == ("" if is_over else MARK, 3, sign_up.person)


def test_a_street_on_the_site_keeps_its_plan_and_an_idea_does_not(now: datetime) -> None:
    for state in ("confirmed", "idea"):
        StreetEntryFactory.create(state=state, plan=MARK, help_wanted=MARK, created_at=now - YEARS)
    forget_all(now)
    assert set(StreetEntry.objects.values_list("state", "plan", "help_wanted")) == {
        ("confirmed", MARK, ""),
        ("idea", "", ""),
    }


@pytest.mark.parametrize("is_over", [True, False])
def test_a_call_that_is_done_goes_and_one_that_waits_stays(
    resident: User, now: datetime, is_over: bool
) -> None:
    at = moved(now, "call", is_over=is_over)
    area = resident.person.neighbourhood
    for key in ("done", "waits"):
        take_message("feedback", MARK, stranger="Rosa", neighbourhood=area, now=at, key=key)
    Message.objects.filter(key="feedback:done").update(state=MessageState.DONE, settled_at=at)
    forget_all(now)
    assert Message.objects.filter(key="feedback:done").exists() is not is_over
    assert Message.objects.filter(key="feedback:waits").exists()


@pytest.mark.parametrize("is_over", [True, False])
def test_proof_of_a_consent_stays_a_year_after_it_ended(resident: User, now: datetime, is_over: bool) -> None:
    at = moved(now, "consent_proof", is_over=is_over)
    Consent.objects.filter(person=resident.person, purpose=Purpose.SHARE_CONTACT).update(withdrawn_at=at)
    Consent.objects.filter(person=resident.person).update(given_at=now - YEARS, recorded_at=now - YEARS)
    forget_all(now)
    assert resident.person.consents.count() == (1 if is_over else 2)


@pytest.mark.parametrize("is_over", [True, False])
def test_who_looked_is_known_for_a_year(resident: User, broker: User, now: datetime, is_over: bool) -> None:
    at = moved(now, "log", is_over=is_over)
    FileAccess.objects.create(person=resident.person, looked_by=broker, what="request", at=at, hour=at)
    forget_all(now)
    assert FileAccess.objects.exists() is not is_over


def long_ago(person: Person, at: datetime) -> Person:
    Person.objects.filter(pk=person.pk).update(created_at=at)
    Consent.objects.filter(person=person).update(recorded_at=at, given_at=at)
    User.objects.filter(person=person).update(date_joined=at, last_login=at)
    return person


@pytest.mark.parametrize("is_over", [True, False])
def test_somebody_without_contact_is_forgotten_after_two_years(
    resident: User, kind: HelpKind, now: datetime, is_over: bool
) -> None:
    person = long_ago(resident.person, now - YEARS)
    closed(person, kind, moved(now, "person", is_over=is_over))
    forget_all(now)
    person.refresh_from_db()
    assert (person.forgotten_at is not None) is is_over
    assert User.objects.filter(pk=resident.pk).exists() is not is_over
    assert HelpRequest.objects.count() == 1


@pytest.mark.parametrize("what", ["open", "asked_by", "volunteer", "team", "login", "sign_up", "nothing"])
def test_who_has_something_open_stays(
    area: Any, kind: HelpKind, broker: User, resident: User, now: datetime, what: str
) -> None:
    person = long_ago(broker.person if what == "team" else resident.person, now - YEARS)
    if what == "open":
        RequestFactory.create(person=person, kind=kind, created_at=now - YEARS)
    elif what == "asked_by":
        other = PersonFactory.create(neighbourhood=area)
        RequestFactory.create(
            person=other, asked_by=person, relation="child", kind=kind, created_at=now - YEARS
        )
    elif what == "volunteer":
        VolunteerFactory.create(person=person, state=VolunteerState.RESTING)
    elif what == "login":
        User.objects.filter(pk=resident.pk).update(last_login=now - WEEK)
    elif what == "sign_up":
        SignUpFactory.create(person=person, created_at=now - WEEK)
    forget_all(now)
    person.refresh_from_db()
    assert (person.forgotten_at is not None) is (what == "nothing")


@pytest.mark.parametrize("is_over", [True, False])
def test_an_offer_that_came_to_nothing_goes_and_the_person_stays(
    resident: User, now: datetime, is_over: bool
) -> None:
    person = long_ago(resident.person, moved(now, "sign_up", is_over=is_over))
    volunteer = VolunteerFactory.create(person=person, state=VolunteerState.SIGNED_UP, motivation=MARK)
    forget_all(now)
    volunteer.refresh_from_db()
    assert volunteer.motivation == ("" if is_over else MARK)
    assert volunteer.state == (VolunteerState.STOPPED if is_over else VolunteerState.SIGNED_UP)
    person.refresh_from_db()
    assert person.first_name == "Rosa"


def test_the_same_night_twice_is_once_and_is_written_down(known_well: Person, now: datetime) -> None:
    late = now + YEARS
    DataRequest.objects.update(answered_at=now)  # an open one would stand in the way
    first = forget_all(late)
    assert min(first.values()) > 0
    after = everything()
    assert not any(forget_all(late).values())
    again = everything()
    for label in set(after) - {"people.Forgetting"}:
        assert after[label] == again[label], label
    runs = Forgetting.objects.filter(at=late)
    assert {each.holding for each in runs} == {"people", "help", "referrals", "gather", "contact", "team"}
    assert MARK not in str(again)


def test_a_dry_run_shows_who_and_what_and_changes_nothing(
    resident: User, kind: HelpKind, now: datetime
) -> None:
    closed(resident.person, kind, now - timedelta(days=300))
    before = everything()
    out = StringIO()
    call_command("forget", dry_run=True, stdout=out)
    assert everything() == before
    assert str(resident.person) in out.getvalue()
    assert "request_text): 1" in out.getvalue()
    call_command("forget", stdout=out)
    assert "help: 1" in out.getvalue()
    assert all(not list(due.found) for due in all_due(now))
