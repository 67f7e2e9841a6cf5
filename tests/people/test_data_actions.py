from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from portal.help.actions import accept, propose
from portal.help.enums import Verb
from portal.help.models import HelpRequest
from portal.help.rules import NotPossible
from portal.people.actions import has_consent
from portal.people.data_rules import Gone, NotForYou
from portal.people.enums import Channel, DataQuestion, Looked, Purpose
from portal.people.kept_actions import (
    Details,
    answer_about_data,
    ask_about_data,
    correct_details,
    forget_person,
    note_access,
    set_consent,
)
from portal.people.models import Correction, DataRequest, FileAccess, User, Volunteer
from tests.factories import PersonFactory

NEW = Details(
    first_name="Rosa",
    last_name="Nieuw",
    phone="+447700900111",
    email="",
    street="Verzonnenstraat",
    house_number="1",
    box="2",
    postcode="9998",
    city="Mechelen",
    language="fr",
    languages=("ar",),
)


def test_corrects_and_writes_down_which_but_not_what(resident: User, now: datetime) -> None:
    person = resident.person
    changed = correct_details(person, NEW, by=resident, now=now)
    person.refresh_from_db()
    assert (person.last_name, person.phone.as_e164, person.email) == ("Nieuw", "+447700900111", "")
    assert set(person.spoken.values_list("code", flat=True)) == {"fr", "ar"}
    line = Correction.objects.get()
    assert line.fields.split(",") == changed
    assert {"last_name", "phone", "email", "language", "spoken"} <= set(changed)
    assert "first_name" not in changed
    assert "Nieuw" not in str(Correction.objects.values())
    assert correct_details(person, NEW, by=resident, now=now) == []
    assert Correction.objects.count() == 1


def test_two_corrections_at_once_leave_one_of_them_whole(threads: Any, resident: User, now: datetime) -> None:
    other = replace(NEW, last_name="Anders", street="Elders")
    threads(
        lambda: correct_details(resident.person, NEW, by=resident, now=now),
        lambda: correct_details(resident.person, other, by=resident, now=now),
    )
    resident.person.refresh_from_db()
    assert (resident.person.last_name, resident.person.street) in {
        ("Nieuw", "Verzonnenstraat"),
        ("Anders", "Elders"),
    }
    assert Correction.objects.count() == 2


def test_nobody_corrects_somebody_else(
    resident: User, far_broker: User, volunteer: Volunteer, now: datetime
) -> None:
    for other in (far_broker, volunteer.person.user):
        with pytest.raises(NotForYou):
            correct_details(resident.person, NEW, by=other, now=now)


def test_nobody_corrects_who_was_forgotten(resident: User, broker: User, now: datetime) -> None:
    forget_person(resident.person, by=broker, now=now)
    with pytest.raises(Gone):
        correct_details(resident.person, NEW, by=broker, now=now)
    with pytest.raises(Gone):
        ask_about_data(resident.person, DataQuestion.SEE, channel=Channel.DESK, by=broker, now=now)


def test_a_consent_is_given_and_withdrawn_as_easily(resident: User, now: datetime) -> None:
    person = resident.person
    assert set_consent(person, Purpose.CALL_AGAIN, True, by=resident, now=now)
    assert has_consent(person, Purpose.CALL_AGAIN)
    given = person.consents.get(purpose=Purpose.CALL_AGAIN)
    assert (given.channel, given.recorded_by, given.given_at) == (Channel.WEB, resident, now)
    assert not set_consent(person, Purpose.CALL_AGAIN, True, by=resident, now=now)
    assert set_consent(person, Purpose.CALL_AGAIN, False, by=resident, now=now)
    assert not has_consent(person, Purpose.CALL_AGAIN)
    assert not set_consent(person, Purpose.CALL_AGAIN, False, by=resident, now=now)
    given.refresh_from_db()
    assert (given.withdrawn_at, given.withdrawn_how) == (now, Channel.WEB)


