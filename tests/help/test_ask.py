from __future__ import annotations

import importlib
import uuid
from datetime import date, datetime
from typing import Any, Protocol

import pytest
from django.core.mail import EmailMessage
from phonenumber_field.phonenumber import PhoneNumber

from portal.contact.models import Message
from portal.help.enums import RequestState, Timing, Verb
from portal.help.intake import ask_on_the_web, ask_through_team
from portal.help.models import HelpKind, HelpRequest
from portal.help.references import LENGTH, LETTERS, new_reference, spoken, typed
from portal.people.enums import Channel, Purpose
from portal.people.models import Neighbourhood, Person, User
from tests.factories import PersonFactory, RequestFactory

PHONE = "+447700900555"
BOTH = {Purpose.KEEP_REQUEST, Purpose.SHARE_CONTACT}


class Ask(Protocol):
    def __call__(
        self, *, submission: uuid.UUID = ..., user: User | None = None, **typed: Any
    ) -> HelpRequest: ...


@pytest.fixture
def typed_in(kind: HelpKind) -> dict[str, Any]:
    """The cleaned fields of a whole form."""
    return {
        "kind": kind,
        "text": "De lamp in de gang",
        "timing": Timing.NO_HURRY,
        "day": None,
        "half_day": "",
        "first_name": "Fatima",
        "last_name": "Zonneveld",
        "phone": PhoneNumber.from_string(PHONE),
        "email": "fatima@example.org",
        "language": "nl",
        "street": "Verborgenstraat",
        "house_number": "7",
        "box": "3",
        "keep_request": True,
        "share_contact": True,
    }


@pytest.fixture
def ask_web(typed_in: dict[str, Any], area: Neighbourhood, now: datetime) -> Ask:
    def ask(*, submission: uuid.UUID | None = None, user: User | None = None, **changed: Any) -> HelpRequest:
        return ask_on_the_web(
            {**typed_in, **changed},
            neighbourhood=area,
            outside=False,
            submission=submission or uuid.uuid4(),
            user=user,
            now=now,
        )

    return ask


@pytest.fixture
def for_mother() -> dict[str, Any]:
    return {
        "relation": "child",
        "for_first_name": "Khadija",
        "for_last_name": "Maanveld",
        "for_phone": PhoneNumber.from_string("+447700900556"),
    }


@pytest.mark.parametrize("alike", ["0ODQ", "1IL", "2Z", "5S", "8B", "UV", "6G", "MN"])
def test_no_two_characters_of_a_reference_look_alike(alike: str) -> None:
    assert len(set(alike) & set(LETTERS)) <= 1


def test_a_reference_is_six_of_those_and_survives_being_read_aloud() -> None:
    reference = new_reference()
    assert len(reference) == LENGTH
    assert set(reference) <= set(LETTERS)
    assert typed(f" {spoken(reference).lower()} ") == reference


