from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

import pytest

from portal.contact.enums import MessageState, Route
from portal.contact.models import AccountChange, Hearing, Invitation, Message, Subscriber
from portal.gather.enums import StreetState
from portal.gather.models import Happening, SignUp
from portal.help.enums import Face, MatchState, RequestState, Side
from portal.help.enums import Verb as HelpVerb
from portal.help.models import CalendarFeed, Event, FollowUp, HelpKind, HelpRequest, Thanks, Trouble
from portal.people.enums import Channel, DataQuestion, Looked, Point, Purpose
from portal.people.models import (
    Absence,
    Consent,
    Correction,
    DataRequest,
    FileAccess,
    FileRun,
    Import,
    Merge,
    NotTheSame,
    Person,
    PracticalPoint,
    Restriction,
    Statement,
    Tie,
    User,
    Volunteer,
)
from portal.team.models import History, Intake, Signature
from tests.factories import (
    MatchFactory,
    PersonFactory,
    RedFlagFactory,
    RequestFactory,
    SeriesFactory,
    VolunteerFactory,
)
from tests.factories.gather import SignUpFactory, StreetEntryFactory
from tests.factories.referrals import ReferralFactory
from tests.factories.team import put_papers_in_force

# Stands in everything that is told by or about the person; after forgetting it is nowhere.
MARK = "zeldzaam"


@pytest.fixture
def known_well(resident: User, broker: User, volunteer2: Volunteer, kind: HelpKind, now: datetime) -> Person:
    """Somebody of whom every room keeps something; all of it over."""
    person, before = resident.person, now - timedelta(days=20)
    for name in ("first_name", "last_name", "street", "box", "city"):
        setattr(person, name, f"{MARK} {name}")
    person.house_number, person.postcode = "7", "9998"
    person.second_phone, person.second_phone_of, person.best_time = "+447700900997", MARK, MARK
    person.first_way, person.needs_interpreter = "second_phone", True
    person.phone, person.email = "+447700900999", f"{MARK}@example.org"
    person.save()
    User.objects.filter(pk=resident.pk).update(
        first_name=MARK, last_name=MARK, email=f"{MARK}2@example.org", phone="+447700900998"
    )
    resident.refresh_from_db()
    Consent.objects.create(
        person=person,
        purpose=Purpose.CALL_AGAIN,
        channel=Channel.PHONE,
        text_version="1",
        language="nl",
        interpreter=MARK,
        recorded_by=broker,
        recorded_at=before,
        given_at=before,
    )
    Consent.objects.create(
        person=person,
        purpose=Purpose.PRACTICAL_POINTS,
        channel=Channel.PHONE,
        text_version="1",
        language="nl",
        recorded_at=before,
        given_at=before,
    )
    PracticalPoint.objects.create(person=person, point=Point.DOG, noted_by=broker, noted_at=before)
    near = PersonFactory.create(neighbourhood=person.neighbourhood)
    for of, to in ((person, near), (near, person)):
        relation = "neighbour" if of == person else "friend"
        Tie.objects.create(person=of, other=to, relation=relation, noted_by=broker, noted_at=before)
    own = VolunteerFactory.create(
        person=person,
        birth_date=date(1961, 2, 3),
        motivation=MARK,
        talents=MARK,
        state="stopped",
        does=[kind],
    )
    _took_part(own, broker, before)
    CalendarFeed.objects.create(volunteer=own, made_at=before)
    _helped(person, own, volunteer2, kind, before)
    _gathered(person, before)
    message = {"neighbourhood": person.neighbourhood, "language": "nl", "created_at": before, "path": "/nl/"}
    for key, more in {
        "a": {
            "person": person,
            "route": Route.MAIL,
            "state": MessageState.SENT,
            "kind": "x",
            "settled_at": before,
        },
        "b": {"stranger": "Bel 0044 7700 900999", "route": Route.CALL, "kind": "feedback"},
    }.items():
        Message.objects.create(key=key, subject=MARK, body=MARK, script=MARK, gist=MARK, **message, **more)
    Subscriber.objects.create(
        email=person.email.upper(),
        neighbourhood=person.neighbourhood,
        language="nl",
        key=uuid.uuid4().hex,
        asked_at=before,
        confirmed_at=before,
    )
    FileAccess.objects.create(
        person=person, looked_by=broker, role="broker", what=Looked.REQUEST, at=before, hour=before
    )
    _on_lists(person, broker, before)
    Restriction.objects.create(person=person, at=before, by=resident, begins=True)
    Correction.objects.create(person=person, at=before, by=resident, fields="street")
    DataRequest.objects.create(
        person=person,
        kind=DataQuestion.FORGET,
        channel=Channel.PHONE,
        asked_at=before,
        due_on=before.date(),
        by=broker,
    )
    twin = PersonFactory.create(neighbourhood=person.neighbourhood, first_name="", merged_into=person)
    Merge.objects.create(kept=person, gone=twin, at=before, by=broker, undo={"names": [MARK, MARK]})
    stranger = PersonFactory.create(neighbourhood=person.neighbourhood)
    NotTheSame.objects.create(one=person, other=stranger, at=before, by=broker)
    _has_account(person, broker, before)
    Hearing.objects.create(person=person, way="mail", once_a_day=True, wrong_address=f"{MARK}3@example.org")
    return person


