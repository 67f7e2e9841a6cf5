"""Two records of one person, of whom every room keeps something."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django.apps import apps

from portal.contact.enums import MessageState, Route
from portal.contact.models import Hearing, Invitation, Message
from portal.gather.models import Happening
from portal.help.enums import Face, MatchState, RequestState, Side
from portal.help.enums import Verb as HelpVerb
from portal.help.models import CalendarFeed, Event, FollowUp, HelpKind
from portal.people.enums import Channel, DataQuestion, Looked, Point, Purpose, Relation
from portal.people.models import (
    Absence,
    Consent,
    Correction,
    DataRequest,
    FileAccess,
    Neighbourhood,
    Person,
    PracticalPoint,
    Restriction,
    Statement,
    Tie,
    User,
    Volunteer,
)
from portal.team.models import History, Intake, Signature, Terms
from tests.factories import (
    MatchFactory,
    PersonFactory,
    RequestFactory,
    SeriesFactory,
    VolunteerFactory,
)
from tests.factories.gather import SignUpFactory, StreetEntryFactory

Dump = dict[str, list[dict[str, Any]]]
# What tells of the putting together itself.
OF_ITSELF = {"people.Merge", "people.NotTheSame"}


def dump() -> Dump:
    """Every row of every table, but those of the putting together itself."""
    return {
        model._meta.label: sorted(model._base_manager.values(), key=lambda row: str(next(iter(row.items()))))
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label not in OF_ITSELF
    }


def consent(person: Person, purpose: str, at: datetime, *, taken_back: datetime | None = None) -> Consent:
    return Consent.objects.create(
        person=person,
        purpose=purpose,
        channel=Channel.PHONE,
        text_version="1",
        language="nl",
        recorded_at=at,
        given_at=at,
        withdrawn_at=taken_back,
        withdrawn_how=Channel.PHONE if taken_back else "",
    )


def as_volunteer(person: Person, state: str, kinds: list[HelpKind], broker: User, at: datetime) -> Volunteer:
    made = VolunteerFactory.create(person=person, state=state, does=kinds)
    Intake.objects.create(volunteer=made, channel=Channel.DESK, came_at=at, submission=uuid.uuid4())
    History.objects.create(
        volunteer=made, at=at, by=broker, step="signed_up", to_state=state, note="kwam langs"
    )
    for terms in Terms.objects.all():
        Signature.objects.create(
            volunteer=made, terms=terms, signed_on=at.date(), language="nl", recorded_at=at
        )
    Statement.objects.create(volunteer=made, kind="driver", shown_on=at.date(), expires_on=at.date())
    Absence.objects.create(volunteer=made, first_day=date(2026, 1, 1), last_day=date(2026, 1, 2))
    helped = RequestFactory.create(state=RequestState.CLOSED, created_at=at, ended_at=at)
    match = MatchFactory.create(request=helped, volunteer=made, state=MatchState.DONE)
    FollowUp.objects.create(match=match, side=Side.HELPER, face=Face.GOOD, remark="fijn", at=at)
    Event.objects.create(
        request=helped, match=match, at=at, verb=HelpVerb.DONE, to_state=RequestState.CLOSED, note="klaar"
    )
    CalendarFeed.objects.create(volunteer=made, made_at=at)
    series = SeriesFactory.create(helper=made, state="ended", created_at=at, ended_at=at)
    series.history.create(at=at, verb="begun", helper=made)
    return made


def known_everywhere(person: Person, broker: User, at: datetime) -> None:
    """Something in every table that points at a person; the volunteer apart (`as_volunteer`)."""
    child = PersonFactory.create(neighbourhood=person.neighbourhood)
    asked = RequestFactory.create(person=person, asked_by=child, relation="child", created_at=at)
    Event.objects.create(request=asked, at=at, verb=HelpVerb.ASKED, to_state=asked.state, note="belde")
    RequestFactory.create(person=child, asked_by=person, relation="family", created_at=at)
    SeriesFactory.create(person=person, asked_by=child, relation="child", created_at=at)
    SeriesFactory.create(person=child, asked_by=person, relation="family", created_at=at)
    sign_up = SignUpFactory.create(person=person, created_at=at)
    Happening.objects.create(gathering=sign_up.gathering, sign_up=sign_up, at=at, verb="signed_up")
    StreetEntryFactory.create(person=person, created_at=at)
    Message.objects.create(
        person=person,
        neighbourhood=person.neighbourhood,
        route=Route.CALL,
        state=MessageState.WAITING,
        kind="moved",
        language="nl",
        key=uuid.uuid4().hex,
        created_at=at,
    )
    hour = at.replace(minute=0, second=0, microsecond=0)
    FileAccess.objects.create(
        person=person, looked_by=broker, role="broker", what=Looked.REQUEST, at=at, hour=hour
    )
    Correction.objects.create(person=person, at=at, by=broker, fields="street")
    PracticalPoint.objects.create(person=person, point=Point.STAIRS, noted_by=broker, noted_at=at)
    neighbour = PersonFactory.create(neighbourhood=person.neighbourhood)
    for one, other in ((person, neighbour), (neighbour, person)):
        relation = Relation.FRIEND if one == person else Relation.NEIGHBOUR
        Tie.objects.create(person=one, other=other, relation=relation, noted_at=at)
    Restriction.objects.create(person=person, at=at, by=broker, begins=True)
    Restriction.objects.create(person=person, at=at, by=broker, begins=False)
    Hearing.objects.create(person=person, way="call")
    Invitation.objects.create(
        person=person,
        route="letter",
        secret_hash=uuid.uuid4().hex,
        created_at=at,
        by=broker,
        expires_at=at + timedelta(days=30),
    )
    DataRequest.objects.create(
        person=person, kind=DataQuestion.SEE, channel="phone", asked_at=at, due_on=at.date()
    )
    consent(person, Purpose.CALL_AGAIN, at)
    consent(person, Purpose.PHOTO_STORY, at, taken_back=at + timedelta(hours=1))


def two_of_one(area: Neighbourhood) -> tuple[Person, Person]:
    """The same neighbour, written down twice: the first one longer ago, and with an address."""
    one = PersonFactory.create(
        neighbourhood=area,
        first_name="Rosa",
        last_name="Verzonnen",
        phone="+447700900123",
        street="Oefenstraat",
        house_number="7",
        speaks=["ar"],
    )
    other = PersonFactory.create(
        neighbourhood=area,
        first_name="Rosa",
        last_name="Verzonne",
        phone="+447700900456",
        email="rosa@example.org",
        language="fr",
        speaks=["nl"],
    )
    return one, other
