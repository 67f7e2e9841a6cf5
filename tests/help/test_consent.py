from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from portal.help.actions import confirm_consent, propose
from portal.help.enums import RequestState, Verb
from portal.help.models import HelpRequest
from portal.help.rules import NotForYou, NotPossible
from portal.people.actions import record_consent, withdraw_consent
from portal.people.enums import Channel, Purpose
from portal.people.models import User, Volunteer
from tests.factories import PersonFactory, RequestFactory

BOTH = {Purpose.KEEP_REQUEST, Purpose.SHARE_CONTACT}


@pytest.fixture
def unasked(help_request: HelpRequest) -> HelpRequest:
    """The person never agreed to anything."""
    help_request.person.consents.all().delete()
    return help_request


@pytest.fixture
def pending(unasked: HelpRequest, now: datetime) -> HelpRequest:
    """A daughter agreed for her mother."""
    for purpose in BOTH:
        record_consent(
            unasked.person, purpose, channel=Channel.WEB, language="nl", by=None, now=now, said_by="child"
        )
    return unasked


@pytest.mark.parametrize("fixture", ["unasked", "pending"])
def test_nobody_is_proposed_before_the_person_agreed(
    fixture: str, request: pytest.FixtureRequest, volunteer: Volunteer, broker: User, now: datetime
) -> None:
    asked: HelpRequest = request.getfixturevalue(fixture)
    with pytest.raises(NotPossible, match="ask for consent"):
        propose(asked, [volunteer], by=broker, now=now)
    assert not asked.matches.exists()


@pytest.mark.parametrize("given", sorted(BOTH))
def test_one_of_the_two_is_not_enough(
    given: Purpose, kind: object, volunteer: Volunteer, broker: User, now: datetime
) -> None:
    request = RequestFactory.create(person=PersonFactory.create(agrees=[given]), kind=kind)
    with pytest.raises(NotPossible, match="ask for consent"):
        propose(request, [volunteer], by=broker, now=now)


@pytest.mark.parametrize("withdrawn", sorted(BOTH))
def test_withdrawn_is_not_agreed(
    withdrawn: Purpose, help_request: HelpRequest, volunteer: Volunteer, broker: User, now: datetime
) -> None:
    withdraw_consent(help_request.person, withdrawn, channel=Channel.PHONE, now=now)
    with pytest.raises(NotPossible, match="ask for consent"):
        propose(help_request, [volunteer], by=broker, now=now)


def test_what_waited_becomes_given_by_the_person(pending: HelpRequest, broker: User, now: datetime) -> None:
    later = now + timedelta(hours=1)
    confirm_consent(pending, channel=Channel.HOME, by=broker, now=later, interpreter="Naima")
    given = pending.person.consents.values_list(
        "purpose", "channel", "given_through", "recorded_by", "interpreter", "text_version", "given_at"
    )
    assert set(given) == {
        (purpose, Channel.HOME, "", broker.pk, "Naima", "read_aloud.1", later) for purpose in BOTH
    }


def test_then_volunteers_can_be_asked(
    pending: HelpRequest, volunteer: Volunteer, broker: User, now: datetime
) -> None:
    confirm_consent(pending, channel=Channel.PHONE, by=broker, now=now)
    assert len(propose(pending, [volunteer], by=broker, now=now)) == 1


def test_history_tells_it_and_the_state_stays(unasked: HelpRequest, broker: User, now: datetime) -> None:
    request = confirm_consent(unasked, channel=Channel.PHONE, by=broker, now=now)
    line = request.history.get()
    assert (line.verb, line.by, line.at) == (Verb.CONSENTED, broker, now)
    assert request.state == RequestState.NEW


def test_what_was_given_before_keeps_its_proof(
    help_request: HelpRequest, broker: User, now: datetime
) -> None:
    before = set(help_request.person.consents.values_list("purpose", "given_at", "recorded_by"))
    confirm_consent(help_request, channel=Channel.DESK, by=broker, now=now + timedelta(days=1))
    assert set(help_request.person.consents.values_list("purpose", "given_at", "recorded_by")) == before


def test_nobody_else_may(unasked: HelpRequest, outsider: User, now: datetime) -> None:
    with pytest.raises(NotForYou):
        confirm_consent(unasked, channel=Channel.PHONE, by=outsider, now=now)
    assert not unasked.person.consents.exists()


def test_two_brokers_at_once_write_it_down_once(
    threads: Any, unasked: HelpRequest, broker: User, other_broker: User, now: datetime
) -> None:
    results = threads(
        *(
            lambda by=by: confirm_consent(unasked, channel=Channel.PHONE, by=by, now=now)
            for by in (broker, other_broker)
        )
    )
    assert [type(result).__name__ for result in results] == ["HelpRequest"] * 2
    assert sorted(unasked.person.consents.values_list("purpose", flat=True)) == sorted(BOTH)
