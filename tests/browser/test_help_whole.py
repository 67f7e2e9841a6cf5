"""Help as people live it when not everything goes well at once."""

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


def finds_another(broker: Visitor, request: HelpRequest, name: str) -> Match:
    broker.goes(page_of(request))
    broker.page.get_by_label(name).first.check(force=True)
    broker.presses("De aangevinkte vrijwilligers vragen")
    return request.matches.get(state=MatchState.PROPOSED)


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