def test_withdrawing_stops_the_help_it_was_for(
    help_request: HelpRequest, volunteer: Volunteer, broker: User, now: datetime
) -> None:
    match = propose(help_request, [volunteer], by=broker, now=now)[0]
    set_consent(help_request.person, Purpose.SHARE_CONTACT, False, by=help_request.person.user, now=now)
    assert help_request.history.last().verb == Verb.TOOK_BACK
    with pytest.raises(NotPossible):
        accept(match, by=broker, now=now)
    set_consent(help_request.person, Purpose.SHARE_CONTACT, True, by=help_request.person.user, now=now)
    assert help_request.history.last().verb == Verb.CONSENTED
    accept(match, by=broker, now=now)


def test_withdrawing_twice_at_once_is_once(threads: Any, help_request: HelpRequest, now: datetime) -> None:
    person, user = help_request.person, help_request.person.user
    results = threads(*[lambda: set_consent(person, Purpose.SHARE_CONTACT, False, by=user, now=now)] * 2)
    assert sorted(results) == [False, True]
    assert help_request.history.filter(verb=Verb.TOOK_BACK).count() == 1


def test_only_for_oneself_or_by_the_team(resident: User, far_broker: User, now: datetime) -> None:
    with pytest.raises(NotForYou):
        set_consent(resident.person, Purpose.CALL_AGAIN, True, by=far_broker, now=now)


@pytest.mark.parametrize(("asked", "due"), [("2026-01-31", "2026-02-28"), ("2026-12-15", "2027-01-15")])
def test_a_question_is_answered_within_a_month(resident: User, broker: User, asked: str, due: str) -> None:
    now = datetime.fromisoformat(f"{asked}T12:00:00+01:00")
    made = ask_about_data(resident.person, DataQuestion.SEE, channel=Channel.PHONE, by=broker, now=now)
    assert made.due_on.isoformat() == due
    again = ask_about_data(
        resident.person, DataQuestion.SEE, channel=Channel.DESK, by=broker, now=now + timedelta(days=3)
    )
    assert again == made
    answer_about_data(made, by=broker, now=now)
    answer_about_data(made, by=broker, now=now + timedelta(days=1))
    made.refresh_from_db()
    assert made.answered_at == now
    assert not DataRequest.objects.open().exists()


def test_the_same_question_twice_at_once_is_one(
    threads: Any, resident: User, broker: User, other_broker: User, now: datetime
) -> None:
    results = threads(
        *[
            lambda by=by: ask_about_data(
                resident.person, DataQuestion.SEE, channel=Channel.PHONE, by=by, now=now
            )
            for by in (broker, other_broker)
        ]
    )
    assert results[0] == results[1]
    answers = threads(*[lambda: answer_about_data(results[0], by=broker, now=now)] * 2)
    assert answers[0] == answers[1]


def test_another_team_neither_files_nor_answers(
    resident: User, broker: User, far_broker: User, now: datetime
) -> None:
    with pytest.raises(NotForYou):
        ask_about_data(resident.person, DataQuestion.SEE, channel=Channel.PHONE, by=far_broker, now=now)
    made = ask_about_data(resident.person, DataQuestion.SEE, channel=Channel.PHONE, by=broker, now=now)
    with pytest.raises(NotForYou):
        answer_about_data(made, by=far_broker, now=now)


def test_who_looked_is_written_down_once_an_hour(resident: User, broker: User, coordinator: User) -> None:
    now = datetime.fromisoformat("2026-11-22T10:05:00+01:00")
    others = [resident.person, PersonFactory.create()]
    for minutes in (0, 40, 60):
        note_access([*others, None], Looked.REQUEST, by=broker, now=now + timedelta(minutes=minutes))
    note_access(others[:1], Looked.DOSSIER, by=coordinator, now=now)
    assert FileAccess.objects.filter(person=others[1]).count() == 2
    roles = FileAccess.objects.filter(person=resident.person).values_list("what", "role")
    assert sorted(roles) == [("dossier", "coordinator"), ("request", "broker"), ("request", "broker")]


def test_at_the_same_time_is_one_line(threads: Any, resident: User, broker: User, now: datetime) -> None:
    threads(*[lambda: note_access([resident.person], Looked.REQUEST, by=broker, now=now)] * 2)
    assert FileAccess.objects.count() == 1


def test_looking_at_oneself_is_nobodys_business(broker: User, now: datetime) -> None:
    note_access([broker.person], Looked.REQUEST, by=broker, now=now)
    assert not FileAccess.objects.exists()
