from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from config.demo import DemoRefused, load_demo
from config.demo.cast import CAST, DOMAIN, PASSWORD
from portal.help.enums import RequestState
from portal.help.models import HelpRequest
from portal.people.models import Person, User
from tests import kept
from tests.factories import PersonFactory


@pytest.fixture
def loaded(db: None) -> None:
    kept.added("demo", lambda: load_demo(timezone.now()))


@pytest.mark.django_db
def test_holds_a_request_in_every_state(loaded: None) -> None:
    assert set(HelpRequest.objects.values_list("state", flat=True)) == set(RequestState)


@pytest.mark.django_db
def test_a_second_time_changes_nothing(loaded: None, now: datetime) -> None:
    before = (Person.objects.count(), HelpRequest.objects.count())
    assert load_demo(now) is False
    assert (Person.objects.count(), HelpRequest.objects.count()) == before


@pytest.mark.django_db
def test_everybody_of_the_cast_can_sign_in(loaded: None, client: Client) -> None:
    for each in CAST:
        if each.login:
            assert client.login(
                login=f"{each.login}@{DOMAIN}", email=f"{each.login}@{DOMAIN}", password=PASSWORD
            ), each


@pytest.mark.django_db
def test_refuses_where_real_people_are(now: datetime) -> None:
    PersonFactory.create()
    with pytest.raises(DemoRefused, match="people in this database"):
        load_demo(now)
    assert not User.objects.exists()


@pytest.mark.django_db
@override_settings(DEMO_ALLOWED=False)
def test_refuses_with_production_settings(now: datetime) -> None:
    with pytest.raises(DemoRefused):
        load_demo(now)
