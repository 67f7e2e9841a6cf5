"""The neighbourhood's news: one sheet for everybody, and once a month in the mail of who asked for it."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from design.freshness import Shown, being_made
from home.krant import send_krant
from home.models import StoriesPage
from portal.contact.models import Message, Subscriber
from portal.contact.subscribing import stop
from portal.gather.models import Event, Gathering
from portal.people.models import Neighbourhood
from tests.home.tree import agree, begin_stories, in_french, tell_story

pytestmark = pytest.mark.django_db


@pytest.fixture
def stories(area: Neighbourhood) -> StoriesPage:
    return begin_stories()


def gathering(area: Neighbourhood, starts_at: datetime, title: str = "Soep", **fields: Any) -> Gathering:
    ends_at = starts_at + timedelta(hours=2)
    event = Event.objects.create(
        key=uuid.uuid4(),
        neighbourhood=area,
        kind="meal",
        titles={"nl": title, "fr": f"{title} (fr)"},
        paths={"nl": "/nl/agenda/soep/"},
        place="De Schijf",
        starts_at=starts_at,
        ends_at=ends_at,
        withdrawn_at=fields.pop("withdrawn_at", None),
    )
    return Gathering.objects.create(event=event, starts_at=starts_at, ends_at=ends_at, **fields)


def reader(area: Neighbourhood, now: datetime, email: str = "lezer@example.org", **fields: Any) -> Subscriber:
    given = {"language": "nl", "key": email, "asked_at": now, "confirmed_at": now, **fields}
    return Subscriber.objects.create(email=email, neighbourhood=area, **given)


def sheet(client: Client, language: str = "nl") -> str:
    with translation.override(language):
        return client.get(reverse("krant")).content.decode()


def run(*options: str) -> str:
    out = StringIO()
    call_command("send_krant", *options, stdout=out)
    return out.getvalue().strip()


def test_the_sheet_has_what_is_new_and_what_comes(
    client: Client, stories: StoriesPage, area: Neighbourhood, now: datetime
) -> None:
    tell_story(stories, title="Een nieuwe tuin", intro="Samen planten.")
    gathering(area, now + timedelta(days=7))
    text = sheet(client)
    for expected in (
        "Een nieuwe tuin",
        "Samen planten.",
        "Soep",
        "De Schijf",
        "/nl/agenda/soep/",
        area.phone,
    ):
        assert expected in text
    assert f'<bdi dir="ltr">{area.phone}</bdi>' in text
    assert 'href="/nl/buurtkrant/inschrijven/"' in text


def test_what_is_old_far_off_or_down_is_not_on_it(
    client: Client, stories: StoriesPage, area: Neighbourhood, now: datetime
) -> None:
    today = timezone.localdate()
    tell_story(stories, title="Lang geleden", day=today - timedelta(days=61))
    tell_story(stories, title="Van de muur", take_down_on=today)
    agree(tell_story(stories, title="Teruggenomen"), withdrawn_on=today)
    gathering(area, now + timedelta(days=44), "Te ver")
    gathering(area, now + timedelta(days=2), "Afgelast", called_off_at=now)
    gathering(area, now + timedelta(days=3), "Weg", withdrawn_at=now)
    gathering(area, now - timedelta(days=3), "Voorbij")
    text = sheet(client)
    for hidden in ("Lang geleden", "Van de muur", "Teruggenomen", "Te ver", "Afgelast", "Weg<", "Voorbij"):
        assert hidden not in text


def test_at_most_six_stories_at_constant_cost(
    client: Client, stories: StoriesPage, area: Neighbourhood, now: datetime, django_assert_num_queries: Any
) -> None:
    tell_story(stories, title="Verhaal 0")
    gathering(area, now + timedelta(days=1))
    sheet(client)  # the neighbourhood is kept from here on
    with django_assert_num_queries(12, exact=False) as few:
        sheet(client)
    for number in range(1, 8):
        tell_story(stories, title=f"Verhaal {number}")
        gathering(area, now + timedelta(days=number))
    with django_assert_num_queries(12, exact=False) as many:
        assert sheet(client).count("Verhaal ") == 6
    assert len(many) == len(few)


def test_an_empty_sheet_says_so(client: Client, area: Neighbourhood) -> None:
    assert client.get("/en/buurtkrant/").status_code == 200
    assert "There is no news at the moment." in sheet(client, "en")


def test_the_sheet_is_kept_until_the_first_thing_ends(area: Neighbourhood, client: Client) -> None:
    soon = gathering(area, timezone.now() + timedelta(seconds=5) - timedelta(hours=2))
    made = Shown()
    token = being_made.set(made)
    sheet(client)
    being_made.reset(token)
    assert {"stories", "agenda", "place"} <= made.tags
    assert made.until == soon.ends_at


def test_every_reader_gets_it_in_their_language(
    stories: StoriesPage,
    area: Neighbourhood,
    now: datetime,
    mailoutbox: list[EmailMessage],
    django_capture_on_commit_callbacks: Any,
) -> None:
    in_french(tell_story(stories, title="Een tuin"), title="Un jardin")
    gathering(area, now + timedelta(days=7))
    reader(area, now, "een@example.org")
    reader(area, now, "deux@example.org", language="fr")
    reader(area, now, "niet@example.org", confirmed_at=None)
    with django_capture_on_commit_callbacks(execute=True):
        assert run() == "2 in the outbox"
    dutch, french = sorted(mailoutbox, key=lambda mail: mail.to, reverse=True)
    assert (dutch.to, french.to) == (["een@example.org"], ["deux@example.org"])
    assert "- Een tuin\n  http://localhost:8000/nl/verhalen/verhaal-0/\n" in dutch.body
    assert "Soep (De Schijf)\n  http://localhost:8000/nl/agenda/soep/\n" in dutch.body
    assert "http://localhost:8000/nl/buurtkrant/stop/een@example.org/" in dutch.body
    assert "Un jardin" in french.body
    assert "Soep (fr)" in french.body
    assert "http" not in french.subject
    assert french.extra_headers["List-Unsubscribe"].startswith("<http://localhost:8000/fr/buurtkrant/stop/")


def test_once_a_month_however_often_it_runs(area: Neighbourhood, now: datetime) -> None:
    gathering(area, now + timedelta(days=7))
    gathering(area, now + timedelta(days=40))
    reader(area, now)
    assert [run(), run()] == ["1 in the outbox", "0 in the outbox"]
    reader(area, now, "later@example.org")
    assert run() == "1 in the outbox"
    assert send_krant(now=now + timedelta(days=31)) == 2


def test_a_story_is_told_in_one_mail_only(stories: StoriesPage, area: Neighbourhood, now: datetime) -> None:
    tell_story(stories)
    reader(area, now)
    assert send_krant(now=timezone.now()) == 1
    assert send_krant(now=now + timedelta(days=31)) == 0


def test_nothing_new_is_no_mail(area: Neighbourhood, now: datetime) -> None:
    reader(area, now)
    assert run() == "0 in the outbox"
    assert not Message.objects.exists()


def test_a_dry_run_sends_nothing(area: Neighbourhood, now: datetime) -> None:
    gathering(area, now + timedelta(days=7))
    reader(area, now)
    assert run("--dry-run") == "1 would get it"
    assert not Message.objects.exists()


def test_who_stopped_gets_none(area: Neighbourhood, now: datetime) -> None:
    gathering(area, now + timedelta(days=7))
    stop(reader(area, now), now=now)
    assert run() == "0 in the outbox"


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_mail_everybody_once(threads: Any, area: Neighbourhood, now: datetime) -> None:
    gathering(area, now + timedelta(days=7))
    for number in range(3):
        reader(area, now, f"lezer{number}@example.org")
    found = threads(*(lambda: send_krant(now=now) for _ in range(2)))
    assert all(isinstance(count, int) for count in found), found
    assert Message.objects.count() == 3
