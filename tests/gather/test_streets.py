from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from design.traps import start_stamp
from portal.gather import campaigns
from portal.gather.actions import Plan, confirm, enter, score, tell_story, withdraw_street
from portal.gather.campaigns import Campaign
from portal.gather.enums import STREET_MOVES, StreetState
from portal.gather.models import Score, StreetEntry
from portal.gather.rules import NotForYou, NotPossible, Over
from portal.gather.templatetags.gather_tags import street_results, streets
from portal.people.actions import Who, has_consent
from portal.people.enums import Purpose
from portal.people.models import Neighbourhood, User
from tests.factories.gather import StreetEntryFactory

PLAN = Plan("Oefenstraat", "Samen soep eten", "tafels")
ROSA = Who(first_name="Rosa", phone="+32470123456")
POINTS = {"lasting": 5, "effort": 4, "creative": 3, "diverse": 2}
ACTIONS = {
    StreetState.CONFIRMED: confirm,
    StreetState.WITHDRAWN: withdraw_street,
    StreetState.STORY: tell_story,
}


@pytest.fixture
def entry(area: Neighbourhood) -> StreetEntry:
    return StreetEntryFactory.create(neighbourhood=area)


def test_enters_once(area: Neighbourhood, now: datetime) -> None:
    key, form = uuid.uuid4(), uuid.uuid4()
    for _ in range(2):
        made = enter(key, ROSA, PLAN, neighbourhood=area, by=None, now=now, submission=form)
    assert StreetEntry.objects.get() == made
    assert made.state == StreetState.IDEA
    assert has_consent(made.person, Purpose.TAKE_PART)
    assert streets(key) == []


def test_entered_twice_at_once(threads: object, area: Neighbourhood, now: datetime) -> None:
    key, form = uuid.uuid4(), uuid.uuid4()
    results = threads(  # type: ignore[operator]
        *[lambda: enter(key, ROSA, PLAN, neighbourhood=area, by=None, now=now, submission=form)] * 2
    )
    assert results[0] == results[1]
    assert StreetEntry.objects.count() == 1


@pytest.mark.parametrize("before", StreetState)
@pytest.mark.parametrize("to", ACTIONS)
def test_moves_as_the_table_says(
    before: StreetState, to: StreetState, area: Neighbourhood, broker: User, now: datetime
) -> None:
    entry = StreetEntryFactory.create(neighbourhood=area, state=before)
    if to in STREET_MOVES[before]:
        after = ACTIONS[to](entry, by=broker, now=now)
        assert (after.state, after.settled_by, after.settled_at) == (to, broker, now)
    elif to == before:
        assert ACTIONS[to](entry, by=broker, now=now).settled_at is None
    else:
        with pytest.raises(NotPossible):
            ACTIONS[to](entry, by=broker, now=now)


@pytest.mark.parametrize("role", ["far_broker", "editor", "resident"])
def test_only_the_team_settles_and_scores(
    role: str, entry: StreetEntry, request: pytest.FixtureRequest, now: datetime
) -> None:
    by = request.getfixturevalue(role)
    with pytest.raises(NotForYou):
        confirm(entry, by=by, now=now)
    with pytest.raises(NotForYou):
        score(entry, by, now=now, **POINTS)


def test_confirmed_and_withdrawn_at_once(
    threads: object, entry: StreetEntry, broker: User, other_broker: User, now: datetime
) -> None:
    threads(  # type: ignore[operator]
        lambda: confirm(entry, by=broker, now=now), lambda: withdraw_street(entry, by=other_broker, now=now)
    )
    entry.refresh_from_db()
    assert entry.state == StreetState.WITHDRAWN


def test_each_juror_scores_once_and_may_change(
    entry: StreetEntry, broker: User, other_broker: User, now: datetime
) -> None:
    with pytest.raises(NotPossible, match="once it is confirmed"):
        score(entry, broker, now=now, **POINTS)
    confirm(entry, by=broker, now=now)
    score(entry, broker, now=now, **POINTS)
    score(entry, broker, now=now, **{**POINTS, "diverse": 4})
    score(entry, other_broker, now=now, **{**POINTS, "lasting": 2})
    (result,) = street_results(entry.campaign)
    assert (result.total, result.jurors) == (13.5, 2)


def test_fixed_once_it_is_shown(
    entry: StreetEntry, area: Neighbourhood, broker: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirm(entry, by=broker, now=now)
    monkeypatch.setattr(campaigns, "find", lambda key: Campaign(area, shows_scores=True))
    with pytest.raises(Over, match="fixed"):
        score(entry, broker, now=now, **POINTS)


def test_one_juror_twice_at_once(threads: object, entry: StreetEntry, broker: User, now: datetime) -> None:
    confirm(entry, by=broker, now=now)
    results = threads(*[lambda: score(entry, broker, now=now, **POINTS)] * 2)  # type: ignore[operator]
    assert results[0] == results[1]
    with pytest.raises(IntegrityError), transaction.atomic():
        Score.objects.create(entry=entry, juror=broker, at=now, **POINTS)
    with pytest.raises(IntegrityError), transaction.atomic():
        Score.objects.update(lasting=6)


# --- pages ---


@pytest.fixture
def typed(no_waiting: None, area: Neighbourhood) -> dict[str, Any]:
    return {
        "first_name": "Rosa",
        "phone": "0470 12 34 56",
        "language": "nl",
        "street": "Oefenstraat",
        "plan": "Samen soep eten",
        "submission": str(uuid.uuid4()),
        "started": start_stamp(),
    }


def test_the_form(client: Client, typed: dict[str, Any]) -> None:
    url = reverse("enter_street", args=[uuid.uuid4()])
    assert client.get(url).status_code == 200
    answer = client.post(url, typed)
    assert answer.status_code == 302
    assert client.get(answer["Location"]).status_code == 200
    assert StreetEntry.objects.get().street == "Oefenstraat"


@pytest.mark.parametrize(
    "wrong", [{"street": ""}, {"plan": "x" * 301}, {"phone": ""}, {"submission": "no"}, {"website": "x"}]
)
def test_a_wrong_form_keeps_what_was_typed(
    client: Client, typed: dict[str, Any], wrong: dict[str, str]
) -> None:
    answer = client.post(reverse("enter_street", args=[uuid.uuid4()]), {**typed, **wrong})
    assert answer.status_code == 400
    assert "Rosa" in answer.content.decode()
    assert not StreetEntry.objects.exists()


def test_a_campaign_that_is_closed_or_unknown(
    client: Client, typed: dict[str, Any], area: Neighbourhood, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = reverse("enter_street", args=[uuid.uuid4()])
    monkeypatch.setattr(campaigns, "find", lambda key: Campaign(area, takes_entries=False))
    assert client.post(url, typed).status_code == 410
    monkeypatch.setattr(campaigns, "find", lambda key: None)
    assert client.get(url).status_code == 404
    assert not StreetEntry.objects.exists()


def test_the_team_confirms_and_scores(team: Client, entry: StreetEntry) -> None:
    page = team.get(reverse("keep_streets"))
    assert entry.person.first_name in page.content.decode()

    def act(verb: str, **data: Any) -> int:
        return team.post(reverse("act_on_street", args=[entry.pk, verb]), data).status_code

    assert act("punten", **POINTS) == 409
    assert act("bevestigen") == 302
    assert act("punten", **{**POINTS, "effort": 6}) == 400
    assert act("punten", **POINTS) == 302
    assert act("onzin") == 404
    assert Score.objects.get().total == 14
    assert "14 / 20" in team.get(reverse("keep_streets")).content.decode()