def test_a_reference_that_is_taken_is_not_given_again(ask_web: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    RequestFactory.create(reference="AAAAAA")
    drawn = iter(["AAAAAA", "AAAAAA", "CCCCCC"])
    module = importlib.import_module("portal.help.actions.ask")
    monkeypatch.setattr(module, "new_reference", lambda: next(drawn))
    assert ask_web().reference == "CCCCCC"


def test_a_question_from_the_web_is_new_and_whole(ask_web: Ask, area: Neighbourhood, now: datetime) -> None:
    made = ask_web(timing=Timing.DAY, day=date(2030, 3, 15), half_day="morning")
    assert (made.state, made.version, made.channel) == (RequestState.NEW, 1, Channel.WEB)
    assert (made.day, made.half_day, made.text) == (date(2030, 3, 15), "morning", "De lamp in de gang")
    assert (made.neighbourhood, made.created_at, made.asked_by) == (area, now, None)
    assert [(line.verb, line.by, line.at) for line in made.history.all()] == [(Verb.ASKED, None, now)]
    person = made.person
    assert (person.first_name, person.phone.as_e164, person.address) == (
        "Fatima",
        PHONE,
        "Verborgenstraat 7 box 3",
    )


def test_consent_is_proof_of_who_how_and_after_which_text(ask_web: Ask, now: datetime) -> None:
    made = ask_web(language="ar")
    proof = made.person.consents.values_list(
        "purpose", "channel", "text_version", "language", "recorded_by", "recorded_at", "given_at"
    )
    assert set(proof) == {(purpose, Channel.WEB, "web.1", "ar", None, now, now) for purpose in BOTH}


def test_only_the_consent_that_was_ticked_is_written_down(ask_web: Ask) -> None:
    made = ask_web(share_contact=False)
    assert [consent.purpose for consent in made.person.consents.all()] == [Purpose.KEEP_REQUEST]


def test_on_behalf_keeps_who_asked_and_for_whom(ask_web: Ask, for_mother: dict[str, Any]) -> None:
    made = ask_web(**for_mother)
    assert (made.person.first_name, made.person.address) == ("Khadija", "Verborgenstraat 7 box 3")
    assert (made.asked_by.first_name, made.asked_by.address) == ("Fatima", "")
    assert (made.relation, made.contact_person) == ("child", made.asked_by)


def test_on_behalf_the_consent_is_still_to_be_confirmed(ask_web: Ask, for_mother: dict[str, Any]) -> None:
    made = ask_web(**for_mother)
    waiting = set(made.person.consents.values_list("purpose", "given_at", "given_through"))
    assert waiting == {(purpose, None, "child") for purpose in BOTH}
    assert [each.purpose for each in made.asked_by.consents.all()] == [Purpose.KEEP_REQUEST]


def test_who_is_signed_in_asks_as_the_person_we_know(ask_web: Ask, resident: User) -> None:
    made = ask_web(user=resident, first_name="Iemand", phone=None)
    assert made.person == resident.person
    assert made.history.get().by == resident


def test_the_same_submission_twice_is_one_question(ask_web: Ask) -> None:
    submission = uuid.uuid4()
    first, second = (ask_web(submission=submission) for _ in range(2))
    assert first == second
    assert (HelpRequest.objects.count(), Person.objects.count()) == (1, 1)
    assert first.history.count() == 1


def test_the_same_submission_twice_on_behalf_leaves_two_people(
    ask_web: Ask, for_mother: dict[str, Any]
) -> None:
    submission = uuid.uuid4()
    for _ in range(2):
        ask_web(submission=submission, **{**for_mother, "for_phone": None})
    assert sorted(Person.objects.values_list("first_name", flat=True)) == ["Fatima", "Khadija"]


@pytest.mark.parametrize("name", ["Fatima", "FATIMA", " fatima "])
def test_who_is_known_by_phone_and_first_name_is_reused_and_never_changed(
    ask_web: Ask, area: Neighbourhood, name: str
) -> None:
    known = PersonFactory.create(
        first_name="Fatima", last_name="Bekend", phone=PHONE, neighbourhood=area, language="fr", agrees=[]
    )
    before = Person.objects.filter(pk=known.pk).values().get()
    made = ask_web(first_name=name, email="other@example.org", language="ar")
    assert made.person == known
    assert Person.objects.filter(pk=known.pk).values().get() == before
    assert list(known.spoken.values_list("code", flat=True)) == ["fr"]


def test_somebody_else_on_the_same_phone_is_somebody_else(ask_web: Ask, area: Neighbourhood) -> None:
    known = PersonFactory.create(first_name="Omar", phone=PHONE, neighbourhood=area)
    assert ask_web().person != known


def test_between_two_who_fit_nobody_guesses(ask_web: Ask, area: Neighbourhood) -> None:
    known = PersonFactory.create_batch(2, first_name="Fatima", phone=PHONE, neighbourhood=area)
    assert ask_web().person not in known


def test_without_phone_the_email_tells_who_it_is(ask_web: Ask, area: Neighbourhood) -> None:
    known = PersonFactory.create(first_name="Fatima", email="Fatima@Example.org", neighbourhood=area)
    assert ask_web(phone=None).person == known


def test_the_confirmation_holds_no_personal_data(
    ask_web: Ask, mailoutbox: list[EmailMessage], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        made = ask_web()
    [mail] = mailoutbox
    assert mail.to == ["fatima@example.org"]
    assert made.spoken_reference in mail.subject
    written = f"{mail.subject}\n{mail.body}".lower()
    for private in ("fatima", "zonneveld", "900555", "900 555", "verborgenstraat", "chores", "lamp"):
        assert private not in written


def test_on_behalf_the_confirmation_goes_to_who_asked(
    ask_web: Ask,
    for_mother: dict[str, Any],
    mailoutbox: list[EmailMessage],
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        ask_web(**for_mother)
    assert [mail.to for mail in mailoutbox] == [["fatima@example.org"]]
    assert "khadija" not in mailoutbox[0].body.lower()


def test_who_has_no_email_gets_no_confirmation(ask_web: Ask) -> None:
    ask_web(email="")
    assert not Message.objects.exists()


def test_two_submits_at_once_are_one_question_and_one_person(
    threads: Any, ask_web: Ask, mailoutbox: list[EmailMessage]
) -> None:
    submission = uuid.uuid4()
    first, second = threads(*[lambda: ask_web(submission=submission)] * 2)
    assert first == second
    assert HelpRequest.objects.count() == Person.objects.count() == len(mailoutbox) == 1


@pytest.fixture
def called(typed_in: dict[str, Any]) -> dict[str, Any]:
    """What a broker typed during a call."""
    return {**typed_in, "channel": "phone", "places": 2, "interpreter": "Naima", "submission": uuid.uuid4()}


def test_a_broker_writes_down_a_call_of_somebody_new(
    called: dict[str, Any], area: Neighbourhood, broker: User, now: datetime
) -> None:
    made = ask_through_team(called, person=None, neighbourhood=area, outside=True, by=broker, now=now)
    assert (made.channel, made.places, made.outside_area) == (Channel.PHONE, 2, True)
    assert (made.person.first_name, made.neighbourhood) == ("Fatima", area)
    assert made.history.get().by == broker
    proof = set(
        made.person.consents.values_list("purpose", "channel", "recorded_by", "interpreter", "given_at")
    )
    assert proof == {(purpose, Channel.PHONE, broker.pk, "Naima", now) for purpose in BOTH}


def test_a_broker_writes_down_a_call_of_somebody_known(
    called: dict[str, Any], resident: User, broker: User, now: datetime
) -> None:
    before = Person.objects.count()
    made = ask_through_team(
        called, person=resident.person, neighbourhood=None, outside=False, by=broker, now=now
    )
    assert (made.person, made.neighbourhood) == (resident.person, resident.person.neighbourhood)
    assert Person.objects.count() == before


def test_a_call_sends_no_mail(
    called: dict[str, Any], area: Neighbourhood, broker: User, now: datetime
) -> None:
    ask_through_team(called, person=None, neighbourhood=area, outside=False, by=broker, now=now)
    assert not Message.objects.exists()


def test_a_call_saved_twice_is_written_down_once(
    called: dict[str, Any], area: Neighbourhood, broker: User, now: datetime
) -> None:
    for _ in range(2):
        ask_through_team(called, person=None, neighbourhood=area, outside=False, by=broker, now=now)
    assert HelpRequest.objects.count() == 1
    assert Person.objects.filter(first_name="Fatima").count() == 1
