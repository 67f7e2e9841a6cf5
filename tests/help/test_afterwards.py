"""Opening a question again, and thanks; and what brokers and the two themselves see."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.contact.models import Message
from portal.help.actions import hide_thanks, reopen, report, thank
from portal.help.enums import ENDS, OPEN, MatchState, RequestState, Side, TroubleKind, Verb
from portal.help.models import HelpRequest, Match, Thanks, Trouble
from portal.help.rules import Moved, NotForYou, NotPossible
from portal.help.trouble_rules import Told
from portal.people.models import User, Volunteer
from tests.factories import MatchFactory
from tests.help.conftest import RequestIn, page_of

INCIDENT = Told(TroubleKind.INCIDENT, Side.HELPER, "viel")


@pytest.mark.parametrize("state", sorted(ENDS))
def test_every_end_opens_again(
    state: RequestState, request_in: RequestIn, broker: User, now: datetime
) -> None:
    later = now + timedelta(days=59)
    request = reopen(request_in(state), why="toch", by=broker, now=later)
    closed = state == RequestState.CLOSED
    assert request.state == (RequestState.DONE if closed else RequestState.DISCUSSED)
    assert (request.ended_at, request.call_back_on) == (None, timezone.localdate(later) if closed else None)
    line = request.history.last()
    assert (line.verb, line.from_state, line.note) == (Verb.REOPENED, state, "toch")


def test_with_a_helper_who_came_the_search_goes_on(
    request_in: RequestIn, volunteer: Volunteer, broker: User, now: datetime
) -> None:
    request = request_in(RequestState.WITHDRAWN, places=2)
    MatchFactory.create(request=request, volunteer=volunteer, state=MatchState.DONE)
    assert reopen(request, why="toch", by=broker, now=now).state == RequestState.SEARCHING


@pytest.mark.parametrize("state", sorted(OPEN))
def test_what_is_open_is_not_opened(
    state: RequestState, request_in: RequestIn, broker: User, now: datetime
) -> None:
    with pytest.raises(Moved):
        reopen(request_in(state), why="toch", by=broker, now=now)


def test_not_after_sixty_days_not_by_others_and_not_of_nobody(
    request_in: RequestIn, broker: User, outsider: User, now: datetime
) -> None:
    request = request_in(RequestState.WITHDRAWN)
    with pytest.raises(NotForYou):
        reopen(request, why="toch", by=outsider, now=now)
    with pytest.raises(NotPossible, match="60 days"):
        reopen(request, why="toch", by=broker, now=now + timedelta(days=61))
    request.person.forgotten_at = now
    request.person.save()
    with pytest.raises(NotPossible, match="who asked"):
        reopen(request, why="toch", by=broker, now=now)


def test_two_open_it_at_once(
    threads: Any, request_in: RequestIn, broker: User, other_broker: User, now: datetime
) -> None:
    request = request_in(RequestState.WITHDRAWN)
    results = threads(
        *(lambda by=by: reopen(request, why="toch", by=by, now=now) for by in (broker, other_broker))
    )
    assert sorted(type(each).__name__ for each in results) == ["HelpRequest", "Moved"]


def test_thanks_are_passed_on_without_their_words_in_the_mail(
    helped: Match, resident: User, now: datetime
) -> None:
    thank(helped, text="Zalig!", by=resident, now=now)
    thank(helped, text="Zalig!", by=resident, now=now)  # pressed twice
    told = Message.objects.get(kind="thanked")
    assert told.person == helped.volunteer.person
    assert "Zalig" not in told.body + told.script + told.gist + told.subject
    with pytest.raises(Moved, match="already"):
        thank(helped, text="Anders", by=resident, now=now)


def test_who_thanks_and_when(
    agreed: Match, volunteer: Volunteer, far_broker: User, broker: User, now: datetime
) -> None:
    for by in (volunteer.person.user, far_broker):
        with pytest.raises(NotForYou):
            thank(agreed, text="Dank", by=by, now=now)
    with pytest.raises(Moved, match="once the help"):
        thank(agreed, text="Dank", by=broker, now=now)


def test_two_thanks_at_once_are_one(
    threads: Any, helped: Match, resident: User, broker: User, now: datetime
) -> None:
    results = threads(
        lambda: thank(helped, text="Een", by=resident, now=now),
        lambda: thank(helped, text="Twee", by=broker, now=now),
    )
    assert sorted(type(each).__name__ for each in results) == ["Moved", "Thanks"]


def test_the_volunteer_reads_it_until_it_is_hidden(
    helped: Match, mine: Client, resident: User, broker: User, outsider: User, now: datetime
) -> None:
    thank(helped, text="Zalig!", by=resident, now=now)
    assert "Zalig!" in mine.get(reverse("mine")).content.decode()
    with pytest.raises(NotForYou):
        hide_thanks(helped, by=outsider, now=now)
    hide_thanks(helped, by=broker, now=now)
    hide_thanks(helped, by=broker, now=now)
    assert helped.request.history.filter(verb=Verb.HIDDEN).count() == 1
    assert "Zalig!" not in mine.get(reverse("mine")).content.decode()


def test_both_sides_tell_it_on_their_own_page(helped: Match, client: Client, resident: User) -> None:
    client.force_login(resident)
    url = reverse("my_match", args=[helped.pk, "misgelopen"])
    assert client.post(url, {"kind": "", "note": "mijn woorden"}).status_code == 400
    refused = client.post(url, {"kind": "no_show", "note": "mijn woorden"})
    assert (refused.status_code, "mijn woorden" in refused.content.decode()) == (409, True)
    assert client.post(url, {"kind": "complaint", "note": "riep"}).status_code == 302
    trouble = Trouble.objects.get()
    assert (trouble.told_by, trouble.side, trouble.note) == (Side.ASKER, Side.HELPER, "riep")
    assert "We call you" in client.get(reverse("mine")).content.decode()
    thanks = reverse("my_match", args=[helped.pk, "bedankt"])
    assert client.post(thanks, {"note": "Toch dank"}).status_code == 302
    assert Thanks.objects.get().text == "Toch dank"


def test_who_was_complained_about_sees_nothing_of_it(
    helped: Match, mine: Client, broker: User, now: datetime
) -> None:
    report(helped, Told(TroubleKind.COMPLAINT, Side.HELPER, "riep", Side.ASKER), by=broker, now=now)
    page = mine.get(reverse("mine")).content.decode()
    assert "riep" not in page
    assert "We call you" not in page


def test_the_broker_writes_it_down_and_the_coordinator_settles(
    agreed: Match, team: Client, coordinator: User
) -> None:
    url = page_of(agreed.request)
    act = f"/en/bemiddeling/koppelingen/{agreed.pk}"
    assert "Write down what went wrong" in team.get(url).content.decode()
    answer = team.post(f"{act}/misgelopen/", {"kind": "incident", "side": "helper", "note": "viel"})
    assert answer.status_code == 302
    trouble = Trouble.objects.get()
    page = team.get(url).content.decode()
    assert "The insurer is not filled in yet" in page
    assert "Accident, damage" in team.get(reverse("worklist")).content.decode()
    settle = {"trouble": trouble.pk, "outcome": "sorted"}
    assert team.post(f"{act}/afgehandeld/", settle).status_code == 403
    team.force_login(coordinator)
    assert team.post(f"{act}/afgehandeld/", settle).status_code == 302
    assert team.post(f"{act}/afgehandeld/", {**settle, "trouble": 0}).status_code == 409
    assert "Something went wrong" not in team.get(reverse("worklist")).content.decode()


def test_pages_stay_as_cheap_with_more_of_it(
    helped: Match, team: Client, broker: User, resident: User, now: datetime
) -> None:
    def counts() -> list[int]:
        found = []
        pages = {page_of(helped.request): broker, reverse("worklist"): broker, reverse("mine"): resident}
        for url, user in pages.items():
            team.force_login(user)
            team.get(url)
            with CaptureQueriesContext(connection) as caught:
                team.get(url)
            found.append(len(caught))
        return found

    report(helped, INCIDENT, by=broker, now=now)
    few = counts()
    report(helped, Told(TroubleKind.COMPLAINT, Side.ASKER), by=broker, now=now)
    report(helped, Told(TroubleKind.COMPLAINT, Side.HELPER), by=broker, now=now)
    assert counts() == few


def test_figures_are_for_the_team(agreed: Match, team: Client, broker: User, now: datetime) -> None:
    report(agreed, Told(TroubleKind.NO_SHOW, Side.HELPER), by=broker, now=now)
    page = team.get(reverse("volunteer", args=[agreed.volunteer_id])).content.decode()
    assert "Did not come, this past year" in page
    assert HelpRequest.objects.get().state == RequestState.SEARCHING
