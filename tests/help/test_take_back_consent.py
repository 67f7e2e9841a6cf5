from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from portal.help.actions import accept, propose, take_back_consent
from portal.help.enums import Verb
from portal.help.models import HelpRequest
from portal.help.rules import Moved, NotForYou, NotPossible
from portal.people.actions import has_consent
from portal.people.enums import Channel, Purpose
from portal.people.models import User, Volunteer


def test_ends_the_consent_and_writes_it_down(help_request: HelpRequest, broker: User, now: datetime) -> None:
    take_back_consent(help_request, channel=Channel.PHONE, by=broker, now=now)
    assert not has_consent(help_request.person, Purpose.SHARE_CONTACT)
    assert has_consent(help_request.person, Purpose.KEEP_REQUEST)
    assert help_request.history.last().verb == Verb.TOOK_BACK


def test_after_it_nobody_can_say_yes(
    help_request: HelpRequest, volunteer: Volunteer, broker: User, now: datetime
) -> None:
    match = propose(help_request, [volunteer], by=broker, now=now)[0]
    take_back_consent(help_request, channel=Channel.PHONE, by=broker, now=now)
    with pytest.raises(NotPossible, match="ask for consent"):
        accept(match, by=broker, now=now)
    with pytest.raises(NotPossible, match="not possible right now") as refusal:
        accept(match, by=volunteer.person.user, now=now)
    assert help_request.person.first_name not in str(refusal.value)


def test_after_it_the_volunteer_sees_nothing(
    client: Client, help_request: HelpRequest, volunteer: Volunteer, broker: User, now: datetime
) -> None:
    person = help_request.person
    person.street, person.house_number = "Verborgenstraat", "7"
    person.save()
    accept(propose(help_request, [volunteer], by=broker, now=now)[0], by=broker, now=now)
    client.force_login(volunteer.person.user)
    assert "Verborgenstraat" in client.get(reverse("mine")).content.decode()
    client.force_login(broker)
    page = client.post(
        reverse("act_on_request", args=[help_request.reference, "toestemming-weg"]), {"channel": "phone"}
    )
    assert page.status_code == 302
    client.force_login(volunteer.person.user)
    assert "Verborgenstraat" not in client.get(reverse("mine")).content.decode()


def test_not_by_a_broker_of_elsewhere(help_request: HelpRequest, far_broker: User, now: datetime) -> None:
    with pytest.raises(NotForYou):
        take_back_consent(help_request, channel=Channel.PHONE, by=far_broker, now=now)


def test_not_from_an_old_page(help_request: HelpRequest, broker: User, now: datetime) -> None:
    with pytest.raises(Moved):
        take_back_consent(help_request, channel=Channel.PHONE, by=broker, now=now, version=0)
