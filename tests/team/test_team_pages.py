from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from design import traps
from design.traps import start_stamp
from portal.help.models import HelpKind
from portal.people.enums import Looked, VolunteerState
from portal.people.models import FileAccess, Neighbourhood, User, Volunteer
from portal.team import actions
from portal.team.models import Terms
from tests.factories import PersonFactory, VolunteerFactory
from tests.factories.team import put_papers_in_force, sign_all

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traps, "LEAST_SECONDS", 0)


def filled_in(area: Neighbourhood, kind: HelpKind, **more: Any) -> dict[str, Any]:
    return {
        "first_name": "Nadia",
        "last_name": "",
        "phone": "0470 00 00 02",
        "email": "",
        "language": "nl",
        "speaks": ["fr", "ary"],
        "kinds": [kind.code],
        "half_days": ["0-morning", "2-evening"],
        "month_maximum": "4",
        "has_bike": "on",
        "birth_date": "1988-03-01",
        "neighbourhood": area.slug,
        "talents": "koken",
        "motivation": "",
        "submission": str(uuid.uuid4()),
        "started": start_stamp(),
        "website": "",
        **more,
    }


def test_somebody_offers_help_without_an_account(client: Client, area: Neighbourhood, kind: HelpKind) -> None:
    answer = client.post(reverse("join"), filled_in(area, kind))
    assert answer.headers["Location"] == reverse("join_done")
    made = Volunteer.objects.get()
    assert made.half_days == 0b001 | (0b100 << 6)
    assert (made.month_maximum, made.has_bike, made.has_car) == (4, True, False)
    assert (made.talents, str(made.person.phone.as_e164)) == ("koken", "+32470000002")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("kinds", [], "Choose at least one"),
        ("half_days", [], "Tick at least one"),
        ("half_days", ["9-night"], "9-night"),
        ("phone", "", "One of the two is enough"),
        ("birth_date", "2020-01-01", "turn 16"),
        ("birth_date", "1720-01-01", "Look at the year"),
        ("kinds", ["nothing"], "nothing"),
        ("website", "x", "very fast"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    client: Client, area: Neighbourhood, kind: HelpKind, field: str, value: Any, said: str
) -> None:
    answer = client.post(reverse("join"), filled_in(area, kind, **{field: value}))
    content = answer.content.decode()
    assert answer.status_code == 400
    assert said in content
    assert "koken" in content
    assert not Volunteer.objects.exists()


def test_a_broker_writes_down_who_calls(
    client: Client, broker: User, area: Neighbourhood, kind: HelpKind, elsewhere: Neighbourhood
) -> None:
    client.force_login(broker)
    told = filled_in(area, kind, channel="phone")
    answer = client.post(reverse("write_down_volunteer"), told)
    made = Volunteer.objects.get()
    assert answer.headers["Location"] == reverse("volunteer", args=[made.pk])
    again = client.post(reverse("write_down_volunteer"), {**told, "submission": str(uuid.uuid4())})
    assert again.status_code == 409
    assert client.post(reverse("write_down_volunteer"), filled_in(elsewhere, kind)).status_code == 400


def test_one_page_says_what_is_missing_and_takes_every_step(
    client: Client, broker: User, area: Neighbourhood, kind: HelpKind, now: datetime
) -> None:
    put_papers_in_force(area)
    client.post(reverse("join"), filled_in(area, kind))
    made = Volunteer.objects.get()
    client.force_login(broker)
    page = reverse("volunteer", args=[made.pk])

    def act(verb: str, **fields: Any) -> Any:
        return client.post(reverse("act_on_volunteer", args=[made.pk, verb]), fields)

    assert "To be signed: agreement note" in client.get(page).content.decode()
    looked = FileAccess.objects.get()
    assert (looked.person, looked.looked_by, looked.what) == (made.person, broker, Looked.PERSON)
    talk = (now + timedelta(days=2)).strftime("%Y-%m-%dT10:00")
    assert act("gesprek", talk_at=talk).status_code == 302
    assert act("gesprek", talk_at="").status_code == 400
    refused = act("in-orde", note="fijn gesprek")
    assert refused.status_code == 409
    assert "fijn gesprek" in refused.content.decode()
    for kind_of_paper in ("information", "agreement"):
        act("tekenen", kind=kind_of_paper, signed_on=now.date().isoformat(), language="nl")
    assert "All papers are in order" in client.get(page).content.decode()
    assert act("in-orde", note="").status_code == 302
    assert act("starten").status_code == 302
    made.refresh_from_db()
    assert made.state == VolunteerState.ACTIVE
    assert act("bestaat-niet").status_code == 404


