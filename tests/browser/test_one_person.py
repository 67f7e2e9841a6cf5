"""A broker finds somebody while typing, and writes down what a helper needs to know."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.people.models import Person, PracticalPoint, User
from tests.factories import PersonFactory

from .conftest import Visitor

pytestmark = pytest.mark.browser
Make = Callable[..., Visitor]
PHONE = 360


@pytest.fixture
def known(demo: None) -> Person:
    area = User.objects.get(email="bemiddelaar@demo.example").neighbourhoods.first()
    return PersonFactory.create(neighbourhood=area, first_name="Noura", last_name="Zandbergen", language="ar")


@pytest.mark.parametrize(
    ("width", "scripts", "dark"), [(1280, True, False), (PHONE, True, True), (PHONE, False, False)]
)
def test_find_agree_and_tick(visitor: Make, known: Person, width: int, scripts: bool, dark: bool) -> None:
    broker = visitor("bemiddelaar", width=width, scripts=scripts, dark=dark)
    broker.goes("/en/bemiddeling/")
    box = broker.page.get_by_label("Name, street, phone, e-mail or number of a request")
    if scripts:
        box.press_sequentially("zandbegren")
        broker.page.locator("#team-found a").get_by_text("Noura Zandbergen").wait_for()
        broker.looks()
    else:
        box.fill("zandbegren")
        box.press("Enter")
    broker.follows("Noura Zandbergen")
    broker.reads("Call in: Arabic", "did not agree that we keep practical points")
    broker.page.locator("[formaction$='practical_points/geven/']").click()
    broker.page.locator("summary", has_text="Change").click()
    broker.looks()
    broker.chooses(for_helper="hearing")
    broker.presses("Save")
    broker.reads("hard of hearing", "the volunteer sees this")
    assert PracticalPoint.objects.get().for_helper
    broker.page.locator("[formaction$='practical_points/intrekken/']").click()
    broker.reads("did not agree that we keep practical points")
    assert not PracticalPoint.objects.exists()


def test_in_arabic(visitor: Make, known: Person) -> None:
    broker = visitor("bemiddelaar", width=PHONE)
    broker.goes(f"/ar/bemiddeling/mensen/{known.pk}/")
    broker.reads("اتصلوا باللغة: العربية")
