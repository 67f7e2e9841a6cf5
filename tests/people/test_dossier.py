"""What the team does for who has no account, and who may."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from portal.help.models import HelpRequest
from portal.people.enums import Channel, DataQuestion
from portal.people.forgetting import forget_all
from portal.people.kept_actions import ask_about_data
from portal.people.models import DataRequest, FileAccess, Neighbourhood, Person, User
from tests.factories import PersonFactory

LIST = "/en/bemiddeling/gegevensvragen/"


@pytest.fixture
def caller(area: Neighbourhood) -> Person:
    """Somebody who only ever calls."""
    return PersonFactory.create(neighbourhood=area, first_name="Yvonne", language="ary")


@pytest.fixture
def team(client: Client, broker: User) -> Client:
    client.force_login(broker)
    return client


def page_of(person: Person) -> str:
    return f"/en/bemiddeling/mensen/{person.pk}/dossier/"


def test_the_dossier_is_printed_and_leaves_a_line(team: Client, caller: Person) -> None:
    assert "Yvonne" in team.get(page_of(caller)).content.decode()
    paper = team.get(f"{page_of(caller)}pdf/")
    assert paper.content.startswith(b"%PDF")
    assert "no-store" in paper["Cache-Control"]
    assert "Yvonne" not in paper["Content-Disposition"]
    assert set(FileAccess.objects.values_list("person", "what")) == {
        (caller.pk, "dossier"),
        (caller.pk, "export"),
    }


def test_a_request_leads_there(team: Client, help_request: HelpRequest) -> None:
    page = team.get(f"/en/bemiddeling/vragen/{help_request.reference}/").content.decode()
    assert page_of(help_request.person) in page


def test_a_question_is_on_the_list_until_it_is_answered(team: Client, caller: Person) -> None:
    wrong = team.post(f"{page_of(caller)}vraag/", {"channel": "desk"})
    assert wrong.status_code == 400
    assert "Choose what is asked" in wrong.content.decode()
    assert team.post(f"{page_of(caller)}vraag/", {"kind": "see", "channel": "desk"}).status_code == 302
    made = DataRequest.objects.get()
    page = team.get(LIST).content.decode()
    assert "Yvonne" in page
    assert f"{LIST}{made.pk}/beantwoord/" in page
    assert team.post(f"{LIST}{made.pk}/beantwoord/").status_code == 302
    assert f"{LIST}{made.pk}/beantwoord/" not in team.get(LIST).content.decode()


def test_what_is_too_late_says_so(team: Client, caller: Person, broker: User, now: datetime) -> None:
    ask_about_data(caller, DataQuestion.SEE, channel=Channel.PHONE, by=broker, now=now - timedelta(days=40))
    assert "too late" in team.get(LIST).content.decode()


def test_another_team_sees_no_question(
    client: Client, caller: Person, broker: User, far_broker: User
) -> None:
    made = ask_about_data(caller, DataQuestion.SEE, channel=Channel.PHONE, by=broker, now=timezone.now())
    client.force_login(far_broker)
    assert "Yvonne" not in client.get(LIST).content.decode()
    assert client.post(f"{LIST}{made.pk}/beantwoord/").status_code == 404


def test_the_team_forgets_who_asks_for_it(team: Client, caller: Person) -> None:
    assert team.post(f"/en/bemiddeling/mensen/{caller.pk}/vergeten/").status_code == 302
    caller.refresh_from_db()
    assert caller.forgotten_at
    assert team.get(page_of(caller)).status_code == 404


def test_not_while_something_is_open(team: Client, help_request: HelpRequest) -> None:
    url = f"/en/bemiddeling/mensen/{help_request.person_id}/vergeten/"
    answer = team.post(url)
    assert answer.status_code == 409
    assert help_request.spoken_reference in answer.content.decode()


def test_the_coordinator_reads_what_was_forgotten(client: Client, coordinator: User, now: datetime) -> None:
    client.force_login(coordinator)
    assert "did not run yet" in client.get("/en/bemiddeling/vergeten/").content.decode()
    forget_all(now)
    forget_all(now + timedelta(days=1))
    page = client.get("/en/bemiddeling/vergeten/").content.decode()
    assert page.count('scope="row"') == 2
    assert "2 years" in page
