"""The neighbourhood's news on a phone, read aloud, subscribed to, and on one sheet of paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.utils import timezone

from portal.contact.models import Subscriber
from portal.people.models import Neighbourhood
from tests.home.test_krant import gathering
from tests.home.tree import begin_stories, in_french, picture, tell_story

from .conftest import SHOTS, Visitor

pytestmark = pytest.mark.browser
Make = Callable[..., Visitor]
# A device with a Dutch voice, which writes down what it says.
VOICE = """
  window.said = [];
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
  Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => [{ lang: "nl_BE" }], cancel() {}, speak: (one) => said.push(one), addEventListener() {},
  }});
"""


@pytest.fixture
def site(transactional_db: None, area: Neighbourhood) -> None:
    stories = begin_stories()
    intro = "Samen planten we groenten. Iedereen mag mee, ook om 18.30 uur."
    in_french(tell_story(stories, intro=intro, image=picture()))
    for number in range(1, 13):
        tell_story(stories, title=f"Nieuws nummer {number}", intro=intro)
        gathering(area, timezone.now() + timedelta(days=number), f"Soep {number}")


@pytest.mark.usefixtures("site")
def test_the_device_reads_the_page_aloud(visitor: Make) -> None:
    guest = visitor(width=360)
    guest.page.add_init_script(VOICE)
    guest.goes("/nl/verhalen/verhaal-0/")
    button = guest.page.locator("#listen")
    button.click()
    guest.looks()
    said = guest.page.evaluate("said.map((one) => one.text)")
    assert said[0] == "Een tuin voor iedereen"
    assert said[2:4] == ["Samen planten we groenten.", "Iedereen mag mee, ook om 18.30 uur."]
    assert button.inner_text() not in said
    assert button.get_attribute("aria-pressed") == "true"
    guest.page.evaluate("said.at(-1).onend()")
    assert button.get_attribute("aria-pressed") == "false"
    guest.goes("/fr/verhalen/verhaal-0/")  # there is no French voice
    assert guest.page.locator("#listen").is_hidden()


@pytest.mark.usefixtures("site")
def test_subscribing_and_stopping(visitor: Make) -> None:
    guest = visitor(width=360, dark=True)
    guest.goes("/nl/buurtkrant/")
    guest.page.click("main a[href$='/inschrijven/']")
    guest.looks()
    guest.fills(email="lezer@demo.example")
    guest.page.wait_for_timeout(3000)  # people take longer than the time trap
    guest.page.click("main [type=submit]")
    guest.looks()
    [link] = [line for line in mail.outbox[0].body.splitlines() if "/bevestig/" in line]
    guest.goes(link.removeprefix("http://localhost:8000"))
    guest.page.click("main [type=submit]")
    guest.looks()
    reader = Subscriber.objects.confirmed().get()
    guest.goes(f"/nl/buurtkrant/stop/{reader.key}/")
    guest.page.click("main [type=submit]")
    guest.looks()
    assert not Subscriber.objects.confirmed().exists()


@pytest.mark.usefixtures("site")
def test_news_fits_on_one_sheet_and_on_a_phone(visitor: Make, tmp_path: Path) -> None:
    for path in ("/nl/buurtkrant/", "/ar/buurtkrant/", "/nl/verhalen/", "/nl/toegankelijkheid-melden/"):
        visitor(width=320).goes(path)
    reader = visitor()
    reader.goes("/nl/buurtkrant/")
    if SHOTS:
        reader.page.set_viewport_size({"width": 658, "height": 987})  # A4 within its margins
        reader.page.emulate_media(media="print")
        reader.page.screenshot(path=Path(SHOTS) / "krant-print.png", full_page=True)
    sheet = reader.page.pdf(path=Path(SHOTS or tmp_path) / "krant.pdf", format="A4")
    assert sheet.count(b"/Type /Page\n") == 1
