"""A list of people comes in: looked at first, then all of it or nothing."""

from __future__ import annotations

import io
import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from design.errors import RuleError
from design.sheets import BadSheet, Table, read_table, written
from portal.contact.models import Message
from portal.people.data_rules import NotForYou, NotNow
from portal.people.enums import Channel, Purpose
from portal.people.forgetting import forget_all
from portal.people.models import FileRun, Import, Neighbourhood, Person, User
from portal.people.sheets.bringing_in import FileGone, bring_in, let_wait
from portal.people.sheets.person_sheet import SHEET
from portal.people.sheets.rows import read_rows
from tests.factories import PersonFactory

URL = "/nl/bemiddeling/mensen/invoer/"
HEADINGS = ["Voornaam", "Familienaam", "Telefoonnummer", "E-mail", "Straat", "Spreekt"]
ROSA = ["Rosa", "Verzonnen", "0470 00 00 01", "", "Oefenstraat", "Nederlands, Frans"]
SALMA = ["سلمى", "", "", "salma@example.org", "", "arabe; Darija"]


def table(*rows: Sequence[str], headings: Sequence[str] = HEADINGS) -> Table:
    return Table(list(headings), [(number, list(row)) for number, row in enumerate(rows, 2)])


def wait(by: User, area: Neighbourhood, now: datetime, *rows: Sequence[str], **more: Any) -> uuid.UUID:
    return let_wait(SHEET, table(*rows, **more), area, submission=uuid.uuid4(), by=by, now=now)


def states(area: Neighbourhood, *rows: Sequence[str], headings: Sequence[str] = HEADINGS) -> list[str]:
    made = table(*rows, headings=headings)
    read = read_rows(SHEET, made.headings, made.rows, area, timezone.localdate())
    return [" ".join(row.problems) or row.state for row in read.rows]


def test_people_come_in_with_their_words(broker: User, area: Neighbourhood, now: datetime) -> None:
    run = bring_in(wait(broker, area, now, ROSA, SALMA), only_good=False, by=broker, now=now)
    assert (run.count, run.known, run.left_out, run.role) == (2, 0, 0, "broker")
    rosa = Person.objects.get(first_name="Rosa", last_name="Verzonnen")
    assert (rosa.phone.as_e164, rosa.street, rosa.city) == ("+32470000001", "Oefenstraat", area.city)
    assert [each.code for each in rosa.spoken.all()] == ["fr", "nl"]
    salma = Person.objects.get(email="salma@example.org")
    assert [each.code for each in salma.spoken.all()] == ["ar", "ary", "nl"]
    assert not Import.objects.exists()


def test_nobody_is_mailed_and_who_did_not_agree_is_called(
    broker: User, area: Neighbourhood, now: datetime
) -> None:
    headings = [*HEADINGS, "keep"]
    key = wait(broker, area, now, [*ROSA, "31/01/2026"], [*SALMA, ""], headings=headings)
    bring_in(key, only_good=False, by=broker, now=now)
    assert mail.outbox == []
    line = Message.objects.get()
    assert (line.person.email, line.route, line.kind) == ("salma@example.org", "call", "ask_consent")
    consent = Person.objects.get(last_name="Verzonnen").consents.get()
    assert (consent.purpose, consent.channel) == (Purpose.KEEP_REQUEST, Channel.PAPER)
    assert timezone.localdate(consent.given_at) == date(2026, 1, 31)
    assert (consent.recorded_by, consent.recorded_at) == (broker, now)


