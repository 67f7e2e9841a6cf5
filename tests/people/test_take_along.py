"""A list leaves: only with a reason, written down, and each person can see it."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from design.sheets import Table, read_table, written
from portal.people.data_rules import NotForYou
from portal.people.enums import Channel, ExportReason, Purpose
from portal.people.forgetting import forget_all
from portal.people.models import Consent, FileAccess, FileRun, Neighbourhood, Person, SpokenLanguage, User
from portal.people.sheets import taking_along
from portal.people.sheets.person_sheet import SHEET
from portal.people.sheets.rows import read_rows
from portal.people.sheets.taking_along import rows, take_along
from tests.factories import PersonFactory

URL = "/nl/bemiddeling/mensen/uitvoer/"
FORM = {"sheet": "mensen", "areas": ["oud-oefenplein"], "state": "", "reason": "letter", "kind": "csv"}


def lines(by: User, area: Neighbourhood, now: datetime, state: str = "") -> Iterator[list[str]]:
    run = take_along(SHEET, [area], state, kind="csv", reason=ExportReason.LETTER, by=by, now=now)
    return rows(SHEET, [area], state, run=run, by=by, now=now)


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["nl", "ar"])
def test_what_leaves_comes_back_the_same(
    client: Client, coordinator: User, area: Neighbourhood, now: datetime, kind: str, language: str
) -> None:
    Person.objects.exclude(user=coordinator).delete()
    Person.objects.filter(user=coordinator).update(phone="+32470000003")
    rosa = PersonFactory.create(
        neighbourhood=area,
        first_name="Zoë",
        last_name="=1+1",
        phone="+32470000001",
        language="fr",
        speaks=["ary", "vgt"],
        street="'t Hof",
        house_number="12",
        box="=b",
        agrees=[],
    )
    Consent.objects.create(
        person=rosa,
        purpose=Purpose.CALL_AGAIN,
        channel=Channel.PAPER,
        text_version="1",
        language="nl",
        recorded_at=now,
        given_at=now,
    )
    PersonFactory.create(neighbourhood=area, first_name="سلمى", phone="", email="s@example.org")
    client.force_login(coordinator)
    page = client.post(URL.replace("/nl/", f"/{language}/"), {**FORM, "kind": kind})
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "private, no-store"
    made = read_table(io.BytesIO(body(page)), most_rows=10)
    read = read_rows(SHEET, made.headings, made.rows, area, timezone.localdate())
    assert {row.state for row in read.rows} == {"known"}, [row.problems for row in read.rows]
    values = read.rows[1].values
    assert (values["last_name"], values["street"], values["box"]) == ("=1+1", "'t Hof", "=b")
    assert (values["language"], values["languages"]) == ("fr", ["ary", "fr", "vgt"])
    assert (values["keep"], values["call"]) == (None, timezone.localdate(now))
    assert read.rows[2].values["first_name"] == "سلمى"


def test_is_written_down_without_names_and_each_person_sees_it(
    client: Client, coordinator: User, resident: User, area: Neighbourhood
) -> None:
    client.force_login(coordinator)
    body(client.post(URL, {**FORM, "note": "brief van mei"}))
    run = FileRun.objects.get()
    assert (run.direction, run.sheet, run.by, run.role, run.count) == (
        "out",
        "mensen",
        coordinator,
        "coordinator",
        2,
    )
    assert (run.reason, run.note, run.kind, list(run.neighbourhoods.all())) == (
        "letter",
        "brief van mei",
        "csv",
        [area],
    )
    look = FileAccess.objects.get()  # one's own details are no news
    assert (look.person, look.looked_by, look.what) == (resident.person, coordinator, "export")
    page = client.get("/nl/bemiddeling/bestanden/").content.decode()
    assert "brief van mei" in page
    assert "Rosa" not in page


def test_nothing_leaves_before_it_is_noted(
    coordinator: User, resident: User, area: Neighbourhood, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking_along, "AT_ONCE", 1)
    left = lines(coordinator, area, now)
    assert next(left)[0] == "First name"
    assert not FileAccess.objects.exists()
    next(left), next(left)
    assert FileAccess.objects.count() == 1
    assert list(left) == []


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"reason": "other"}, "note"),
        ({"areas": []}, "areas"),
        ({"areas": ["elders"]}, "areas"),
        ({"sheet": "niets"}, "sheet"),
        ({"kind": "pdf"}, "kind"),
        ({"state": "vrijwilligers:active"}, "state"),
        ({"state": "mensen:niets"}, "state"),
    ],
)
def test_says_what_is_missing(
    client: Client, coordinator: User, elsewhere: Neighbourhood, changed: dict[str, Any], field: str
) -> None:
    client.force_login(coordinator)
    page = client.post(URL, {**FORM, **changed})
    assert page.status_code == 400
    assert field in page.context["form"].errors
    assert not FileRun.objects.exists()


@pytest.mark.parametrize("who", ["broker", "far_broker", "resident", "editor", "desk", "steering", "partner"])
def test_nobody_else(request: pytest.FixtureRequest, client: Client, area: Neighbourhood, who: str) -> None:
    user = request.getfixturevalue(who)
    client.force_login(user)
    assert client.post(URL, FORM).status_code == 403
    with pytest.raises(NotForYou):
        lines(user, area, timezone.now())
    assert not FileRun.objects.exists()


def test_not_of_another_neighbourhood(coordinator: User, elsewhere: Neighbourhood, now: datetime) -> None:
    with pytest.raises(NotForYou):
        lines(coordinator, elsewhere, now)


def test_by_what_they_agreed_to_and_never_who_was_forgotten(
    coordinator: User, area: Neighbourhood, now: datetime
) -> None:
    Person.objects.filter(user=coordinator).update(forgotten_at=now)
    PersonFactory.create(neighbourhood=area, first_name="Wel")
    PersonFactory.create(neighbourhood=area, first_name="Niet", agrees=[])

    def names(state: str) -> list[str]:
        return [row[0] for row in lines(coordinator, area, now, state)][1:]

    assert (names("agreed"), names("not_agreed"), names("")) == (["Wel"], ["Niet"], ["Wel", "Niet"])


def test_the_list_of_files_is_of_ones_own_neighbourhood_and_kept_a_year(
    client: Client, coordinator: User, elsewhere: Neighbourhood, now: datetime
) -> None:
    run = FileRun.objects.create(at=now, direction="out", sheet="mensen", note="van elders")
    run.neighbourhoods.add(elsewhere)
    client.force_login(coordinator)
    assert "van elders" not in client.get("/nl/bemiddeling/bestanden/").content.decode()
    FileRun.objects.update(at=now - timezone.timedelta(days=400))
    forget_all(now)
    assert not FileRun.objects.exists()


def many(area: Neighbourhood, number: int) -> None:
    people = Person.objects.bulk_create(
        [
            Person(neighbourhood=area, first_name=f"Buur{n}", email=f"b{n}@example.org", street="Oefenstraat")
            for n in range(number)
        ],
        batch_size=500,
    )
    SpokenLanguage.objects.bulk_create(
        [SpokenLanguage(person=each, code="nl") for each in people], batch_size=500
    )


def test_the_same_questions_for_any_number(coordinator: User, area: Neighbourhood, now: datetime) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert list(lines(coordinator, area, now))
        return len(queries)

    many(area, 3)
    count()  # what is asked once about who is signed in
    few = count()
    many(area, 90)
    assert count() == few < 20


def test_the_list_of_files_asks_the_same_for_any_number(
    client: Client, coordinator: User, area: Neighbourhood, now: datetime
) -> None:
    client.force_login(coordinator)

    def count(number: int) -> int:
        for _each in range(number):
            FileRun.objects.create(at=now, direction="in", sheet="mensen", by=coordinator).neighbourhoods.add(
                area
            )
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/nl/bemiddeling/bestanden/").status_code == 200
        return len(queries)

    count(1)
    assert count(2) == count(30)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_memory_stays_flat(coordinator: User, area: Neighbourhood, now: datetime, kind: str) -> None:
    many(area, 3_000)

    def peak(most: int) -> int:
        left = lines(coordinator, area, now)
        some = (row for number, row in enumerate(left) if number < most)
        tracemalloc.start()
        for _piece in written(kind, some):
            pass
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(10)  # what is only made once
    few = peak(1_501)
    assert peak(3_001) < 1.3 * few


def test_a_table_has_the_columns_that_are_documented(
    coordinator: User, area: Neighbourhood, now: datetime
) -> None:
    made = Table([str(each.heading) for each in SHEET.columns], [])
    assert next(lines(coordinator, area, now)) == made.headings
