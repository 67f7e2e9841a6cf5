from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response

from config.demo import load_demo
from portal.people.models import User
from tests import kept

SHOTS = os.environ.get("SCREENSHOTS")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium where there is one; else the one that Playwright downloaded."""
    found = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    return {**browser_type_launch_args, "args": quiet, **({"executable_path": found} if found else {})}


@pytest.fixture
def demo(transactional_db: None) -> None:
    kept.replaced("demo", lambda: load_demo(timezone.now()))


class Visitor:
    """Somebody at a screen: opens pages, checks each with axe, keeps a picture when asked to."""

    def __init__(self, context: BrowserContext, server: str, name: str, *, check: bool = True) -> None:
        self.page: Page = context.new_page()
        self.page.set_default_timeout(10_000)
        self.server, self.name, self.check = server, name, check
        self.wrong: list[str] = []
        self.page.on("console", self._hears)

    def _hears(self, said: ConsoleMessage) -> None:
        """What the browser complains of; that a page itself answers 4xx is for the journey to judge."""
        of_page = "status of 4" in said.text and "/static/" not in said.location.get("url", "")
        if said.type == "error" and not of_page:
            self.wrong.append(said.text)

    def goes(self, path: str) -> Response | None:
        answer = self.page.goto(self.server + path)
        self.looks()
        return answer

    def looks(self) -> None:
        """No accessibility violation, no sideways scrolling, nothing refused by the browser."""
        if SHOTS:
            name = self.page.url.removeprefix(self.server).strip("/").replace("/", "_").split("?")[0]
            self.page.screenshot(path=Path(SHOTS) / f"{self.name}-{name}.png", full_page=True)
        if self.check:
            found = Axe().run(self.page)
            assert found.violations_count == 0, f"{self.page.url}\n{found.generate_report()}"
            assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), self.page.url
        assert self.wrong == []

    def presses(self, text: str, *, within: str = "main", exact: bool = True) -> None:
        self.page.locator(within).get_by_role("button", name=text, exact=exact).first.click()
        self.page.wait_for_load_state()
        self.looks()

    def follows(self, text: str) -> None:
        self.page.locator("main").get_by_role("link", name=text).first.click()
        self.page.wait_for_load_state()
        self.looks()

    def fills(self, **fields: str) -> None:
        for name, value in fields.items():
            self.page.fill(f"main [name={name}]", value)

    def chooses(self, **fields: str) -> None:
        for name, value in fields.items():
            self.page.check(f"main [name={name}][value='{value}']", force=True)

    def reads(self, *texts: str) -> None:
        content = self.page.locator("main").inner_text()
        for text in texts:
            assert text in content, f"{text!r} not on {self.page.url}:\n{content}"

    def does_not_read(self, *texts: str) -> None:
        content = self.page.content()
        for text in texts:
            assert text not in content, f"{text!r} stands on {self.page.url}"


@pytest.fixture
def visitor(browser: Browser, live_server: Any) -> Iterator[Callable[..., Visitor]]:
    """Makes visitors: `visitor("bemiddelaar", width=360, scripts=False)`; a name of the cast is signed in."""
    contexts: list[BrowserContext] = []

    def make(name: str = "", *, width: int = 1280, scripts: bool = True, dark: bool = False) -> Visitor:
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            java_script_enabled=scripts,
            color_scheme="dark" if dark else "light",
            locale="nl-BE",
        )
        contexts.append(context)
        if name:
            context.add_cookies([sign_in(name, live_server.url)])
        return Visitor(context, live_server.url, name or "visitor", check=scripts)

    yield make
    for context in contexts:
        context.close()


def sign_in(name: str, server: str) -> Any:
    """The cookie of a session, so that a journey need not begin at the login each time."""
    user = User.objects.get(email=f"{name}@demo.example")
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return {"name": "sessionid", "value": session.session_key, "url": server}