def test_who_is_known_stays_as_they_are(broker: User, area: Neighbourhood, now: datetime) -> None:
    PersonFactory.create(neighbourhood=area, first_name="rosa", phone="+32470000001", street="Elders")
    PersonFactory.create(neighbourhood=area, first_name="سلمى", phone="", email="Salma@example.org")
    assert states(area, ROSA, SALMA, ["Piet", "", "0470 00 00 01"]) == ["known", "known", "new"]
    key = wait(broker, area, now, ROSA, ["Piet", "", "0470 00 00 01"])
    assert bring_in(key, only_good=False, by=broker, now=now).known == 1
    assert Person.objects.get(first_name="rosa").street == "Elders"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (["", "X", "0470 00 00 01"], "First name: Fill in a first name."),
        (["Rosa", "", "12"], "Phone number: We cannot call this number. Look at the digits again."),
        (["Rosa", "", "", "nergens"], "E-mail: Enter a valid email address."),
        (["Rosa"], "Give a phone number or an e-mail address. One of the two is enough."),
        (["Rosa", "", "", "r@example.org", "", "Klingon"], "Speaks: We do not know “Klingon”."),
        (
            ["R" * 61, "", "", "r@example.org"],
            "First name: Ensure this value has at most 60 characters (it has",
        ),
    ],
)
def test_says_what_is_wrong_with_a_row(area: Neighbourhood, row: list[str], why: str) -> None:
    (found,) = states(area, row)
    assert found.startswith(why)


@pytest.mark.parametrize(
    ("cell", "why"),
    [("gisteren", "This is not a date"), ("2999-01-01", "earlier day"), ("31/02/2026", "not a date")],
)
def test_a_consent_has_a_day_that_was(area: Neighbourhood, cell: str, why: str) -> None:
    headings = ["Voornaam", "E-mail", "call"]
    assert why in states(area, ["Rosa", "r@example.org", cell], headings=headings)[0]


def test_somebody_twice_in_a_file_and_somebody_twice_here(area: Neighbourhood) -> None:
    PersonFactory.create_batch(2, neighbourhood=area, first_name="An", phone="+32470000009")
    found = states(area, ROSA, [*ROSA[:2], "+32 470 00 00 01"], ["An", "", "0470 00 00 09"])
    assert found == [
        "new",
        "Stands in this file already, in row 2.",
        "We know more than one person like this. Look who it is.",
    ]


def test_the_example_is_passed_over(area: Neighbourhood) -> None:
    with translation.override("nl"):
        example = [
            [str(each.heading) for each in SHEET.columns],
            [str(each.example) for each in SHEET.columns],
        ]
    made = read_table(
        io.BytesIO(b"".join(written("xlsx", [*example, ["Rosa", "", "0470 00 00 01"]]))), most_rows=9
    )
    read = read_rows(SHEET, made.headings, made.rows, area, timezone.localdate())
    assert [row.values["first_name"] for row in read.rows] == ["Rosa"]
    assert read.unknown_headings == []


@pytest.mark.parametrize("language", ["nl", "fr", "en", "ar"])
def test_headings_of_every_language_in_any_order(area: Neighbourhood, language: str) -> None:
    with translation.override(language):
        headings = [str(each.heading) for each in SHEET.columns if each.key in {"email", "first_name"}][::-1]
    read = read_rows(
        SHEET, [*headings, "Lengte"], [[2, ["r@example.org", "Rosa", "1m80"]]], area, date(2026, 1, 1)
    )
    assert [(row.name, row.email, row.state) for row in read.rows] == [("Rosa", "r@example.org", "new")]
    assert read.unknown_headings == ["Lengte"]


@pytest.mark.parametrize(
    ("headings", "why"),
    [
        (["Straat", "E-mail"], "missing in the first row: First name"),
        (["Voornaam"], "must be a column with phone numbers"),
        (["Voornaam", "E-mail", "first name"], "twice: first name"),
    ],
)
def test_headings_that_say_too_little(
    broker: User, area: Neighbourhood, now: datetime, headings: list[str], why: str
) -> None:
    with pytest.raises(BadSheet, match=why):
        wait(broker, area, now, ["x"], headings=headings)
    assert not Import.objects.exists()


def test_with_a_wrong_row_nothing_comes_in_unless_one_says_so(
    broker: User, area: Neighbourhood, now: datetime
) -> None:
    before = Person.objects.count()
    key = wait(broker, area, now, ROSA, ["", "Zonder"])
    with pytest.raises(NotNow, match="Nothing was written"):
        bring_in(key, only_good=False, by=broker, now=now)
    assert Person.objects.count() == before
    assert bring_in(key, only_good=True, by=broker, now=now).left_out == 1
    assert Person.objects.count() == before + 1


