"""Whatever people typed, a paper is made, and says it literally."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest
import typst
from PIL import Image

from design.paper import (
    TEMPLATES,
    fingerprint,
    fonts,
    inputs,
    make_paper,
    pictogram_svg,
    printable,
    square_code,
)

HOSTILE = '#panic("x") *a* $1+1$ \\ "quotes\' `code` <label> @cite // /* = + - [x] #{1} ~ {{ x }}'


def side(**more: Any) -> dict[str, Any]:
    return {
        "lang": "nl",
        "dir": "ltr",
        "title": "Koffie",
        "intro": "",
        "facts": [],
        "notes": [],
        "pictograms": [],
        "drawing": pictogram_svg("company"),
        "logo": pictogram_svg("logo"),
        "neighbourhood": "",
        "phone": "",
        "reach": [],
        "call": "",
        "scan": "Scan",
        "code": square_code("https://example.org/"),
        "address": "example.org",
        "note": "",
        **more,
    }


def paper(*sides: dict[str, Any], what: str = "a5") -> dict[str, Any]:
    return {"what": what, "on_screen": False, "project": "Zorg", "colour": "#17406b", "sides": list(sides)}


def seen(data: dict[str, Any], selector: str, field: str) -> list[Any]:
    """What typst set, as it set it."""
    found = typst.query(
        TEMPLATES / "flyer.typ",
        selector,
        field=field,
        root=TEMPLATES,
        font_paths=fonts(),
        sys_inputs=inputs(data),
    )
    return list(json.loads(found))


def words(content: Any) -> str:
    """The text of typst content."""
    if isinstance(content, list):
        return "".join(words(each) for each in content)
    if isinstance(content, dict):
        if content.get("func") == "space":
            return " "
        return words([content.get(name, "") for name in ("text", "body", "child", "children")])
    return str(content)


def test_hostile_text_is_shown_as_it_is() -> None:
    data = paper(side(title=HOSTILE, intro=HOSTILE, reach=[HOSTILE], phone=HOSTILE, address=HOSTILE))
    assert make_paper("flyer.typ", data).startswith(b"%PDF")
    assert words(seen(data, "heading", "body")[0]) == HOSTILE


def test_what_paper_cannot_show_is_left_out() -> None:
    assert printable({"a": ["x\0y\x1b\ud800 😀️✂ é ق €\nz"]}) == {"a": ["xy  é ق €\nz"]}
    assert make_paper("flyer.typ", paper(side(title="\0😀"))).startswith(b"%PDF")


@pytest.mark.parametrize("text", ["", " ", "x" * 250, "ق" * 250, "woord " * 200])
def test_any_length_fits_on_the_sheet(text: str) -> None:
    fact = {"label": "Waar?", "strong": [text], "lines": [text]}
    full = side(
        title=text,
        intro=text,
        facts=[fact, fact],
        notes=[{"label": "x", "text": text}],
        reach=[text],
        phone=text[:30],
        pictograms=[{"drawing": pictogram_svg("dog"), "text": text[:40]}] * 4,
    )
    data = paper(full)
    assert all(each["fits"] for each in seen(data, "<side>", "value"))
    assert make_paper("flyer.typ", data).count(b"/MediaBox") == 1


@pytest.mark.parametrize(
    ("what", "size"), [("a5", (874, 1240)), ("a4", (1240, 1754)), ("a4-2", (1754, 1240))]
)
def test_a_picture_has_the_size_of_the_sheet(what: str, size: tuple[int, int]) -> None:
    made = Image.open(BytesIO(make_paper("flyer.typ", paper(side(), what=what), "png")))
    assert made.format == "PNG"
    assert all(abs(one - other) <= 1 for one, other in zip(made.size, size, strict=True))


def test_two_sides_are_two_pages_and_two_up_stands_twice_on_each() -> None:
    both = paper(side(), side(lang="ar", dir="rtl", title="قهوة"), what="a4-2")
    assert make_paper("flyer.typ", both).count(b"/MediaBox") == 2
    assert [each["lang"] for each in seen(both, "<side>", "value")] == ["nl", "nl", "ar", "ar"]


def test_arabic_is_set_in_its_own_font() -> None:
    made = make_paper(
        "flyer.typ", paper(side(lang="ar", dir="rtl", title="قهوة في الحي", phone="0000 00 00"))
    )
    assert b"NotoSansArabic" in made
    assert b"NotoSansArabic" not in make_paper("flyer.typ", paper(side(phone="0000 00 00")))


def test_the_fingerprint_follows_the_content() -> None:
    one, same, other = paper(side()), paper(side()), paper(side(title="Thee"))
    assert fingerprint("flyer.typ", one, "pdf") == fingerprint("flyer.typ", same, "pdf")
    assert len({fingerprint("flyer.typ", one, "pdf"), fingerprint("flyer.typ", other, "pdf")}) == 2
    assert fingerprint("flyer.typ", one, "pdf") != fingerprint("flyer.typ", one, "png")


def test_a_pictogram_stands_alone_in_fixed_colours() -> None:
    drawn = pictogram_svg("dog", "#8f2f18")
    assert drawn.startswith("<svg")
    assert 'fill="#8f2f18"' in drawn
    assert "var(" not in drawn
    assert "currentColor" not in drawn
    assert pictogram_svg("no such thing") == ""
