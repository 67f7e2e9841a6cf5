from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from config.begin import begin_scripts
from portal.help.models import HelpRequest
from portal.people import scripts
from portal.people.actions import record_consent
from portal.people.consent_texts import READ_ALOUD, WEB
from portal.people.data_rules import NotForYou
from portal.people.enums import Channel, Purpose, ScriptKind
from portal.people.kept_actions import set_consent
from portal.people.models import Consent, Person, Script, User
from portal.people.versions import InForceAlready, NoDutchText

pytestmark = pytest.mark.django_db
ALOUD = ScriptKind.READ_ALOUD
EMPTY = {f"text_{code}": "" for code in ("nl", "fr", "en", "ar")}


def put(kind: ScriptKind, coordinator: User, now: datetime, *, asks_again: bool = True) -> Script:
    text = {"nl": "\n".join(["Nieuw."] * len(WEB))}
    draft = scripts.draft_script(kind, text, by=coordinator, asks_again=asks_again)
    return scripts.publish_script(draft, by=coordinator, now=now)


def agrees(person: Person, now: datetime, channel: Channel = Channel.PHONE) -> Consent:
    return record_consent(person, Purpose.SHARE_CONTACT, channel=channel, language="nl", by=None, now=now)


@pytest.mark.parametrize("code", ["nl", "fr", "en", "ar"])
def test_the_first_text_is_what_stood_on_the_screens(code: str) -> None:
    with translation.override(code):
        before = [scripts.sentences(kind)() for kind in (ALOUD, ScriptKind.WEB)]
        begin_scripts()
        assert [scripts.sentences(kind)() for kind in (ALOUD, ScriptKind.WEB)] == before
        assert before[0] == [str(line) for line in READ_ALOUD]
    begin_scripts()
    assert Script.objects.count() == len(ScriptKind)
    assert scripts.asking().get(ALOUD) == 1


def test_drafts_and_what_is_in_force(coordinator: User, now: datetime) -> None:
    draft = scripts.draft_script(ALOUD, {"nl": "Een"}, by=coordinator)
    assert scripts.draft_script(ALOUD, {"nl": "Twee"}, by=coordinator).pk == draft.pk
    assert scripts.in_force(ALOUD) is None
    scripts.publish_script(draft, by=coordinator, now=now)
    assert scripts.sentences(ALOUD)() == ["Twee"]
    with pytest.raises(InForceAlready):
        scripts.publish_script(draft, by=coordinator, now=now)
    assert scripts.draft_script(ALOUD, {"nl": "Drie"}, by=coordinator).version == 2
    with pytest.raises(NoDutchText):
        scripts.draft_script(ALOUD, {"fr": "Oui"}, by=coordinator)
    with pytest.raises(scripts.WrongLines):
        scripts.draft_script(ScriptKind.WEB, {"nl": "Eén regel"}, by=coordinator)


@pytest.mark.parametrize("who", ["broker", "editor", "resident", "steering"])
def test_only_the_coordinator_writes(who: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotForYou):
        scripts.draft_script(ALOUD, {"nl": "Nee"}, by=request.getfixturevalue(who))
    assert not Script.objects.exists()


@pytest.mark.parametrize("asks_again", [True, False])
def test_who_agreed_after_an_older_text(
    resident: User, coordinator: User, now: datetime, asks_again: bool
) -> None:
    person = resident.person
    person.consents.all().delete()
    begin_scripts()
    given = agrees(person, now)
    assert given.text_version == "read_aloud.1"
    put(ALOUD, coordinator, now, asks_again=asks_again)
    assert given.is_in_force()
    assert scripts.is_asked_again(given, scripts.asking()) is asks_again
    assert scripts.people_to_ask([person.pk]) == ({person.pk} if asks_again else set())
    assert person.agrees_to(Purpose.SHARE_CONTACT)


def test_agreeing_again_keeps_the_older_proof(resident: User, coordinator: User, now: datetime) -> None:
    person, later = resident.person, now + timedelta(days=1)
    person.consents.all().delete()
    old = agrees(person, now)
    put(ALOUD, coordinator, now)
    put(ALOUD, coordinator, now)
    new = agrees(person, later)
    old.refresh_from_db()
    assert (old.renewed, old.withdrawn_at, old.text_version) == (True, later, "read_aloud.1")
    assert (new.given_at, new.text_version) == (later, "read_aloud.2")
    assert agrees(person, later) == new
    assert not scripts.people_to_ask([person.pk])


def test_what_was_written_before_there_were_versions() -> None:
    for purpose, found in ((Purpose.KEEP_REQUEST, ("read_aloud", 1)), (Purpose.TAKE_PART, ("take_part", 1))):
        consent = Consent(purpose=purpose, channel=Channel.PHONE, text_version="2026-11")
        assert scripts.given_after(consent) == found


def test_a_person_agrees_again_on_their_own_page(
    client: Client, resident: User, coordinator: User, now: datetime
) -> None:
    set_consent(resident.person, Purpose.CALL_AGAIN, True, by=resident, now=now)
    assert set_consent(resident.person, Purpose.CALL_AGAIN, True, by=resident, now=now) is False
    put(ScriptKind.CALL_AGAIN, coordinator, now)  # the first in the database says what the code said
    put(ScriptKind.CALL_AGAIN, coordinator, now)
    client.force_login(resident)
    assert "The text changed since" in client.get("/en/mijn/gegevens/").content.decode()
    assert set_consent(resident.person, Purpose.CALL_AGAIN, True, by=resident, now=now) is True
    assert "The text changed since" not in client.get("/en/mijn/gegevens/").content.decode()


def test_the_team_sees_whom_to_ask_again(
    client: Client, help_request: HelpRequest, broker: User, coordinator: User, now: datetime
) -> None:
    client.force_login(broker)
    pages = [reverse("worklist"), reverse("request", args=[help_request.reference])]
    pages.append(reverse("dossier", args=[help_request.person_id]))
    with translation.override("en"):
        hints = ["ask for consent again", "Ask for consent again", "The text changed since this person"]
    for url, hint in zip(pages, hints, strict=True):
        assert hint not in client.get(url).content.decode()
    for _version in range(2):
        put(ALOUD, coordinator, now)
    for url, hint in zip(pages, hints, strict=True):
        assert hint in client.get(url).content.decode(), url


def test_the_privacy_text_and_its_papers(
    client: Client, coordinator: User, now: datetime, django_capture_on_commit_callbacks: Any, settings: Any
) -> None:
    assert client.get(reverse("privacy_text")).status_code == 404
    client.force_login(coordinator)
    write = reverse("write_script", args=["privacy"])
    assert client.post(write, {**EMPTY, "text_nl": "# Kop\nZin.", "asks_again": "on"}).status_code == 302
    draft = Script.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("publish_script", args=[draft.pk]))
    assert "scripts\n" in Path(settings.FRESHNESS_FILE).read_text()
    page = client.get(reverse("privacy_text")).content.decode()
    assert "<h2>Kop</h2>" in page
    assert client.post(write, EMPTY).status_code == 400
    for code in ("nl", "ar"):
        assert client.get(reverse("print_script", args=[draft.pk, code])).content.startswith(b"%PDF")
    assert client.get(reverse("papers")).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_put_it_in_force(threads: Any, coordinator: User, now: datetime) -> None:
    draft = scripts.draft_script(ALOUD, {"nl": "Een"}, by=coordinator)
    found = threads(*(lambda: scripts.publish_script(draft, by=coordinator, now=now) for _ in range(2)))
    assert sum(isinstance(each, InForceAlready) for each in found) == 1
