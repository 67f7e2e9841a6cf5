from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.people.enums import StatementKind, VolunteerState
from portal.people.models import User, Volunteer
from portal.team.templatetags.team_tags import expiring, volunteers_to_do

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("days", "asks"), [(-3, True), (0, True), (31, True), (32, False)])
def test_a_month_before_it_runs_out_it_is_on_the_work_list(
    volunteer: Volunteer, broker: User, far_broker: User, now: datetime, days: int, asks: bool
) -> None:
    today = now.date()
    old = volunteer.statements.create(
        kind=StatementKind.DRIVER,
        shown_on=today - timedelta(days=300),
        expires_on=today + timedelta(days=days),
    )
    assert list(expiring(broker)) == ([old] if asks else [])
    assert not expiring(far_broker)


def test_a_newer_one_or_a_volunteer_who_stopped_is_let_be(
    volunteer: Volunteer, broker: User, now: datetime
) -> None:
    today = now.date()
    facts: dict[str, Any] = {"kind": StatementKind.DRIVER, "shown_on": today}
    volunteer.statements.create(expires_on=today, **facts)
    assert expiring(broker).count() == 1
    newer = volunteer.statements.create(expires_on=today + timedelta(days=200), **facts)
    assert not expiring(broker)
    newer.delete()
    Volunteer.objects.update(state=VolunteerState.STOPPED)
    assert not expiring(broker)


def test_the_work_list_counts_who_waits(
    client: Client, volunteer: Volunteer, broker: User, django_assert_num_queries: Any
) -> None:
    Volunteer.objects.update(state=VolunteerState.SIGNED_UP)
    assert broker.roles  # read once per request
    with django_assert_num_queries(2):
        told = volunteers_to_do(broker)
    assert told["waiting"] == [{"state": VolunteerState.SIGNED_UP, "count": 1}]
    client.force_login(broker)
    assert "?toestand=signed_up" in client.get(reverse("worklist")).content.decode()
