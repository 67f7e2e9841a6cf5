"""From "I want to help" on a phone to the first sign-in, with the talk and the papers in between."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from design import traps
from portal.people.enums import VolunteerState
from portal.people.models import Volunteer

from .conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(autouse=True)
def _no_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traps, "LEAST_SECONDS", 0)


def test_somebody_wants_to_help_and_begins(demo: None, visitor: Callable[..., Visitor]) -> None:
    newcomer = visitor(width=360)
    newcomer.goes("/nl/")
    newcomer.follows("Ik wil helpen")
    newcomer.presses("Verstuur")
    newcomer.reads("Kies minstens één ding")
    for kind in ("chores", "company"):
        newcomer.chooses(kinds=kind)
    newcomer.chooses(half_days="2-afternoon", month_maximum="2", neighbourhood="oud-oefenplein")
    newcomer.fills(talents="Ik kan goed luisteren", first_name="Bilal", email="bilal@demo.example")
    newcomer.fills(birth_date="1991-04-02")
    newcomer.presses("Verstuur")
    newcomer.reads("Bedankt")

    broker = visitor("bemiddelaar")
    broker.goes("/nl/bemiddeling/")
    broker.page.get_by_role("link", name=re.compile("^Aangemeld")).click()
    broker.follows("Bilal")
    broker.reads("Ik kan goed luisteren", "Nog te tekenen")
    talk = timezone.localtime() + timedelta(days=1)
    broker.page.fill("#gesprek-talk_at", talk.strftime("%Y-%m-%dT10:00"))
    broker.presses("Het gesprek plannen")
    for paper in ("information", "agreement"):
        broker.page.get_by_text("Er is een papier getekend").click()
        broker.page.check(f"[name=kind][value={paper}]", force=True)
        broker.page.locator("form[action$='/tekenen/'] button[type=submit]").click()
        broker.page.wait_for_load_state()
        broker.looks()
    broker.reads("Alle papieren zijn in orde")
    broker.page.locator("form[action$='/in-orde/'] button[type=submit]").click()
    broker.page.locator("form[action$='/starten/'] button[type=submit]").click()
    broker.page.wait_for_load_state()
    assert Volunteer.objects.get(person__first_name="Bilal").state == VolunteerState.ACTIVE

    mail.outbox.clear()
    newcomer.goes("/nl/account/code/")
    newcomer.page.fill("main [type=email], main [name=email]", "bilal@demo.example")
    newcomer.page.locator("main form button[type=submit]").first.click()
    newcomer.page.wait_for_load_state()
    code = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", str(mail.outbox[-1].body), re.M)
    assert code, mail.outbox[-1].body
    newcomer.page.fill("main [name=code]", code[1])
    newcomer.page.locator("main form button[type=submit]").first.click()
    newcomer.page.wait_for_load_state()
    newcomer.goes("/nl/mijn/helpen/")
    newcomer.page.get_by_text("Ik ben enkele dagen weg").click()
    day = (timezone.localdate() + timedelta(days=9)).isoformat()
    newcomer.fills(first_day=day, last_day=day)
    newcomer.page.locator("form[action$='/afwezig/'] button[type=submit]").click()
    newcomer.page.wait_for_load_state()
    newcomer.looks()
    newcomer.reads("Weg van")


def test_the_form_in_arabic_in_the_dark_without_scripts(demo: None, visitor: Callable[..., Visitor]) -> None:
    visitor(width=360, dark=True).goes("/ar/hulp/helpen/")
    plain = visitor(width=360, scripts=False)
    plain.goes("/ar/hulp/helpen/")
    plain.fills(first_name="بلال", phone="0470 00 00 09", birth_date="1991-04-02")
    plain.chooses(kinds="dog", half_days="5-morning", month_maximum="1", neighbourhood="oud-oefenplein")
    plain.page.locator("main form button[type=submit]").click()
    plain.page.wait_for_load_state()
    assert plain.page.url.endswith("/ar/hulp/helpen/klaar/")