def test_a_volunteer_keeps_when_and_how_alone(
    client: Client, volunteer: Volunteer, kind: HelpKind, area: Neighbourhood, now: datetime
) -> None:
    put_papers_in_force(area)
    sign_all(volunteer)
    user = volunteer.person.user
    assert user is not None
    client.force_login(user)

    def change(verb: str, **fields: Any) -> Any:
        return client.post(reverse("change_my_help", args=[verb]), fields)

    changed = change("wanneer", kinds=[kind.code], half_days=["6-afternoon"], month_maximum="1")
    assert changed.status_code == 302
    volunteer.refresh_from_db()
    assert (volunteer.half_days, volunteer.month_maximum) == (1 << 19, 1)
    assert change("wanneer", kinds=[], half_days=[], month_maximum="1").status_code == 400
    day = (now.date() + timedelta(days=4)).isoformat()
    assert change("afwezig", first_day=day, last_day=day).status_code == 302
    assert change("rust", until="").status_code == 302
    assert "I help again" in client.get(reverse("my_help")).content.decode()
    assert change("in-orde").status_code == 404
    pdf = client.get(reverse("my_paper", args=["agreement"]))
    assert pdf.content.startswith(b"%PDF")
    assert pdf["Cache-Control"] == "no-store"


def test_the_list_costs_the_same_for_two_and_for_twenty(
    client: Client, broker: User, area: Neighbourhood, kind: HelpKind, django_assert_num_queries: Any
) -> None:
    put_papers_in_force(area)
    client.force_login(broker)

    def make(count: int) -> None:
        for _ in range(count):
            person = PersonFactory.create(neighbourhood=area)
            made = VolunteerFactory.create(person=person, does=[kind], state=VolunteerState.SIGNED_UP)
            sign_all(made)

    make(2)
    client.get(reverse("volunteers"))
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        client.get(reverse("volunteers"))
    cost = len(few)
    make(18)
    client.get(reverse("volunteers"))  # who stands in a list is written down once an hour
    with django_assert_num_queries(cost):
        assert client.get(reverse("volunteers")).status_code == 200


def test_the_coordinator_writes_a_paper_and_puts_it_in_force(
    client: Client, coordinator: User, broker: User, area: Neighbourhood
) -> None:
    write = reverse("write_paper", args=[area.slug, "agreement"])
    client.force_login(broker)
    assert client.get(write).status_code == 403
    client.force_login(coordinator)
    text = {"text_nl": "# Wat doe je?\nJe helpt.", "text_fr": "", "text_en": "", "text_ar": ""}
    assert client.post(write, {**text, "text_nl": ""}).status_code == 400
    assert client.post(write, {**text, "signed_again": "on"}).status_code == 302
    draft = Terms.objects.get()
    client.post(reverse("publish_paper", args=[draft.pk]))
    draft.refresh_from_db()
    assert draft.published_by == coordinator
    assert "# Wat doe je?" in client.get(write).content.decode()


def test_what_strangers_type_is_never_code(
    client: Client, broker: User, area: Neighbourhood, kind: HelpKind
) -> None:
    nasty = "<script>alert(1)</script>"
    client.post(reverse("join"), filled_in(area, kind, talents=nasty, motivation=nasty, first_name=nasty))
    client.force_login(broker)
    made = Volunteer.objects.get()
    for page in (reverse("volunteers"), reverse("volunteer", args=[made.pk])):
        assert nasty not in client.get(page).content.decode()


def test_a_broker_elsewhere_does_not_learn_that_they_exist(
    client: Client, far_broker: User, volunteer: Volunteer, now: datetime
) -> None:
    client.force_login(far_broker)
    act = reverse("act_on_volunteer", args=[volunteer.pk, "stoppen"])
    assert client.post(act, {"note": ""}).status_code == 404
    away = actions.be_away(volunteer, now.date(), now.date(), by=volunteer.person.user, now=now)  # type: ignore[arg-type]
    back = reverse("take_absence_back", args=[volunteer.pk, away.pk])
    assert client.post(back).status_code == 404
    assert volunteer.absences.exists()
