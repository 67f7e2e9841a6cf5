"""Hints for who writes in Dutch: long sentences, hard words, links that do not say where they go."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bs4 import BeautifulSoup
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

MOST_WORDS = 15
# docs/words.md, "Never on a public screen".
HARD_WORDS = (
    "detectie",
    "toeleiding",
    "kwetsbaar",
    "allochtoon",
    "inclusie",
    "participatie",
    "doelgroep",
    "indienen",
    "hulpbehoevend",
)
EMPTY_LINKS = {"klik hier", "klik", "hier", "lees meer", "meer", "link", "deze link", "meer info"}
SKIPPED = ("slug", "seo_title", "search_description")
# With an ending: kwetsbaar, kwetsbare; allochtoon, allochtonen.
_STEMS = "|".join([*HARD_WORDS, *(re.sub(r"(.)\1(?=.$)", r"\1", word) for word in HARD_WORDS)])
_HARD = re.compile(rf"\b({_STEMS})(e|s|en)?\b", re.IGNORECASE)
_ENDS = re.compile(r"(?<=[.!?…])[\"”’)]*\s+")


@dataclass(frozen=True)
class Hint:
    """One thing that can be easier; `text` is what stands on the page."""

    advice: str
    text: str


def hints(page: Page) -> list[Hint]:
    """What could be easier on a page, in the order of the page."""
    found: list[Hint] = []
    for segment in extract_segments(page):
        if isinstance(segment, StringSegmentValue) and segment.path not in SKIPPED:
            found += hints_in(segment.string.data)
    return found


def hints_in(html: str) -> list[Hint]:
    soup = BeautifulSoup(html, "html.parser")
    text = " ".join(soup.get_text(" ").split())
    return [
        *(
            Hint(_("This sentence has %(count)d words. Make two of it.") % {"count": words}, sentence)
            for sentence in _ENDS.split(text)
            if (words := len(sentence.split())) > MOST_WORDS
        ),
        *(Hint(_("Not everybody knows this word."), match.group()) for match in _HARD.finditer(text)),
        *(
            Hint(_("A link says where it goes."), link.get_text())
            for link in soup.find_all("a")
            if link.get_text().strip(" .!»>").casefold() in EMPTY_LINKS
        ),
    ]
