"""Fixed days on the screens of the team, of who asks and of who helps."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from portal.help.actions import Plan, accept, begin_series, move, propose
from portal.help.enums import RequestState
from portal.help.models import HelpRequest, Series
from portal.help.series_enums import SeriesState
from portal.people.models import User, Volunteer
from tests.factories import SeriesFactory
from tests.help.conftest import page_of
from tests.help.test_query_counts import queries_of


@pytest.fixture
def series(help_request: HelpRequest, volunteer: Volunteer, broker: User, now: datetime) -> Series:
    first = timezone.localdate(now) + timedelta(days=2)
    Volunteer.objects.filter(pk=volunteer.pk).update(month_maximum=20)
    move(help_request, by=broker, now=now, day=first)
    accept(propose(help_request, [volunteer], by=broker, now=now)[0], by=broker, now=now)
    plan = Plan(rhythm="week", first=first, on_holidays="too", keeps_helper=True)
    return begin_series(help_request, plan, by=broker, now=now)


def path(series: Series, verb: str = "") -> str:
    return f"/en/bemiddeling/reeksen/{series.pk}/" + (f"{verb}/" if verb else "")


def states(series: Series) -> set[str]:
    return set(series.dates.values_list("state", flat=True))


def test_a_broker_makes_a_series_of_a_question(team: Client, help_request: HelpRequest) -> None:
    HelpRequest.objects.update(wants_rhythm="two_weeks")
    page = team.get(page_of(help_request)).content.decode()
    assert "Asks for help that comes back:" in page
    typed = {
        "rhythm": "two_weeks",
        "first": timezone.localdate() + timedelta(days=1),
        "on_holidays": "too",
        "version": 1,
    }
    assert team.post(page_of(help_request) + "reeks/", typed).status_code == 302
    series = Series.objects.get()
    assert series.dates.count() == 3
    assert series.dates.filter(wants_rhythm="").count() == 3


def test_what_was_typed_stays_with_a_refusal(team: Client, help_request: HelpRequest) -> None:
    typed = {"rhythm": "month", "first": "2020-01-01", "on_holidays": "later", "version": 1}
    page = team.post(page_of(help_request) + "reeks/", typed)
    assert page.status_code == 409
    assert "2020-01-01" in page.content.decode()
    assert not Series.objects.exists()


def test_the_page_of_the_team(team: Client, series: Series, volunteer: Volunteer) -> None:
    page = team.get(path(series)).content.decode()
    assert page.count("overslaan/") == series.dates.count() == 6
    assert str(volunteer) in page
    assert path(series) in team.get(page_of(series.dates.first())).content.decode()


def test_the_team_acts_on_it(team: Client, series: Series, volunteer2: Volunteer) -> None:
    today = timezone.localdate()
    assert team.post(path(series, "wie-komt"), {"helper": volunteer2.pk, "from_day": ""}).status_code == 400
    found = team.post(path(series, "wie-komt"), {"helper": volunteer2.pk, "from_day": today})
    assert found.status_code == 302
    series.refresh_from_db()
    assert series.helper == volunteer2
    for verb, state in (("pauze", "paused"), ("verder", "running"), ("stoppen", "ended")):
        assert team.post(path(series, verb)).status_code == 302
        series.refresh_from_db()
        assert series.state == state
    assert team.post(path(series, "verder")).status_code == 409
    assert team.get(path(series)).status_code == 200
    assert team.post(path(series, "weg")).status_code == 404


def test_one_date_is_skipped_by_the_team(team: Client, series: Series) -> None:
    date = series.dates.order_by("day").last()
    assert team.post(page_of(date) + "overslaan/", {"version": date.version}).status_code == 302
    assert team.post(page_of(date) + "overslaan/", {"version": date.version}).status_code == 409
    assert series.dates.filter(state=RequestState.SKIPPED).count() == 1


def test_who_asks_sees_the_dates_skips_one_and_stops(
    client: Client, series: Series, resident: User, volunteer: Volunteer
) -> None:
    client.force_login(resident)
    page = client.get("/en/mijn/").content.decode()
    assert page.count("overslaan/") == 6
    assert str(volunteer.person) in page
    assert "What you asked" not in page
    first = series.dates.order_by("day").first()
    assert client.post(f"/en/mijn/vragen/{first.reference}/overslaan/").status_code == 302
    assert series.dates.filter(state=RequestState.SKIPPED).get() == first
    assert client.post(f"/en/mijn/reeksen/{series.pk}/stoppen/").status_code == 302
    assert states(series) == {RequestState.SKIPPED}


def test_who_helps_stops_and_sees_no_name_in_it(mine: Client, series: Series) -> None:
    assert "I stop with these fixed days" in mine.get("/en/mijn/").content.decode()
    url = f"/en/mijn/reeksen/{series.pk}/"
    assert mine.post(url + "stoppen/").status_code == 403
    assert mine.post(url + "niet-meer-helpen/").status_code == 302
    assert states(series) == {RequestState.SEARCHING}
    assert mine.post(url + "niet-meer-helpen/").status_code == 404
    assert Series.objects.get().state == SeriesState.RUNNING


def test_a_wish_comes_in_as_one_question(team: Client, kind: object, broker: User) -> None:
    typed = {
        "submission": "6f1c7f7e-3a2e-4a55-9d1c-0f6d4d7f1a11",
        "first_name": "Mia",
        "phone": "0470 12 34 56",
        "neighbourhood": broker.neighbourhoods.get().slug,
        "language": "nl",
        "kind": "chores",
        "timing": "no_hurry",
        "places": 1,
        "channel": "phone",
        "wants_rhythm": "week",
    }
    assert team.post("/en/bemiddeling/nieuw-gesprek/", typed).status_code == 302
    assert HelpRequest.objects.get().wants_rhythm == "week"
    assert "every week" in team.get("/en/bemiddeling/").content.decode()


def test_this_week_has_a_last_day_on_the_work_list(team: Client, help_request: HelpRequest) -> None:
    created = datetime.fromisoformat("2026-10-23T23:30:00+02:00")  # a day late in UTC, and summer time ends
    HelpRequest.objects.update(timing="week", created_at=created)
    help_request.refresh_from_db()
    assert str(help_request.last_day) == "2026-10-30"
    assert "30 October" in team.get("/en/bemiddeling/").content.decode()


def test_pages_take_as_many_queries_whatever_their_size(
    client: Client, series: Series, resident: User, broker: User, volunteer: Volunteer
) -> None:
    client.force_login(broker)
    few = queries_of(client, path(series)), queries_of(client, path(series))
    resident_client = Client()
    resident_client.force_login(resident)
    few_mine = queries_of(resident_client, "/en/mijn/"), queries_of(resident_client, "/en/mijn/")
    for number in range(8):
        HelpRequest.objects.create(
            series=series,
            person=resident.person,
            neighbourhood=series.neighbourhood,
            kind=series.kind,
            language="nl",
            channel="phone",
            state=RequestState.SEARCHING,
            timing="day",
            day=timezone.localdate() + timedelta(days=60 + number),
            created_at=timezone.now(),
        )
        SeriesFactory.create(person=resident.person, kind=series.kind)
    assert queries_of(client, path(series)) == few[1]
    assert queries_of(resident_client, "/en/mijn/") == few_mine[1]