def test_a_failure_half_way_leaves_nothing(
    broker: User, area: Neighbourhood, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, before = wait(broker, area, now, ROSA, SALMA), Person.objects.count()
    monkeypatch.setattr("portal.people.sheets.bringing_in.came_without_consent", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        bring_in(key, only_good=False, by=broker, now=now)
    assert (Person.objects.count(), Import.objects.count(), FileRun.objects.count()) == (before, 1, 0)


def test_pressed_twice_counts_once(broker: User, area: Neighbourhood, now: datetime) -> None:
    key = wait(broker, area, now, ROSA)
    assert bring_in(key, only_good=False, by=broker, now=now) == bring_in(
        key, only_good=False, by=broker, now=now
    )
    assert FileRun.objects.count() == 1
    assert let_wait(SHEET, table(ROSA), area, submission=key, by=broker, now=now) == key
    assert not Import.objects.exists()


def test_the_same_file_again_is_not_brought_in(broker: User, area: Neighbourhood, now: datetime) -> None:
    bring_in(wait(broker, area, now, ROSA), only_good=False, by=broker, now=now)
    Person.objects.filter(last_name="Verzonnen").delete()
    with pytest.raises(NotNow, match="brought in already"):
        bring_in(wait(broker, area, now, ROSA), only_good=False, by=broker, now=now)


def test_two_at_once_make_nobody_twice(
    threads: Any, broker: User, other_broker: User, area: Neighbourhood, now: datetime
) -> None:
    one = wait(broker, area, now, ROSA, SALMA)
    two = wait(other_broker, area, now, SALMA, ["Piet", "", "0470 00 00 05"])
    results = threads(
        lambda: bring_in(one, only_good=False, by=broker, now=now),
        lambda: bring_in(two, only_good=False, by=other_broker, now=now),
    )
    assert sorted(run.count for run in results) == [1, 2]
    assert Person.objects.filter(email="salma@example.org").count() == 1


def test_pressed_at_the_same_moment(threads: Any, broker: User, area: Neighbourhood, now: datetime) -> None:
    key = wait(broker, area, now, ROSA)
    runs = threads(*[lambda: bring_in(key, only_good=False, by=broker, now=now)] * 2)
    assert runs[0] == runs[1]
    assert Person.objects.filter(last_name="Verzonnen").count() == 1


@pytest.mark.parametrize("who", ["resident", "editor", "desk", "far_broker"])
def test_only_the_team_here(
    request: pytest.FixtureRequest, area: Neighbourhood, now: datetime, who: str
) -> None:
    user = request.getfixturevalue(who)
    with pytest.raises(NotForYou):
        wait(user, area, now, ROSA)


def test_only_who_sent_it_and_only_for_an_hour(
    broker: User, coordinator: User, area: Neighbourhood, now: datetime
) -> None:
    key = wait(broker, area, now, ROSA)
    for user, at in ((coordinator, now), (broker, now + timedelta(minutes=61))):
        with pytest.raises(FileGone):
            bring_in(key, only_good=False, by=user, now=at)


def test_what_nobody_brings_in_is_forgotten(broker: User, area: Neighbourhood, now: datetime) -> None:
    wait(broker, area, now - timedelta(minutes=61), ROSA)
    fresh = wait(broker, area, timezone.now(), SALMA)
    assert Import.objects.get().key == fresh  # the next file takes old ones away
    Import.objects.update(made_at=timezone.now() - timedelta(minutes=61))
    forget_all(timezone.now())
    assert not Import.objects.exists()


def test_the_same_questions_for_any_number(broker: User, area: Neighbourhood, now: datetime) -> None:
    def count(n: int) -> int:
        rows = [["Buur", str(each), "", f"{n}.{each}@example.org"] for each in range(n)]
        key = wait(broker, area, now, *rows)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            bring_in(key, only_good=False, by=broker, now=now)
        return len(queries)

    assert count(3) == count(40) < 40


# The pages.


def send(client: Client, data: bytes, name: str = "lijst.csv", **more: str) -> Any:
    file = SimpleUploadedFile(name, data)
    form = {"sheet": "mensen", "area": "oud-oefenplein", "submission": str(uuid.uuid4())}
    return client.post(URL, {**form, "file": file, **more})


CSV = b"Voornaam;Gsm;E-mail;Lengte\nRosa;;rosa@example.org;1\n=1+1;;fout;2\n"


def test_the_whole_way(client: Client, broker: User, area: Neighbourhood) -> None:
    client.force_login(broker)
    sent = send(client, CSV)
    assert sent.status_code == 302
    page = client.get(sent.url)
    assert page.headers["Cache-Control"] == "private, no-store"
    text = page.content.decode()
    assert "Lengte" in text
    assert 'name="only_good"' in text
    refused = client.post(sent.url)
    assert refused.status_code == 409
    back = client.get(f"{sent.url}fouten.csv")
    lines = b"".join(back.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert lines[0] == "\ufeffVoornaam;Gsm;E-mail;Lengte;Wat er fout is"
    assert lines[1].startswith("'=1+1;;fout;2;E-mailadres: ")
    done = client.post(sent.url, {"only_good": "1"}, follow=True)
    assert "1 persoon" in done.content.decode()
    assert Person.objects.filter(email="rosa@example.org").count() == 1
    assert client.get(sent.url, follow=True).status_code == 200
    assert client.get(f"{sent.url}fouten.csv").status_code == 404


def test_rows_that_came_back_are_read_again(client: Client, broker: User, area: Neighbourhood) -> None:
    client.force_login(broker)
    first = send(client, CSV)
    back = b"".join(client.get(f"{first.url}fouten.xlsx").streaming_content)  # type: ignore[attr-defined]
    second = client.get(send(client, back).url)
    assert second.context["read"].unknown_headings == ["Lengte"]
    assert len(second.context["read"].wrong) == 1


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"", 400),
        (b"\x89PNG\0", 400),
        (b"Straat\nx", 400),
        (b"PK\x03\x04nothing", 400),
        (b"x" * 3_000_000, 400),
    ],
)
def test_a_bad_file_gets_a_sentence(
    client: Client, broker: User, area: Neighbourhood, data: bytes, status: int
) -> None:
    client.force_login(broker)
    page = send(client, data, "lijst.xlsx")
    assert page.status_code == status
    assert page.context["form"].errors["file"]
    assert not Import.objects.exists()


