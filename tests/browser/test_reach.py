"""Reached by whoever has no mouse, enlarges four times, chooses their own colours, or prints."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from .conftest import Visitor

pytestmark = pytest.mark.browser
Make = Callable[..., Visitor]

PAGES = ["", "hoe-werkt-het/", "agenda/infomoment-2019/", "zoeken/?q=lamp", "hulp/vragen/"]
MOST_STEPS = 150

# How many stops Tab has in the content: one per group of radio buttons.
STOPS = """() => {
  const groups = new Set();
  return [...document.querySelectorAll("main :is(a[href], button, input, select, textarea, summary)")]
    .filter((each) => each.checkVisibility({visibilityProperty: true}))
    .filter((each) => !each.disabled && each.tabIndex >= 0)
    .filter((each) => each.type !== "radio" || (!groups.has(each.name) && groups.add(each.name)))
    .length;
}"""

# Where the keyboard is, and whether an eye can tell.
HERE = """() => {
  const at = document.activeElement;
  window.visited ??= new Set();
  if (!at || at === document.body || visited.has(at)) return null;
  visited.add(at);
  const shows = (each) => {
    const style = getComputedStyle(each);
    const lined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    return lined || style.boxShadow !== "none";
  };
  const box = at.getBoundingClientRect();
  const line = at.closest(".choice");
  return {
    what: at.outerHTML.slice(0, 120),
    part: at.closest("header, main, footer")?.localName ?? "",
    skips: at.className === "skip",
    seen: shows(at) || Boolean(line && shows(line)),
    inView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""

# What sticks out at the side, or is cut off by what it is in.
CUT_OFF = """() => [...document.querySelectorAll("body *")]
  .filter((each) => each.checkVisibility() && !each.childElementCount && each.textContent.trim())
  .filter((each) => !each.closest(".visually-hidden, .skip, .field-trap, .scroll, option, svg"))
  .filter((each) => {
    const box = each.getBoundingClientRect();
    const hides = ["hidden", "clip"].includes(getComputedStyle(each).overflowX);
    return (hides && each.scrollWidth > each.clientWidth) || box.left < -1 || box.right > innerWidth + 1;
  })
  .map((each) => each.outerHTML.slice(0, 120))"""

# Buttons and fields without an edge, and drawings that are not in the colours that were chosen.
LOST = """() => {
  const ground = getComputedStyle(document.documentElement).backgroundColor;
  const edge = (each) => {
    const style = getComputedStyle(each);
    const wide = style.borderTopStyle !== "none" && parseFloat(style.borderTopWidth) >= 1;
    return wide && style.borderTopColor !== ground;
  };
  const drawn = (each) => {
    const style = getComputedStyle(each);
    return each.getBoundingClientRect().width >= 8 && style.color !== ground;
  };
  const cuts = (each) => getComputedStyle(each).getPropertyValue("--pic-3") === "Canvas";
  const fields = "input:not([type=hidden], [type=radio], [type=checkbox]), select, textarea";
  const shown = (selector) => [...document.querySelectorAll(selector)]
    .filter((each) => each.checkVisibility() && !each.closest(".field-trap"));
  return [
    ...shown(`main :is(.button, .tile, .progress li, ${fields})`).filter((each) => !edge(each)),
    ...shown("svg").filter((each) => !drawn(each)),
    ...shown(".pictogram").filter((each) => !cuts(each)),
  ].map((each) => each.outerHTML.slice(0, 120));
}"""

# On paper: what should have stayed behind, and text or drawings too light to read on white.
ON_PAPER = """() => {
  const shown = (selector) => [...document.querySelectorAll(selector)]
    .filter((each) => each.checkVisibility());
  const light = (each) => {
    const parts = getComputedStyle(each).color.match(/[0-9.]+/g).slice(0, 3).map(Number);
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2] > 140;
  };
  return [
    ...shown("header nav, .skip, .breadcrumbs, main .button, footer nav"),
    ...shown("body *").filter((each) => !each.childElementCount && each.textContent.trim() && light(each)),
    ...shown("svg").filter(light),
    ...shown("main a[href]:not(.tile, .brand, .tile-title)")
      .filter((each) => !getComputedStyle(each).textDecorationLine.includes("underline")),
  ].map((each) => each.outerHTML.slice(0, 120));
}"""


def walk(page: Page) -> list[dict[str, Any]]:
    """Every stop of Tab from the top, until it leaves the page."""
    steps: list[dict[str, Any]] = []
    for _number in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if (here := page.evaluate(HERE)) is None:
            return steps
        steps.append(here)
    raise AssertionError(f"No end to the walk on {page.url}: {steps[-1]['what']}")


def opened(visitor: Visitor, path: str) -> Page:
    answer = visitor.page.goto(visitor.server + path)
    assert answer is not None
    assert answer.ok, path
    return visitor.page


@pytest.mark.parametrize("code", ["nl", "ar"])
def test_by_keyboard_alone(demo: None, visitor: Make, code: str) -> None:
    for path in PAGES:
        page = opened(visitor(), f"/{code}/{path}")
        stops = page.evaluate(STOPS)
        steps = walk(page)
        assert steps[0]["skips"], steps[0]
        assert [step for step in steps if not (step["seen"] and step["inView"])] == [], page.url
        assert len([step for step in steps if step["part"] == "main"]) == stops, page.url
        assert steps[-1]["part"] == "footer", page.url


def test_the_skip_link_leads_past_the_menu(demo: None, visitor: Make) -> None:
    page = opened(visitor(), "/nl/hulp/vragen/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(HERE)["part"] == "main"


@pytest.mark.parametrize("code", ["nl", "ar"])
def test_enlarged_four_times(demo: None, visitor: Make, code: str) -> None:
    someone = visitor()
    someone.page.set_viewport_size({"width": 320, "height": 256})
    for path in PAGES:
        page = opened(someone, f"/{code}/{path}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
        assert page.evaluate(CUT_OFF) == [], page.url


@pytest.mark.parametrize("dark", [False, True])
def test_in_colours_of_your_own(demo: None, visitor: Make, dark: bool) -> None:
    someone = visitor(dark=dark)
    someone.page.emulate_media(forced_colors="active")
    for path in PAGES:
        page = opened(someone, f"/nl/{path}")
        assert page.evaluate(LOST) == [], page.url
    page.locator("main button.tile").first.focus()
    assert page.evaluate(HERE)["seen"]


@pytest.mark.parametrize("dark", [False, True])
def test_on_paper(demo: None, visitor: Make, dark: bool) -> None:
    someone = visitor(dark=dark)
    someone.page.emulate_media(media="print")
    for path in PAGES:
        page = opened(someone, f"/nl/{path}")
        assert page.evaluate(ON_PAPER) == [], page.url
        assert page.locator("main h1").is_visible()
