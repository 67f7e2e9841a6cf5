"""Who comes along in the demo, and which streets take part."""

from __future__ import annotations

from datetime import datetime, timedelta

from home.models import CampaignPage, EventPage
from portal.gather.actions import Plan, confirm, count, enter, sign_up
from portal.gather.models import Gathering
from portal.people.models import Person

# How many come with each: eight seats are full, and the last one waits.
PARTIES = {"Rosa": 2, "Youssef": 3, "Lies": 3, "Samira": 1}


def load_agenda(events: dict[str, EventPage], people: dict[str, Person], now: datetime) -> None:
    broker = people["Samira"].user
    assert broker is not None
    meal = _date(events["soep"])
    for hours, (name, party) in enumerate(PARTIES.items()):
        sign_up(meal, people[name], party, by=broker, now=now - timedelta(hours=30 - hours))
    sign_up(_date(events["wandeling"]), people["Rosa"], by=broker, now=now)
    count(_date(events["babbel-over-de-buurt"]), 14, by=broker, now=now)
    _streets(people, now)


def _date(page: EventPage) -> Gathering:
    found: Gathering | None = (
        Gathering.objects.filter(event__key=page.translation_key).order_by("starts_at").first()
    )
    assert found is not None
    return found


def _streets(people: dict[str, Person], now: datetime) -> None:
    campaign = CampaignPage.objects.get(locale__language_code="nl")
    broker = people["Samira"].user
    assert broker is not None
    for name, street, plan in (
        ("Rosa", "Voorbeeldstraat", "Stoelen op de stoep en soep uit één grote pot."),
        ("Lies", "Proefstraat", "Een wandeling langs alle voordeuren."),
    ):
        entry = enter(
            campaign.translation_key,
            people[name],
            Plan(street, plan),
            neighbourhood=campaign.neighbourhood,
            by=broker,
            now=now,
        )
        if name == "Rosa":
            confirm(entry, by=broker, now=now)