@pytest.mark.parametrize("missing", ["file", "area", "sheet", "submission"])
def test_a_form_that_says_too_little(client: Client, broker: User, area: Neighbourhood, missing: str) -> None:
    client.force_login(broker)
    form = {
        "sheet": "mensen",
        "area": "oud-oefenplein",
        "submission": str(uuid.uuid4()),
        "file": SimpleUploadedFile("a.csv", CSV),
    }
    del form[missing]
    assert client.post(URL, form).status_code == 400


def test_nobody_brings_into_another_neighbourhood(
    client: Client, broker: User, elsewhere: Neighbourhood
) -> None:
    client.force_login(broker)
    assert send(client, CSV, area=elsewhere.slug).status_code == 400


def test_put_away_leaves_nothing(client: Client, broker: User, area: Neighbourhood) -> None:
    client.force_login(broker)
    sent = send(client, CSV)
    assert client.post(f"{sent.url}weg/").status_code == 302
    assert not Import.objects.exists()
    assert client.post(sent.url).status_code == 302  # back to where one sends a file


@pytest.mark.parametrize("slug", ["mensen", "vrijwilligers"])
def test_an_empty_list_to_fill_in(client: Client, broker: User, area: Neighbourhood, slug: str) -> None:
    client.force_login(broker)
    page = client.get(f"/ar/bemiddeling/mensen/invoer/leeg/{slug}.xlsx")
    made = read_table(io.BytesIO(page.content), most_rows=5)
    assert made.headings[0] == "Voornaam"
    assert client.get("/nl/bemiddeling/mensen/invoer/leeg/niets.xlsx").status_code == 404
    with pytest.raises(RuleError, match="rijen"):
        read_table(io.BytesIO(b"".join(written("xlsx", [made.headings]))), most_rows=5)
