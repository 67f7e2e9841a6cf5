"""What the team and the resident see of a referral, and the card on paper."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from design.paper import make_paper
from portal.help.enums import RequestState
from portal.help.models import HelpRequest, Referral
from portal.help.referral_card import TEMPLATE, card_data
from portal.people.models import User
from tests.factories import RequestFactory
from tests.factories.referrals import OrganisationFactory, ReferralFactory

LIVE = "/en/bemiddeling/doorverwijzingen"


def test_from_a_question_to_the_end(team: Client, help_request: HelpRequest) -> None:
    service = OrganisationFactory.create()
    help_request.kind.refer_to = service
    help_request.kind.save()
    url = f"/en/bemiddeling/vragen/{help_request.reference}/doorverwijzen/"
    assert service.name in team.get(url).content.decode()
    draft = {"organisation": service.pk, "what": "Elke week een bad.", "shared": ["name"], "way": "link"}
    team.post(url, {**draft, "version": help_request.version})
    page = f"{LIVE}/{Referral.objects.get().pk}/"
    assert "Elke week een bad." in team.get(page).content.decode()
    assert team.post(f"{page}doorgeven/", {}).status_code == 409  # not agreed yet
    assert team.post(f"{page}akkoord/", {"channel": "phone"}).status_code == 302
    code = team.post(f"{page}doorgeven/", {})
    assert code.context["code"] in code.content.decode()
    assert team.post(f"{page}antwoord/", {"helps": ""}).status_code == 400
    assert team.post(f"{page}antwoord/", {"helps": "yes", "word": "Maandag."}).status_code == 302
    assert team.post(f"{page}afronden/", {"outcome": "helped"}).status_code == 400  # not told yet
    assert team.post(f"{page}afronden/", {"outcome": "helped", "told": "on"}).status_code == 302
    assert Referral.objects.get().state == "closed"
    assert "1 helped" in team.get("/en/bemiddeling/sociale-kaart/").content.decode()


def test_a_refusal_keeps_what_was_typed(team: Client, help_request: HelpRequest) -> None:
    service = OrganisationFactory.create(contact_email="")
    url = f"/en/bemiddeling/vragen/{help_request.reference}/doorverwijzen/"
    draft = {"organisation": service.pk, "what": "Zeldzame woorden", "shared": ["name"], "way": "link"}
    page = team.post(url, draft)
    assert page.status_code == 409
    assert "Zeldzame woorden" in page.content.decode()


@pytest.mark.parametrize(
    ("state", "more", "words"),
    [
        ("passed_on", {"due_on": "2020-01-01"}, "has not answered"),
        ("no_result", {}, "cannot help"),
        ("drafted", {}, "Not asked yet"),
        ("taken_up", {"answered_at": True}, "Ask the resident"),
    ],
)
def test_the_work_list_tells(
    state: str, more: dict[str, object], words: str, team: Client, help_request: HelpRequest, now: datetime
) -> None:
    long_ago = now - timedelta(days=15)
    if "answered_at" in more:
        more = {"answered_at": long_ago}
    ReferralFactory.create(request=help_request, state=state, created_at=long_ago, **more)
    assert words in team.get("/en/bemiddeling/").content.decode()


def test_the_pages_take_as_many_queries_whatever_their_size(team: Client, resident: User) -> None:
    def count() -> list[int]:
        found = []
        for url in ("/en/bemiddeling/", "/en/bemiddeling/sociale-kaart/"):
            with CaptureQueriesContext(connection) as queries:
                assert team.get(url).status_code == 200
            found.append(len(queries))
        return found

    def more(number: int) -> None:
        asked = RequestFactory.create(
            person=resident.person, state=RequestState.CLOSED, ended_at=resident.date_joined
        )
        service = OrganisationFactory.create(name=f"Voorbeeld {number}")
        ReferralFactory.create(request=asked, organisation=service, state="no_result")

    more(1)
    count()
    few = count()
    for number in range(2, 7):
        more(number)
    count()
    assert count() == few


@pytest.mark.parametrize("language", ["nl", "fr", "en", "ar"])
def test_the_card_holds_no_more_than_was_ticked(
    language: str, help_request: HelpRequest, now: datetime
) -> None:
    person = help_request.person
    person.street, person.language = "Zeldzaamstraat", language
    person.save()
    made = ReferralFactory.create(
        request=help_request, way="post", shared=["name"], consented_at=now, consented_how="phone"
    )
    data = card_data(made)
    assert [side["lang"] for side in data["sides"]] == list(dict.fromkeys(["nl", language]))
    assert "Zeldzaamstraat" not in str(data)
    assert str(person) in str(data)
    assert make_paper(TEMPLATE, data).startswith(b"%PDF")


def test_the_resident_sees_which_service(client: Client, resident: User, help_request: HelpRequest) -> None:
    ReferralFactory.create(request=help_request, state="passed_on")
    client.force_login(resident)
    assert "Voorbeeld Thuiszorg" in client.get("/en/mijn/").content.decode()
