"""What a kind of help asks, and what is not for volunteers: at every door."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from design import traps
from design.fields import Translated
from portal.help.actions import accept, clear_flags, propose
from portal.help.answers import said, said_before_yes
from portal.help.enums import RequestState, Verb
from portal.help.models import AnswerType, HelpKind, HelpRequest, RedFlag, Told
from portal.help.rules import Moved, NotForYou, NotPossible
from portal.people.models import Neighbourhood, User, Volunteer
from tests.factories import KindFactory, MatchFactory, QuestionFactory, RedFlagFactory
from tests.help.conftest import page_of

WHAT = "/en/hulp/vragen/wat/"
SERVICE = "/en/hulp/vragen/dienst/"
CHECK = "/en/hulp/vragen/nakijken/"
SIZES = Translated(nl="klein\ngroot", en="small\nbig", fr="petit\ngrand", ar="صغير\nكبير")


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traps, "LEAST_SECONDS", 0)


@pytest.fixture
def flag(db: None) -> RedFlag:
    return RedFlagFactory.create()


@pytest.fixture
def flagged(help_request: HelpRequest, flag: RedFlag) -> HelpRequest:
    help_request.red_flags.add(flag)
    return help_request


@pytest.fixture
def who(area: Neighbourhood) -> dict[str, str]:
    return {
        "first_name": "Rosa",
        "last_name": "Zonneveld",
        "phone": "0470 12 34 56",
        "email": "",
        "language": "nl",
        "neighbourhood": area.slug,
    }


def chooses(client: Client, kind: HelpKind, **what: Any) -> Any:
    return client.post(WHAT, {"soort": kind.code, **what})


def sends(client: Client, who: dict[str, str]) -> HelpRequest:
    client.post("/en/hulp/vragen/wanneer/", {"timing": "no_hurry"})
    client.post("/en/hulp/vragen/wie/", who)
    answer = client.post(CHECK, {"keep_request": "on", "share_contact": "on"})
    assert answer["Location"] == reverse("ask_done")
    return HelpRequest.objects.get()


def test_no_volunteer_is_asked_and_none_is_proposed_on_the_page(
    flagged: HelpRequest, team: Client, volunteer: Volunteer, broker: User, now: datetime
) -> None:
    with pytest.raises(NotPossible, match="not for volunteers"):
        propose(flagged, [volunteer], by=broker, now=now)
    page = team.get(page_of(flagged)).content.decode()
    assert "Ask your doctor." in page
    assert 'disabled aria-describedby="no-proposal"' in page


def test_nobody_says_yes_to_it_either(
    flagged: HelpRequest, volunteer: Volunteer, broker: User, now: datetime
) -> None:
    match = MatchFactory.create(request=flagged, volunteer=volunteer)
    for by in (broker, volunteer.person.user):
        with pytest.raises(NotPossible):
            accept(match, by=by, now=now)


def test_on_the_web_it_stops_kindly(client: Client, kind: HelpKind, flag: RedFlag, who: Any) -> None:
    assert "Nursing" in client.get(f"{WHAT}?soort={kind.code}").content.decode()
    assert chooses(client, kind, red_flags=[flag.code])["Location"] == SERVICE
    page = client.get(SERVICE).content.decode()
    assert "Ask your doctor." in page
    # No way around it.
    client.post("/en/hulp/vragen/wanneer/", {"timing": "no_hurry"})
    client.post("/en/hulp/vragen/wie/", who)
    assert client.get(CHECK)["Location"] == SERVICE
    assert client.post(CHECK, {"keep_request": "on"})["Location"] == SERVICE
    assert not HelpRequest.objects.exists()


def test_we_call_to_look_for_a_service_and_the_question_is_marked(
    client: Client, kind: HelpKind, flag: RedFlag, who: Any
) -> None:
    chooses(client, kind, red_flags=[flag.code])
    assert client.post(SERVICE, {"bel-mij": "ja"})["Location"] == "/en/hulp/vragen/wie/"
    client.post("/en/hulp/vragen/wie/", who)
    assert "Nursing" in client.get(CHECK).content.decode()
    client.post(CHECK, {"keep_request": "on"})
    made = HelpRequest.objects.get()
    assert (list(made.red_flags.all()), made.channel, made.state) == ([flag], "web", RequestState.NEW)
    assert "Together we look for a service" in client.get(reverse("ask_done")).content.decode()


def test_something_small_after_all(client: Client, kind: HelpKind, flag: RedFlag, who: Any) -> None:
    chooses(client, kind, text="Een lamp", red_flags=[flag.code])
    assert client.post(SERVICE, {"iets-kleins": "ja"})["Location"] == WHAT
    page = client.get(WHAT).content.decode()
    assert "Een lamp" in page
    assert "checked" not in page
    chooses(client, kind, text="Een lamp")
    assert not sends(client, who).red_flags.exists()


def test_a_service_page_without_a_tick_leads_back(client: Client, kind: HelpKind) -> None:
    assert client.get(SERVICE)["Location"] == WHAT
    chooses(client, kind)
    assert client.post(SERVICE, {"bel-mij": "ja"})["Location"] == WHAT


def test_only_flags_in_use_of_this_kind_are_asked(client: Client, kind: HelpKind) -> None:
    RedFlagFactory.create(code="old", is_active=False, text=Translated(en="Outdated"))
    RedFlagFactory.create(code="rides", kind=KindFactory.create(code="transport"), text=Translated(en="Far"))
    page = client.get(f"{WHAT}?soort={kind.code}").content.decode()
    assert "Outdated" not in page
    assert "Far" not in page
    assert "Is one of these needed?" not in page
    assert chooses(client, kind, red_flags=["rides"])["Location"] == "/en/hulp/vragen/wanneer/"


def test_a_broker_ticks_it_and_it_stays(
    team: Client, kind: HelpKind, area: Neighbourhood, flag: RedFlag
) -> None:
    sent = {
        "first_name": "Fatima",
        "phone": "0470 12 34 57",
        "neighbourhood": area.slug,
        "language": "nl",
        "kind": kind.code,
        "timing": "no_hurry",
        "channel": "phone",
        "submission": "6f1e2b1c-6d5f-4a55-9a1b-0d5b8f6f9b10",
        "red_flags": [flag.code],
    }
    KindFactory.create(code=kind.code)
    HelpKind.objects.update(default_places=2)
    assert team.post("/en/bemiddeling/nieuw-gesprek/", sent).status_code == 302
    made = HelpRequest.objects.get()
    assert list(made.red_flags.all()) == [flag]
    assert made.places == 2


def test_a_broker_clears_it_with_a_reason(
    flagged: HelpRequest, team: Client, volunteer: Volunteer, broker: User, now: datetime
) -> None:
    address = reverse("act_on_request", args=[flagged.reference, "toch-vrijwilligers"])
    sent = {"version": flagged.version, "why": "De dochter wast haar"}
    assert team.post(address, {**sent, "why": ""}).status_code == 400
    assert team.post(address, sent).status_code == 302
    line = flagged.history.get()
    assert (line.verb, line.by, line.note) == (Verb.UNFLAGGED, broker, "De dochter wast haar")
    assert team.post(address, {**sent, "version": ""}).status_code == 409  # pressed twice
    flagged.refresh_from_db()
    assert propose(flagged, [volunteer], by=broker, now=now)


def test_others_do_not_clear_it(flagged: HelpRequest, outsider: User, now: datetime) -> None:
    with pytest.raises(NotForYou):
        clear_flags(flagged, why="x", by=outsider, now=now)
    assert flagged.red_flags.exists()


@pytest.mark.django_db(transaction=True)
def test_two_brokers_clear_it_at_once(
    threads: Any, flagged: HelpRequest, broker: User, other_broker: User, now: datetime
) -> None:
    got = threads(
        lambda: clear_flags(flagged, why="x", by=broker, now=now),
        lambda: clear_flags(flagged, why="x", by=other_broker, now=now),
    )
    assert sorted(type(each).__name__ for each in got) == ["HelpRequest", "Moved"]
    assert flagged.history.count() == 1
    assert issubclass(Moved, Exception)


@pytest.mark.parametrize(
    ("answer", "typed", "status", "shown"),
    [
        (AnswerType.TEXT, "Naar de markt", 302, "Naar de markt"),
        (AnswerType.TEXT, "x" * 201, 400, None),
        (AnswerType.NUMBER, "0", 302, "0"),
        (AnswerType.NUMBER, "-1", 400, None),
        (AnswerType.NUMBER, "veel", 400, None),
        (AnswerType.YES_NO, "no", 302, "no"),
        (AnswerType.YES_NO, "misschien", 400, None),
        (AnswerType.ONE_OF, "1", 302, "big"),
        (AnswerType.ONE_OF, "2", 400, None),
        (AnswerType.ONE_OF, "klein", 400, None),
        (AnswerType.TEXT, "", 400, None),
    ],
)
def test_each_sort_of_answer(
    client: Client, kind: HelpKind, who: Any, answer: str, typed: str, status: int, shown: str | None
) -> None:
    asked = QuestionFactory.create(kind=kind, answer=answer, options=SIZES, is_required=True)
    assert asked.label["en"] in client.get(f"{WHAT}?soort={kind.code}").content.decode()
    assert chooses(client, kind, **{asked.field_name: typed}).status_code == status
    if shown is not None:
        assert [each.value for each in said(sends(client, who))] == [shown]


def test_an_answer_stays_readable_in_every_language_when_the_question_changes(
    client: Client, kind: HelpKind, who: Any
) -> None:
    asked = QuestionFactory.create(kind=kind, answer=AnswerType.ONE_OF, options=SIZES, told=Told.BEFORE)
    words = QuestionFactory.create(kind=kind, code="name", answer=AnswerType.TEXT)
    chooses(client, kind, **{asked.field_name: "0", words.field_name: "Bobby"})
    made = sends(client, who)
    asked.label, asked.options = Translated(nl="Anders"), Translated(nl="niets")
    asked.save()
    with translation.override("ar"):
        assert [(each.label, each.value) for each in said_before_yes(made)] == [("Hoeveel trappen?", "صغير")]
    assert [each.value for each in said(made)] == ["small", "Bobby"]


def test_the_volunteer_hears_the_rest_after_the_yes(
    mine: Client, help_request: HelpRequest, volunteer: Volunteer, broker: User, now: datetime
) -> None:
    size = QuestionFactory.build(kind=help_request.kind, code="size", told=Told.BEFORE)
    name = QuestionFactory.build(kind=help_request.kind, code="name", answer=AnswerType.TEXT)
    help_request.answers = [size.kept(77123), name.kept("Bobby")]
    help_request.save()
    match = propose(help_request, [volunteer], by=broker, now=now)[0]
    page = mine.get("/en/mijn/").content.decode()
    assert "77123" in page
    assert "Bobby" not in page
    accept(match, by=volunteer.person.user, now=now)
    assert "Bobby" in mine.get("/en/mijn/").content.decode()


def test_a_broker_may_leave_a_question_open_and_only_the_kind_that_is_chosen_counts(
    team: Client, kind: HelpKind, area: Neighbourhood
) -> None:
    here = QuestionFactory.create(kind=kind, is_required=True)
    there = QuestionFactory.create(kind=KindFactory.create(code="dog"), code="size")
    sent = {
        "first_name": "Fatima",
        "phone": "0470 12 34 57",
        "neighbourhood": area.slug,
        "language": "nl",
        "kind": kind.code,
        "timing": "no_hurry",
        "channel": "phone",
        "submission": "6f1e2b1c-6d5f-4a55-9a1b-0d5b8f6f9b11",
        there.field_name: "3",
    }
    page = team.get("/en/bemiddeling/nieuw-gesprek/").content.decode()
    assert (f'name="{here.field_name}"' in page, f'name="{there.field_name}"' in page) == (True, True)
    assert team.post("/en/bemiddeling/nieuw-gesprek/", sent).status_code == 302
    assert HelpRequest.objects.get().answers == []


def test_the_conversation_takes_as_many_queries_whatever_is_asked(team: Client, kind: HelpKind) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    taken = []
    for size in (1, 6):
        for number in range(size):
            code = f"c{size}{number}"
            QuestionFactory.create(kind=KindFactory.create(code=code, pictogram="dog"), code=code)
            RedFlagFactory.create(code=code)
        with CaptureQueriesContext(connection) as queries:
            team.get("/en/bemiddeling/nieuw-gesprek/")
        taken.append(len(queries))
    assert taken[0] == taken[1]
