"""Appointments in the calendar: on the right hour, for the right person, without a name or a street."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from portal.help.actions import cancel, move
from portal.help.actions.calendar_feeds import make_feed, renew_feed, stop_feed
from portal.help.enums import MatchState, Timing
from portal.help.models import CalendarFeed, HelpRequest, Match
from portal.help.rules import NotForYou, NotPossible
from portal.people.models import User, Volunteer
from tests.factories import MatchFactory, RequestFactory

# The clock goes forward on the last Sunday of March, 29 March 2026.
SUMMER = date(2026, 3, 30)


def read(client: Client, url: str) -> tuple[str, list[Any]]:
    answer = client.get(url)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    text = answer.content.decode()
    return text, Calendar.from_ical(text).walk("VEVENT")


def file_of(match: Match) -> str:
    return reverse("match_file", args=[match.pk])


def link_of(feed: CalendarFeed) -> str:
    return reverse("own_feed", args=[feed.key])


def put(match: Match, day: date | None, half_day: str = "") -> None:
    timing = Timing.DAY if day else Timing.NO_HURRY
    HelpRequest.objects.filter(pk=match.request_id).update(day=day, half_day=half_day, timing=timing)


def helps(volunteer: Volunteer, day: date, **more: Any) -> Match:
    request = RequestFactory.create(timing=Timing.DAY, day=day, state="agreed", **more)
    return MatchFactory.create(request=request, volunteer=volunteer, state=MatchState.ACCEPTED)


@pytest.fixture
def feed(volunteer: Volunteer, now: datetime) -> CalendarFeed:
    return make_feed(volunteer, by=volunteer.person.user, now=now)


@pytest.mark.parametrize(
    ("half_day", "first", "last"), [("morning", 9, 12), ("afternoon", 13, 17), ("evening", 18, 21)]
)
def test_the_hours_of_the_wall_clock_in_summer_and_winter(
    agreed: Match, mine: Client, half_day: str, first: int, last: int
) -> None:
    for day, offset in ((SUMMER - timedelta(days=2), 1), (SUMMER, 2)):
        put(agreed, day, half_day)
        text, (entry,) = read(mine, file_of(agreed))
        assert f"DTSTART;TZID=Europe/Brussels:{day:%Y%m%d}T{first:02}0000" in text
        assert f"DTEND;TZID=Europe/Brussels:{day:%Y%m%d}T{last:02}0000" in text
        start = entry.decoded("DTSTART").astimezone(UTC)
        assert start == datetime(day.year, day.month, day.day, first - offset, tzinfo=UTC)


def test_without_a_part_of_the_day_it_is_all_day(agreed: Match, mine: Client) -> None:
    put(agreed, SUMMER)
    _text, (entry,) = read(mine, file_of(agreed))
    assert (entry.decoded("DTSTART"), entry.decoded("DTEND")) == (SUMMER, SUMMER + timedelta(days=1))


def test_both_sides_get_the_same_entry_and_it_names_nobody(
    agreed: Match, mine: Client, resident: User, volunteer: Volunteer, feed: CalendarFeed
) -> None:
    put(agreed, timezone.localdate(), "morning")
    for person in (resident.person, volunteer.person):
        person.last_name, person.street, person.phone = "Zeldzaam", "Zeldzaamstraat", "+447700900999"
        person.save()
    HelpRequest.objects.update(text="Zeldzaam", board_line="Zeldzaam")
    asker = Client()
    asker.force_login(resident)
    found = [
        read(mine, file_of(agreed)),
        read(asker, reverse("request_file", args=[agreed.request.reference])),
        read(Client(), link_of(feed)),
    ]
    assert len({str(entry["UID"]) for _text, (entry,) in found}) == 1
    for text, (entry,) in found:
        assert entry["SUMMARY"] == str(agreed.request.kind)
        assert str(entry["URL"]).endswith(reverse("mine"))
        for secret in ("Zeldzaam", "7700", resident.person.first_name, volunteer.person.first_name):
            assert secret not in text


def test_a_move_replaces_the_entry(agreed: Match, mine: Client, broker: User, now: datetime) -> None:
    put(agreed, timezone.localdate(now))
    _text, (before,) = read(mine, file_of(agreed))
    request = HelpRequest.objects.get(pk=agreed.request_id)
    move(request, by=broker, now=now, day=timezone.localdate(now) + timedelta(days=7))
    _text, (after,) = read(mine, file_of(agreed))
    assert (after["UID"], after["SEQUENCE"]) == (before["UID"], before["SEQUENCE"] + 1)


def test_no_file_without_a_day_or_after_it_was_cancelled(
    agreed: Match, mine: Client, resident: User, volunteer: Volunteer, feed: CalendarFeed, now: datetime
) -> None:
    put(agreed, None)
    assert mine.get(file_of(agreed)).status_code == 404
    put(agreed, timezone.localdate(now))
    assert len(read(mine, link_of(feed))[1]) == 1
    cancel(agreed, why="ziek", by=volunteer.person.user, now=now)
    assert mine.get(file_of(agreed)).status_code == 404
    assert read(mine, link_of(feed))[1] == []
    mine.force_login(resident)
    assert mine.get(reverse("request_file", args=[agreed.request.reference])).status_code == 404


@pytest.mark.parametrize("who", ["resident", "broker", "coordinator"])
def test_the_file_of_a_helper_is_theirs_alone(
    agreed: Match, client: Client, who: str, request: pytest.FixtureRequest
) -> None:
    put(agreed, SUMMER)
    client.force_login(request.getfixturevalue(who))
    assert client.get(file_of(agreed)).status_code == 404


def test_the_pages_offer_it(agreed: Match, mine: Client, resident: User) -> None:
    own_file = reverse("request_file", args=[agreed.request.reference])
    put(agreed, timezone.localdate())
    assert file_of(agreed) in mine.get(reverse("mine")).content.decode()
    mine.force_login(resident)
    assert own_file in mine.get(reverse("mine")).content.decode()
    put(agreed, None)
    assert own_file not in mine.get(reverse("mine")).content.decode()


def test_the_feed_has_the_last_month_and_all_to_come_of_one_volunteer(
    feed: CalendarFeed, volunteer: Volunteer, volunteer2: Volunteer, now: datetime
) -> None:
    today = timezone.localdate(now)
    for days in (-31, -30, 0, 200):
        helps(volunteer, today + timedelta(days=days))
    helps(volunteer2, today)
    helps(volunteer, today, person__restricted_at=now)
    _text, entries = read(Client(), link_of(feed))
    found = [entry.decoded("DTSTART") for entry in entries]
    assert found == [today + timedelta(days=days) for days in (-30, 0, 200)]


def test_the_feed_asks_as_much_for_many_as_for_one(
    feed: CalendarFeed, volunteer: Volunteer, now: datetime
) -> None:
    counts = []
    for more in (1, 6):
        for _each in range(more):
            helps(volunteer, timezone.localdate(now))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            read(Client(), link_of(feed))
        counts.append(len(asked))
    assert counts == [2, 2]


def test_in_the_language_of_the_address(feed: CalendarFeed) -> None:
    names = []
    for code in ("nl", "fr", "en", "ar"):
        text, _entries = read(Client(), f"/{code}/agenda-van-mij/{feed.key}.ics")
        names.append(str(Calendar.from_ical(text)["X-WR-CALNAME"]))
    assert names == ["Mijn afspraken", "Mes rendez-vous", "My appointments", "مواعيدي"]


def test_the_feed_is_closed_while_somebody_does_not_help(
    feed: CalendarFeed, volunteer: Volunteer, now: datetime
) -> None:
    person, user = volunteer.person, volunteer.person.user
    assert Client().get(link_of(feed)).status_code == 200
    for thing, name, value in (
        (person, "restricted_at", now),
        (user, "is_active", False),
        (volunteer, "state", "stopped"),
    ):
        before = getattr(thing, name)
        type(thing).objects.filter(pk=thing.pk).update(**{name: value})
        assert Client().get(link_of(feed)).status_code == 404
        type(thing).objects.filter(pk=thing.pk).update(**{name: before})
    assert Client().get(reverse("own_feed", args=["x" * 32])).status_code == 404


def test_make_renew_and_stop_twice(feed: CalendarFeed, volunteer: Volunteer, now: datetime) -> None:
    by = volunteer.person.user
    assert make_feed(volunteer, by=by, now=now) == feed
    assert CalendarFeed.objects.get().key == feed.key
    renewed = renew_feed(volunteer, by=by, now=now)
    again = renew_feed(volunteer, by=by, now=now)
    assert len({feed.key, renewed.key, again.key}) == 3
    assert Client().get(link_of(feed)).status_code == 404
    assert Client().get(link_of(again)).status_code == 200
    stop_feed(volunteer, by=by, now=now)
    stop_feed(volunteer, by=by, now=now)
    assert not CalendarFeed.objects.exists()


@pytest.mark.parametrize("act", [make_feed, renew_feed, stop_feed])
@pytest.mark.parametrize("who", ["resident", "broker", "coordinator"])
def test_nobody_else_changes_it(
    feed: CalendarFeed,
    volunteer: Volunteer,
    act: Any,
    who: str,
    request: pytest.FixtureRequest,
    now: datetime,
) -> None:
    with pytest.raises(NotForYou):
        act(volunteer, by=request.getfixturevalue(who), now=now)
    assert CalendarFeed.objects.get().key == feed.key


def test_none_for_who_stopped(volunteer: Volunteer, mine: Client, now: datetime) -> None:
    Volunteer.objects.filter(pk=volunteer.pk).update(state="stopped")
    for act in (make_feed, renew_feed):
        with pytest.raises(NotPossible):
            act(volunteer, by=volunteer.person.user, now=now)
    answer = mine.post(reverse("change_feed", args=["maken"]))
    assert answer.status_code == 409
    assert not CalendarFeed.objects.exists()


def test_on_the_page_of_who_helps(volunteer: Volunteer, mine: Client) -> None:
    page = reverse("my_help")
    mine.post(reverse("change_feed", args=["maken"]))
    first = CalendarFeed.objects.get()
    assert link_of(first) in mine.get(page).content.decode()
    mine.post(reverse("change_feed", args=["nieuw"]))
    shown = mine.get(page).content.decode()
    assert link_of(first) not in shown
    assert link_of(CalendarFeed.objects.get()) in shown
    mine.post(reverse("change_feed", args=["uit"]))
    assert "agenda-van-mij" not in mine.get(page).content.decode()
    assert mine.post(reverse("change_feed", args=["iets"])).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_made_twice_at_the_same_time_is_one_link(volunteer: Volunteer, threads: Any, now: datetime) -> None:
    by = volunteer.person.user
    threads(*[lambda: make_feed(volunteer, by=by, now=now)] * 2)
    assert CalendarFeed.objects.count() == 1
