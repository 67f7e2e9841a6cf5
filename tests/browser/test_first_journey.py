"""From the first call to the last: a resident asks, a broker finds, a volunteer helps, both are called."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone, translation
from django.utils.translation import gettext

from portal.help.enums import RequestState
from portal.help.models import HelpRequest

from .conftest import Visitor

pytestmark = pytest.mark.browser
Make = Callable[..., Visitor]


def asks(visitor: Visitor, code: str) -> str:
    """A resident without an account asks for a lamp to be changed; returns the reference on the page."""
    with translation.override(code):
        visitor.goes(f"/{code}/")
        visitor.follows(gettext("I am looking for help"))
        visitor.page.click("main button[value=chores]")
        visitor.looks()
        visitor.fills(text="De lamp in de keuken is stuk.")
        visitor.presses(gettext("Next"))
        visitor.chooses(timing="day", half_day="morning")
        visitor.fills(day=(timezone.localdate() + timedelta(days=2)).isoformat())
        visitor.presses(gettext("Next"))
        visitor.presses(gettext("Next"))  # forgot everything
        visitor.reads(gettext("Something is not right yet"))
        visitor.fills(
            first_name="Nadia", last_name="Proef", phone="0470 00 00 00", email="nadia@demo.example"
        )
        visitor.fills(street="Proefstraat", house_number="3", box="2")
        visitor.chooses(neighbourhood="oud-oefenplein")
        visitor.presses(gettext("Next"))
        visitor.reads("De lamp in de keuken is stuk.", "0470 00 00 00")
        visitor.page.check("main [name=keep_request]", force=True)
        visitor.page.check("main [name=share_contact]", force=True)
        visitor.page.wait_for_timeout(3000)  # people take longer than the time trap
        visitor.presses(gettext("Send my question"))
        visitor.reads(gettext("Thank you. We have your question."))
    return re.sub(r"\W", "", visitor.page.locator("main .reference").inner_text())


def finds(broker: Visitor, reference: str) -> None:
    broker.goes("/nl/bemiddeling/")
    broker.reads("Nadia Proef")
    broker.goes(f"/nl/bemiddeling/vragen/{reference}/")
    broker.reads("Youssef Voorbeeld", "Lies Voorbeeld")
    for name in ("Youssef", "Lies"):
        broker.page.get_by_label(f"{name} Voorbeeld").first.check(force=True)
    broker.presses("De aangevinkte vrijwilligers vragen")


def journey(visitor: Make, *, width: int, scripts: bool = True, code: str = "nl", dark: bool = False) -> None:
    look = {"width": width, "scripts": scripts, "dark": dark}
    reference = asks(visitor(**look), code)
    request = HelpRequest.objects.get(reference=reference)
    assert request.language == code
    assert reference[:3] in mail.outbox[-1].subject

    broker = visitor("bemiddelaar", **look)
    finds(broker, reference)
    assert {message.to[0] for message in mail.outbox[-2:]} == {
        "vrijwilliger@demo.example",
        "vrijwilliger2@demo.example",
    }
    assert not any("Nadia" in message.body or "lamp" in message.body for message in mail.outbox)

    first, second = visitor("vrijwilliger", **look), visitor("vrijwilliger2", **look)
    first.goes(f"/{code}/mijn/")
    second.goes(f"/{code}/mijn/")
    first.does_not_read("Nadia", "Proefstraat")
    with translation.override(code):
        yes = gettext("Yes, I will do it")
        action = f"form[action*='/{request.matches.get(volunteer__person__first_name='Youssef').pk}/ja/']"
        first.presses(yes, within=action)
        first.reads("Nadia Proef", "Proefstraat 3")
        action = f"form[action*='/{request.matches.get(volunteer__person__first_name='Lies').pk}/ja/']"
        second.page.locator(action).get_by_role("button", name=yes).click()
        second.page.wait_for_load_state()
        second.reads(gettext("Thank you for wanting to help! Somebody else was just before you."))
        second.does_not_read("Nadia", "Proefstraat")
        card = first.page.locator("article", has_text="Nadia Proef")
        card.get_by_role("button", name=gettext("It is done")).click()
        first.page.wait_for_load_state()
        first.looks()
    calls_back(broker, reference)


def calls_back(broker: Visitor, reference: str) -> None:
    request = HelpRequest.objects.get(reference=reference)
    assert request.state == RequestState.DONE
    HelpRequest.objects.filter(pk=request.pk).update(call_back_on=timezone.localdate())
    broker.goes("/nl/bemiddeling/")
    broker.reads("Terug te bellen", "Nadia Proef")
    broker.goes(f"/nl/bemiddeling/vragen/{reference}/")
    for side in ("asker", "helper"):
        form = broker.page.locator(f"form:has([name=side][value={side}])")
        form.locator("[name=face][value='3']").check(force=True)
        form.locator("[name=remark]").fill("Het ging vlot.")
        form.get_by_role("button", name="Noteren").click()
        broker.page.wait_for_load_state()
        broker.looks()
    request.refresh_from_db()
    assert request.state == RequestState.CLOSED
    broker.reads("Het ging vlot.", "afgerond")


@pytest.mark.parametrize("width", [360, 1280])
def test_at_phone_and_desktop_width(demo: None, visitor: Make, width: int) -> None:
    journey(visitor, width=width)


def test_without_javascript(demo: None, visitor: Make) -> None:
    journey(visitor, width=360, scripts=False)


def test_in_arabic_and_in_the_dark(demo: None, visitor: Make) -> None:
    journey(visitor, width=360, code="ar", dark=True)


def test_a_broker_writes_down_a_call_by_keyboard_alone(demo: None, visitor: Make) -> None:
    broker = visitor("bemiddelaar")
    broker.goes("/nl/bemiddeling/nieuw-gesprek/")
    keys = broker.page.keyboard
    keys.type("7700 900 110")
    broker.page.get_by_role("link", name="Fatima Voorbeeld", exact=True).wait_for()
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Enter")
    broker.page.wait_for_url("**persoon=*")
    broker.looks()
    broker.page.locator("main [name=kind]").first.focus()
    keys.press("Space")
    keys.press("Tab")
    keys.type("Een lamp vervangen.")
    broker.page.locator("main [name=keep_request]").focus()
    keys.press("Space")
    keys.press("Tab")
    keys.press("Space")
    keys.press("Enter")
    broker.page.wait_for_url("**/bemiddeling/vragen/*/")
    broker.reads("Fatima Voorbeeld", "Een lamp vervangen.")
    assert HelpRequest.objects.filter(text="Een lamp vervangen.", channel="phone", language="ary").exists()


@pytest.mark.parametrize("code", ["nl", "ar"])
def test_sign_in_with_a_mailed_code(demo: None, visitor: Make, code: str) -> None:
    resident = visitor(width=360)
    with translation.override(code):
        resident.goes(f"/{code}/mijn/")
        resident.fills(email="bewoner@demo.example")
        resident.presses(gettext("Send me a code"))
        sent = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", mail.outbox[-1].body, re.MULTILINE)
        assert sent, mail.outbox[-1].body
        resident.fills(code=sent[1])
        resident.presses(gettext("Sign in"))
        resident.reads("Rosa")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("code", ["nl", "ar"])
def test_style_guide_and_public_pages(demo: None, visitor: Make, code: str, dark: bool) -> None:
    editor = visitor("redactie", width=1280, dark=dark)
    for path in (
        "stijl/",
        "",
        "hoe-werkt-het/",
        "soorten-hulp/",
        "veelgestelde-vragen/",
        "hulp/bel-mij/",
        "niet/",
    ):
        editor.page.goto(f"{editor.server}/{code}/{path}")
        editor.wrong.clear()  # the guide shows a wrong date on purpose
        editor.looks()
