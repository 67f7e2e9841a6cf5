"""A place for one: who comes first, who waits, who is asked; and a street that takes part."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from home.models import CampaignPage
from portal.gather.models import Event, Gathering
from portal.people.models import Neighbourhood
from tests.factories.gather import EventFactory, GatheringFactory

from .conftest import Visitor

pytestmark = pytest.mark.browser
Make = Callable[..., Visitor]


@pytest.fixture
def date(demo: None) -> Gathering:
    area = Neighbourhood.objects.get(slug="oud-oefenplein")
    starts = timezone.now() + timedelta(days=3)
    return GatheringFactory.create(event=EventFactory.create(neighbourhood=area, seats=1, starts_at=starts))


def signs_up(visitor: Visitor, date: Gathering, name: str, number: str) -> None:
    visitor.goes(f"/en/agenda/{date.pk}/aanmelden/")
    visitor.presses("Sign up")  # forgot everything
    visitor.reads("Something is not right yet")
    visitor.fills(first_name=name, phone=number, note="I come with a wheelchair.")
    visitor.page.wait_for_timeout(3000)  # people take longer than the time trap
    visitor.presses("Sign up")


def test_the_last_place(visitor: Make, date: Gathering) -> None:
    first, second = visitor(width=360), visitor(scripts=False)
    signs_up(first, date, "Nadia", "0470 00 00 01")
    first.reads("You are on the list")
    signs_up(second, date, "Karim", "0470 00 00 02")
    second.reads("You are on the waiting list")
    first.presses("I am not coming")
    broker = visitor("bemiddelaar", width=420, dark=True)
    broker.goes("/en/bemiddeling/agenda/")
    broker.follows("Soup")
    broker.reads("Karim", "may come, has to say yes")
    broker.presses("Says yes", exact=False)
    second.page.reload()
    second.reads("You are on the list")
    Gathering.objects.filter(pk=date.pk).update(starts_at=timezone.now())
    Event.objects.filter(pk=date.event_id).update(seats=2)
    broker.goes(f"/en/bemiddeling/agenda/{date.pk}/")
    broker.presses("Was there", exact=False)
    broker.fills(attended="12")
    broker.presses("Write down")
    broker.reads("12 came", "was there")
    broker.follows("List on paper")
    broker.reads("Karim")


def test_a_street_takes_part(visitor: Make, demo: None) -> None:
    neighbour = visitor(width=320)
    key = CampaignPage.objects.get(locale__language_code="nl").translation_key
    neighbour.goes(f"/ar/straat/{key}/meedoen/")
    neighbour.goes(f"/en/straat/{key}/meedoen/")
    neighbour.fills(street="Oefenstraat", plan="Samen soep eten", first_name="Nadia", phone="0470 00 00 01")
    neighbour.page.wait_for_timeout(3000)
    neighbour.presses("Sign up my street")
    neighbour.reads("We have your street")
    broker = visitor("bemiddelaar")
    broker.goes("/en/bemiddeling/straten/")
    broker.presses("Confirm", exact=False)
    broker.page.locator("main summary").first.click()
    for point in ("lasting", "effort", "creative", "diverse"):
        broker.chooses(**{point: "4"})
    broker.presses("Write down", exact=False)
    broker.reads("16 / 20")
