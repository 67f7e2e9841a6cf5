"""From the texts in `home/content/*.toml` to pages and their fields."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page
from wagtail.rich_text import RichText

from home.models import (
    AgendaPage,
    CampaignPage,
    DirectoryPage,
    EventPage,
    InfoCardPage,
    InfoPage,
    NeighbourhoodPage,
    StoriesPage,
)
from portal.people.models import Neighbourhood

TYPES: dict[str, type[Page]] = {
    "info": InfoPage,
    "info_card": InfoCardPage,
    "agenda": AgendaPage,
    "event": EventPage,
    "stories": StoriesPage,
    "directory": DirectoryPage,
    "neighbourhood": NeighbourhoodPage,
    "campaign": CampaignPage,
}
WORDS = ("title", "intro", "audience", "access")
STREAMS = ("body", "report")
# What says where a page stands and what it is; it is no text.
PLACE = {"key", "type", "parent", "menu"}
RICH = {"answer"}


def new_page(text: dict[str, Any]) -> Page:
    """A page that is not in the tree yet."""
    model = TYPES[text.get("type", "info")]
    facts = {name: value for name, value in text.items() if name not in {*PLACE, *WORDS, *STREAMS}}
    if any(field.name == "neighbourhood" for field in model._meta.fields):
        facts["neighbourhood"] = Neighbourhood.objects.first()
    return model(show_in_menus=text["menu"], **facts, **words_of(text))


def words_of(text: dict[str, Any]) -> dict[str, Any]:
    """What a translation says in its own way."""
    words = {name: text[name] for name in WORDS if name in text}
    streams = {name: [_block(block) for block in text[name]] for name in STREAMS if name in text}
    return {**words, **streams}


def _block(block: dict[str, Any]) -> tuple[str, Any]:
    kind = block["type"]
    if kind == "text":
        return kind, RichText(block["value"])
    if "items" in block:
        return kind, [_rich(item) for item in block["items"]]
    values = {name: value for name, value in block.items() if name != "type"}
    return kind, values or None


def _rich(item: dict[str, str]) -> dict[str, Any]:
    return {name: RichText(value) if name in RICH else value for name, value in item.items()}