def _on_lists(person: Person, broker: User, before: datetime) -> None:
    area = {"neighbourhood": person.neighbourhood, "by": broker}
    Import.objects.create(made_at=before, headings=["Voornaam"], rows=[[2, [MARK]]], sheet="mensen", **area)
    FileRun.objects.create(at=before, direction="out", sheet="mensen", by=person.user, count=1, note=MARK)


def _has_account(person: Person, broker: User, before: datetime) -> None:
    expires = before + timedelta(days=7)
    Invitation.objects.create(
        person=person,
        route="mail",
        secret_hash=uuid.uuid4().hex,
        created_at=before,
        by=broker,
        expires_at=expires,
        used_at=before,
    )
    assert person.user
    AccountChange.objects.create(whom=person.user, by=broker, at=before, step="made", detail="+partner")


def _took_part(own: Volunteer, broker: User, before: datetime) -> None:
    Intake.objects.create(volunteer=own, channel=Channel.DESK, came_at=before, submission=uuid.uuid4())
    History.objects.create(volunteer=own, at=before, by=broker, step="stopped", to_state="stopped", note=MARK)
    for terms in put_papers_in_force(own.person.neighbourhood):
        Signature.objects.create(
            volunteer=own, terms=terms, signed_on=before.date(), language="nl", recorded_at=before
        )
    days = {"volunteer": own}
    Statement.objects.create(kind="driver", shown_on=before.date(), expires_on=before.date(), **days)
    Absence.objects.create(first_day=before.date(), last_day=before.date(), **days)


def _helped(person: Person, own: Volunteer, other: Volunteer, kind: HelpKind, before: datetime) -> None:
    ended = {"kind": kind, "state": RequestState.CLOSED, "created_at": before, "ended_at": before}
    child = PersonFactory.create(neighbourhood=person.neighbourhood)
    asked = RequestFactory.create(
        person=person, asked_by=child, relation="child", text=MARK, gave=MARK, board_line=MARK, **ended
    )
    asked.answers = [
        {"code": "to", "type": "text", "label": {"nl": "Naar waar?"}, "value": MARK, "told": "after"}
    ]
    asked.save()
    asked.red_flags.add(RedFlagFactory.create())
    for_child = RequestFactory.create(person=child, asked_by=person, relation="family", gave=MARK, **ended)
    for request, helper in ((asked, other), (for_child, own)):
        match = MatchFactory.create(request=request, volunteer=helper, state=MatchState.DONE, why_not=MARK)
        FollowUp.objects.create(match=match, side=Side.HELPER, face=Face.GOOD, remark=MARK, at=before)
        note = {"request": request, "at": before, "to_state": RequestState.CLOSED, "note": MARK}
        Event.objects.create(verb=HelpVerb.DONE, match=match, **note)
        Thanks.objects.create(match=match, text=MARK, at=before)
        Trouble.objects.create(
            match=match, kind="complaint", side="helper", told_by="asker", note=MARK, due_on=before, at=before
        )
    ReferralFactory.create(
        request=asked,
        state="closed",
        what=MARK,
        contact_person=MARK,
        interpreter=MARK,
        answer=MARK,
        ended_at=before,
        made_by=person.user,
    )
    assert HelpRequest.objects.count() == 2
    over = {"kind": kind, "state": "ended", "ended_at": before, "created_at": before}
    SeriesFactory.create(person=person, asked_by=child, relation="child", text=MARK, **over)
    SeriesFactory.create(person=child, asked_by=person, relation="family", **over)
    history = SeriesFactory.create(person=child, helper=own, **over).history
    history.create(at=before, verb="begun", helper=own)


def _gathered(person: Person, before: datetime) -> None:
    sign_up: SignUp = SignUpFactory.create(
        person=person,
        note=MARK,
        key=f"{MARK}-key",
        submission=uuid.uuid4(),
        gathering__starts_at=before,
        gathering__ends_at=before + timedelta(hours=2),
    )
    Happening.objects.create(
        gathering=sign_up.gathering, sign_up=sign_up, at=before, verb="signed_up", note=MARK
    )
    StreetEntryFactory.create(
        person=person, plan=MARK, help_wanted=MARK, state=StreetState.CONFIRMED, created_at=before
    )
