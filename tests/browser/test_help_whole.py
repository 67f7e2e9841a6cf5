"""Help as people live it when not everything goes well at once: the board, fixed days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from portal.help.enums import MatchState, RequestState
from portal.help.models import HelpRequest, Match, Series

from .conftest import Visitor

pytestmark = pytest.mark.browser
Make = Callable[..., Visitor]

LINE = "Een lamp vervangen in de keuken."
PRIVATE = ("Leila", "Proefstraat", "0470 00 00 11", "+32470000011")


def writes_down(broker: Visitor, text: str, *, language: str = "nl", **choices: str) -> HelpRequest:
    """A call of somebody whom nobody knows yet; she agrees with both sentences."""
    broker.goes("/nl/bemiddeling/nieuw-gesprek/")
    broker.fills(first_name="Leila", last_name="Proef", phone="0470 00 00 11", street="Proefstraat")
    broker.fills(house_number="5", text=text, **{k: v for k, v in choices.items() if k == "day"})
    broker.chooses(kind="chores", **{k: v for k, v in choices.items() if k != "day"})
    broker.page.select_option("main [name=language]", language)
    for consent in ("keep_request", "share_contact"):
        broker.page.check(f"main [name={consent}]", force=True)
    broker.presses("Bewaren")
    broker.reads("Leila Proef", text)
    return HelpRequest.objects.get(text=text)


def opens(visitor: Visitor, summary: str) -> None:
    visitor.page.locator("main summary", has_text=summary).first.click()


def page_of(request: HelpRequest) -> str:
    return f"/nl/bemiddeling/vragen/{request.reference}/"


def sends(visitor: Visitor, verb: str, button: str) -> None:
    """The one form of the page that goes to this verb."""
    visitor.presses(button, within=f"main form[action$='/{verb}/']", exact=False)


def puts_on_board(broker: Visitor) -> None:
    opens(broker, "Laat vrijwilligers zelf kiezen")
    broker.fills(line="Een lamp vervangen bij Leila.")
    sends(broker, "bord", "Zet het op het prikbord")
    broker.reads("Geen naam, straat")
    broker.fills(line=LINE)  # the door stays open for who must correct it
    sends(broker, "bord", "Zet het op het prikbord")
    broker.reads("Op het prikbord sinds", LINE)


def raises_hand(helper: Visitor, request: HelpRequest) -> None:
    helper.goes("/nl/bord/")
    helper.reads(LINE, "Arabisch")
    helper.does_not_read(*PRIVATE, "المصباح")
    helper.presses("Ik kan helpen", within=f"main form[action*='/bord/{request.pk}/']")
    helper.reads("We weten dat je wil helpen")
    helper.does_not_read(*PRIVATE)
    helper.goes("/nl/mijn/")
    helper.does_not_read(*PRIVATE)


def tells_no_show(broker: Visitor, request: HelpRequest) -> None:
    broker.goes(page_of(request))
    opens(broker, "Schrijf op wat er misging")
    form = broker.page.locator("main form[action$='/misgelopen/']")
    for name, value in {"kind": "no_show", "side": "helper", "told_by": "asker"}.items():
        form.locator(f"[name={name}][value={value}]").check(force=True)
    form.locator("[name=note]").fill("Leila wachtte een uur.")
    sends(broker, "misgelopen", "Noteren")
    request.refresh_from_db()
    assert request.state == RequestState.SEARCHING
    broker.reads("niet gekomen", "Leila wachtte een uur.", "Wie kan helpen?")


def finds_another(broker: Visitor, request: HelpRequest, name: str) -> Match:
    broker.goes(page_of(request))
    broker.page.get_by_label(name).first.check(force=True)
    broker.presses("De aangevinkte vrijwilligers vragen")
    return request.matches.get(state=MatchState.PROPOSED)


def is_called_back(broker: Visitor, match: Match) -> None:
    broker.goes(page_of(match.request))
    for side in ("asker", "helper"):
        form = broker.page.locator(f"form[action*='/{match.pk}/opvolging/']:has([name=side][value={side}])")
        form.locator("[name=face][value='3']").check(force=True)
        form.get_by_role("button", name="Noteren").click()
        broker.page.wait_for_load_state()
        broker.looks()
    match.request.refresh_from_db()
    assert match.request.state == RequestState.CLOSED


def test_from_the_board_past_a_no_show_to_a_thank_you(demo: None, visitor: Make) -> None:
    broker, helper = visitor("bemiddelaar"), visitor("vrijwilliger", width=360)
    request = writes_down(broker, "المصباح في المطبخ لا يعمل.", language="ar")
    puts_on_board(broker)
    raises_hand(helper, request)

    broker.goes(page_of(request))
    broker.presses("Spreek het af", exact=False)
    helper.goes("/nl/mijn/")
    helper.reads("Leila Proef", "0470 00 00 11", "Proefstraat 5")

    tells_no_show(broker, request)
    helper.goes("/nl/mijn/")
    helper.does_not_read(*PRIVATE)

    match = finds_another(broker, request, "Lies Voorbeeld")
    for verb, button in {"ja": "Zei ja", "gedaan": "Het is gedaan"}.items():
        sends(broker, f"{match.pk}/{verb}", button)
    is_called_back(broker, match)

    opens(broker, "Geef een dank je door aan Lies")
    broker.page.locator("main form[action$='/bedankt/'] [name=note]").fill("شكراً جزيلاً!")
    sends(broker, "bedankt", "Geef het door")
    second = visitor("vrijwilliger2", width=360, dark=True)
    second.goes("/nl/mijn/")
    second.reads("Buren zeggen dank je", "شكراً جزيلاً!")


def makes_series(broker: Visitor, request: HelpRequest) -> Series:
    match = finds_another(broker, request, "Youssef Voorbeeld")
    sends(broker, f"{match.pk}/ja", "Zei ja")
    broker.reads("Vraagt hulp die terugkomt")
    form = broker.page.locator("main form[action$='/reeks/']")
    form.locator("[name=on_holidays]").select_option("too")
    form.locator("[name=keeps_helper]").check(force=True)
    sends(broker, "reeks", "Maak de vaste dagen")
    broker.follows("Alle datums en wie er komt")
    broker.reads("Youssef Voorbeeld", "Vaste dagen")
    return Series.objects.get()


def helpers_of(series: Series) -> list[str]:
    dates = series.dates.order_by("day").prefetch_related("matches__volunteer__person")
    return [
        ", ".join(
            each.volunteer.person.first_name
            for each in date.matches.all()
            if each.state == MatchState.ACCEPTED
        )
        for date in dates
    ]


def test_one_of_the_fixed_days_does_not_suit_the_helper(demo: None, visitor: Make) -> None:
    broker, helper = visitor("bemiddelaar"), visitor("vrijwilliger", width=360)
    day = (timezone.localdate() + timedelta(days=2)).isoformat()
    request = writes_down(broker, "De planten water geven.", timing="day", day=day, wants_rhythm="week")
    series = makes_series(broker, request)
    assert set(helpers_of(series)) == {"Youssef"}

    helper.goes("/nl/mijn/")
    helper.reads("Je komt op vaste dagen")
    third = series.dates.order_by("day")[2]
    cannot = f"main form[action*='/{third.matches.get().pk}/lukt-niet/']"
    helper.page.locator(f"main details:has({cannot.removeprefix('main ')}) > summary").click()
    helper.page.fill(f"{cannot} [name=why]", "Ik ben op reis.")
    helper.presses("Het lukt niet", within=cannot)
    searching = series.dates.filter(state=RequestState.SEARCHING)
    assert [each.pk for each in searching] == [third.pk]

    match = finds_another(broker, third, "Lies Voorbeeld")
    second = visitor("vrijwilliger2", width=360, dark=True)
    second.goes("/nl/mijn/")
    second.presses("Ja, ik doe het", within=f"main form[action*='/{match.pk}/ja/']")
    second.reads("Leila Proef", "Proefstraat 5")

    found = helpers_of(series)
    assert found == ["Lies" if at == 2 else "Youssef" for at in range(len(found))]
    broker.goes(f"/nl/bemiddeling/reeksen/{series.pk}/")
    broker.reads("Lies Voorbeeld", "Youssef Voorbeeld")
