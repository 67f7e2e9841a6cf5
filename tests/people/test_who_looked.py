"""Opening a page with somebody's details leaves a line that they can read."""

from __future__ import annotations

from datetime import datetime

from django.test import Client
from django.urls import reverse

from portal.help.actions import propose
from portal.help.models import HelpRequest
from portal.people.models import FileAccess, User, Volunteer
from tests.factories.gather import SignUpFactory


def looked(person_pk: int) -> list[tuple[str, str]]:
    return list(FileAccess.objects.filter(person=person_pk).values_list("what", "role"))


def test_a_request(
    client: Client, help_request: HelpRequest, volunteer: Volunteer, broker: User, now: datetime
) -> None:
    propose(help_request, [volunteer], by=broker, now=now)
    client.force_login(broker)
    for _again in range(2):
        assert client.get(f"/nl/bemiddeling/vragen/{help_request.reference}/").status_code == 200
    assert looked(help_request.person_id) == [("request", "broker")]
    assert looked(volunteer.person_id) == [("request", "broker")]


def test_who_comes_to_a_date(
    client: Client, help_request: HelpRequest, broker: User, editor: User, now: datetime
) -> None:
    sign_up = SignUpFactory.create(gathering__event__neighbourhood=help_request.neighbourhood)
    client.force_login(editor)  # who sees numbers, no names
    client.get(f"/nl/bemiddeling/agenda/{sign_up.gathering_id}/")
    assert not FileAccess.objects.exists()
    client.force_login(broker)
    for page in ("", "lijst/"):
        assert client.get(f"/nl/bemiddeling/agenda/{sign_up.gathering_id}/{page}").status_code == 200
    assert looked(sign_up.person_id) == [("date_list", "broker")]


def test_a_door_that_stays_closed_is_no_looking(
    client: Client, help_request: HelpRequest, far_broker: User
) -> None:
    client.force_login(far_broker)
    assert client.get(f"/nl/bemiddeling/vragen/{help_request.reference}/").status_code == 404
    assert not FileAccess.objects.exists()


def test_standing_in_a_list_is_noted_once_an_hour_and_shown_by_day(
    client: Client, help_request: HelpRequest, broker: User, resident: User
) -> None:
    client.force_login(broker)
    for _again in range(2):
        assert client.get(reverse("worklist")).status_code == 200
        assert client.get(reverse("search_people"), {"q": resident.first_name}).status_code == 200
    assert looked(resident.person.pk) == [("list", "broker")]
    client.force_login(resident)
    page = client.get("/en/mijn/gegevens/").content.decode()
    assert "Who saw your name in a list" in page
    assert "Nobody of our team looked" in page


def test_the_lists_of_volunteers_and_of_candidates(
    client: Client, help_request: HelpRequest, volunteer: Volunteer, broker: User
) -> None:
    client.force_login(broker)
    client.get(reverse("volunteers"))
    assert looked(volunteer.person_id) == [("list", "broker")]
    FileAccess.objects.all().delete()
    client.get(reverse("request", args=[help_request.reference]))
    assert looked(volunteer.person_id) == [("list", "broker")]


def test_whoever_is_chosen_for_a_conversation(client: Client, resident: User, broker: User) -> None:
    client.force_login(broker)
    client.get(reverse("conversation"), {"persoon": resident.person.pk})
    assert looked(resident.person.pk) == [("person", "broker")]
