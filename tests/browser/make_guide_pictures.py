"""Takes the pictures of the start guide from the real screens:

    python manage.py start 8123 &
    python tests/browser/make_guide_pictures.py http://localhost:8123

Needs the demo, and Chromium. Writes home/static/home/guide/*.png, each with few colours and under 60 kB.
"""

from __future__ import annotations

import os
import shutil
import sys
from io import BytesIO
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[2] / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

import django

django.setup()

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from home.models import InfoPage
from tests.browser.conftest import sign_in

FOLDER = Path(__file__).parents[2] / "home" / "static" / "home" / "guide"
BIGGEST = 60_000


def keep(page: Page, name: str) -> None:
    page.wait_for_timeout(1500)
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    for colours in (64, 32, 16, 8):
        picture.quantize(colours).save(FOLDER / f"{name}.png", optimize=True)
        if (FOLDER / f"{name}.png").stat().st_size < BIGGEST:
            return
    raise SystemExit(f"{name}.png is too big")


def take(page: Page, server: str) -> None:
    about = InfoPage.objects.get(slug="wie-zijn-we", locale__language_code="nl")
    page.goto(f"{server}/cms/")
    keep(page, "start")
    page.goto(f"{server}/cms/pages/{about.pk}/edit/")
    keep(page, "pagina")
    page.locator("footer [data-w-dropdown-target=toggle]").first.click()
    keep(page, "bewaren")
    page.keyboard.press("Escape")
    page.locator("[data-side-panel-toggle=preview]").first.click()
    page.wait_for_timeout(6000)
    keep(page, "voorbeeld")
    page.goto(f"{server}/cms/images/add/")
    keep(page, "foto")
    page.goto(f"{server}/cms/verslagen/vertalingen/")
    keep(page, "vertalingen")


def main(server: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    found = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(viewport={"width": 1100, "height": 720}, locale="nl-BE")
        context.add_cookies([sign_in("redactie", server)])
        take(context.new_page(), server)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://localhost:8000")
