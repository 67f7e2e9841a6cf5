"""Help as people live it when not everything goes well at once: the board, a service, fixed days."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from portal.help.enums import MatchState, RequestState
from portal.help.models import HelpRequest, Match, Referral, Series

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


def asks_for_care(resident: Visitor) -> HelpRequest:
    """Rosa ticks what is not for volunteers, reads who helps then, and asks to be called."""
    text = "Kan iemand mij elke week wassen?"
    resident.goes("/nl/hulp/vragen/")
    resident.page.click("main button[value=company]")
    resident.page.wait_for_load_state()
    resident.fills(text=text)
    resident.chooses(red_flags="nursing")
    resident.presses("Volgende")
    resident.reads("Een dienst helpt hier beter mee", "thuisverpleegkundige")
    resident.presses("Laat iemand mij bellen om samen een dienst te zoeken")
    resident.fills(phone="")  # the demo's numbers ring nowhere, so the form refuses them
    resident.presses("Volgende")
    resident.reads(text, "Rosa Voorbeeld", "Niet voor vrijwilligers")
    for consent in ("keep_request", "share_contact"):
        resident.page.check(f"main [name={consent}]", force=True)
    resident.page.wait_for_timeout(3000)  # people take longer than the time trap
    resident.presses("Verstuur mijn vraag")
    resident.reads("Samen zoeken we")
    return HelpRequest.objects.get(text=text)


def refers(broker: Visitor, request: HelpRequest) -> str:
    """To a service of the social map, once Rosa agrees; returns the code that is read to the service."""
    broker.goes(page_of(request))
    broker.reads("Niet voor vrijwilligers")
    assert not broker.page.locator("main button:enabled", has_text="De aangevinkte vrijwilligers").count()
    assert not broker.page.locator("main form[action$='/bord/']").count()
    broker.goes(f"/nl/bemiddeling/sociale-kaart/?vraag={request.reference}")
    row = broker.page.locator("main article", has_text="Voorbeeld Thuiszorg")
    row.locator("a[href*='doorverwijzen']").click()
    broker.page.wait_for_load_state()
    broker.looks()
    broker.fills(what="Elke week een bad.")
    broker.chooses(way="link")
    broker.presses("Schrijf het op")
    broker.reads("Elke week een bad.", "Voorbeeld Thuiszorg")
    broker.does_not_read("Doorgegeven aan de dienst")
    sends(broker, "akkoord", "Gaat akkoord")
    sends(broker, "doorgeven", "Doorgegeven aan de dienst")
    broker.reads("lees deze code voor")
    return broker.page.locator("main [aria-labelledby=code] .lead").inner_text()


def takes_it_up(partner: Visitor, code: str) -> None:
    """Nobody who signs in: the link of the mail, the code of the telephone."""
    told = mail.outbox[-1]
    assert "Rosa" not in told.subject + told.body
    link = re.search(r"https?://[^/\s]+(/\S*doorverwijzing/\S+)", told.body)
    assert link, told.body
    partner.goes(link[1])
    partner.does_not_read("Rosa", "bad")
    partner.fills(code="AAAA-AAAA")
    partner.presses("Openen")
    partner.does_not_read("Rosa", "bad")
    partner.fills(code=code)
    partner.presses("Openen")
    partner.reads("Elke week een bad.", "Rosa Voorbeeld")
    partner.fills(word="We bellen maandag.")
    partner.presses("We nemen dit op")
    partner.reads("We hebben uw antwoord")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_what_is_not_for_volunteers_goes_to_a_service(demo: None, visitor: Make, scripts: bool) -> None:
    resident, broker = visitor("bewoner", width=360, scripts=scripts), visitor("bemiddelaar")
    request = asks_for_care(resident)
    code = refers(broker, request)
    takes_it_up(visitor(width=360, scripts=scripts, dark=True), code)
    made = Referral.objects.get(request=request)
    assert made.state == "taken_up"
    broker.goes(f"/nl/bemiddeling/doorverwijzingen/{made.pk}/")
    broker.reads("We bellen maandag.")
    resident.goes("/nl/mijn/")
    resident.reads("Voorbeeld Thuiszorg", "Ze zeggen: We bellen maandag.")


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
    return Series.objects.latest("pk")


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
