"""The hints that an editor gets, and the words they come from."""

from __future__ import annotations

import json

import pytest
from django.conf import settings

from home.models import InfoPage
from home.readability import HARD_WORDS, hints, hints_in


def test_the_hard_words_are_those_of_the_glossary() -> None:
    text = (settings.ROOT / "docs" / "words.md").read_text()
    named = text.split("Never on a public screen:")[1].split(".")[0]
    assert {word.strip() for word in named.replace("\n", " ").split(",")} == set(HARD_WORDS)


SHORT = "Een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien."


@pytest.mark.parametrize(
    ("html", "count"),
    [
        (SHORT, 0),
        (SHORT.replace("vijftien", "vijftien zestien"), 1),
        (f"{SHORT} {SHORT}", 0),
        ("We zoeken kwetsbare buren.", 1),
        ("Onze doelgroep kan een vraag indienen.", 2),
        ("Detectives komen niet.", 0),
        ('Lees <a id="a1">klik hier</a>.', 1),
        ('Lees <a id="a1">Klik hier!</a>.', 1),
        ('Lees <a id="a1">hoe het werkt</a>.', 0),
        ("", 0),
    ],
)
def test_hints(html: str, count: int) -> None:
    assert len(hints_in(html)) == count


@pytest.mark.django_db
def test_a_page_is_read_in_every_part() -> None:
    page = InfoPage(title="Onze doelgroep", slug="doelgroep", intro="Welkom.")
    question = {"question": "Wat is inclusie?", "answer": "<p>Iets.</p>"}
    items = [{"type": "item", "id": "2", "value": question}]
    page.body = json.dumps([{"type": "questions", "id": "1", "value": items}])
    assert [hint.text for hint in hints(page)] == ["doelgroep", "inclusie"]
