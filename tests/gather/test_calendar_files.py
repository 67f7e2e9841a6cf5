from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from portal.gather.actions import call_off
from portal.gather.models import Gathering
from portal.people.models import User
from tests.gather.conftest import MakesDates


def read(client: Client, url: str) -> tuple[str, list[Any]]:
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    text = answer.content.decode()
    return text, Calendar.from_ical(text).walk("VEVENT")


def test_one_date(client: Client, date_in: MakesDates, now: datetime) -> None:
    date = date_in()
    text, (entry,) = read(client, f"/nl/agenda/{date.pk}.ics")
    assert "BEGIN:VTIMEZONE" in text
    assert "DTSTART;TZID=Europe/Brussels:" in text
    assert entry["SUMMARY"] == "Soep"
    assert str(entry["URL"]).endswith("/nl/agenda/soep/")
    assert entry["LOCATION"] == "De Schijf"
    assert entry.decoded("DTSTART") == date.starts_at.astimezone(ZoneInfo("Europe/Brussels")).replace(
        microsecond=0
    )
    assert (entry["STATUS"], entry["SEQUENCE"]) == ("CONFIRMED", 0)


def test_the_same_entry_in_every_language_and_after_a_change(
    client: Client, date: Gathering, broker: User, now: datetime
) -> None:
    _text, (before,) = read(client, f"/nl/agenda/{date.pk}.ics")
    call_off(date, "regen", by=broker, now=now)
    _text, (after,) = read(client, f"/en/agenda/{date.pk}.ics")
    assert after["UID"] == before["UID"]
    assert (after["STATUS"], after["SEQUENCE"], after["SUMMARY"]) == ("CANCELLED", 1, "Soup")


def test_the_feed_has_the_last_month_and_the_next_half_year(
    client: Client, date_in: MakesDates, now: datetime, django_assert_num_queries: Any
) -> None:
    for days in (-40, -20, 10, 170, 200):
        date_in(starts=timedelta(days=days))
    date_in(withdrawn_at=now)
    with django_assert_num_queries(1):
        _text, entries = read(client, reverse("agenda_file"))
    assert len(entries) == 3


def test_not_of_what_was_taken_down(client: Client, date_in: MakesDates, now: datetime) -> None:
    assert client.get(reverse("date_file", args=[date_in(withdrawn_at=now).pk])).status_code == 404
    assert client.get(reverse("date_file", args=[10**20])).status_code == 404
