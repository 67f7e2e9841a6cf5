"""Well-set paper: a template of `templates/documents` filled with data becomes a PDF or a picture.

What people typed only ever enters as data, never as part of the template: nothing in it can be code.
"""

from __future__ import annotations

import json
import re
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import fontpkg_noto_sans
import fontpkg_noto_sans_arabic
import segno
import typst
from django.conf import settings

TEMPLATES: Path = settings.ROOT / "templates" / "documents"
FONTS = [str(each.ROOT / "files") for each in (fontpkg_noto_sans, fontpkg_noto_sans_arabic)]
INK = "#22252b"
TYPES = {"pdf": "application/pdf", "png": "image/png"}
DOTS_PER_INCH = 150

# Control characters but the line break; what only emoji use, for our fonts draw them as empty boxes.
_UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufe00-\ufe0f\u2600-\u27bf\ufffe\uffff\U0001f000-\U0001faff]+"
)
_SYMBOL = re.compile(r'<symbol id="([a-z-]+)" (viewBox="[^"]+")>(.*?)</symbol>', re.DOTALL)


def make_paper(template: str, data: dict[str, Any], kind: str = "pdf") -> bytes:
    """Set `template` with `data` as `pdf` or `png` (the picture shows one page)."""
    made: Any = typst.compile(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=fonts(),
        format="pdf" if kind == "pdf" else "png",
        ppi=DOTS_PER_INCH,
        sys_inputs=inputs(data),
    )
    return bytes(made[0] if isinstance(made, list) else made)  # a list where there are more pages


@cache
def fonts() -> typst.Fonts:
    """Ours alone, so that a flyer looks the same on every machine."""
    return typst.Fonts(include_system_fonts=False, font_paths=FONTS)


def inputs(data: dict[str, Any]) -> dict[str, str]:
    return {"data": json.dumps(printable(data), ensure_ascii=False, sort_keys=True)}


def printable(value: Any) -> Any:
    """The same data without what paper cannot show."""
    if isinstance(value, dict):
        return {name: printable(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [printable(each) for each in value]
    return _UNSEEN.sub("", value) if isinstance(value, str) else value


def fingerprint(template: str, data: dict[str, Any], kind: str) -> str:
    """Changes exactly when the paper would."""
    parts = [kind.encode(), *(file.read_bytes() for file in sorted(TEMPLATES.glob("*.typ")))]
    return sha256(b"\0".join([template.encode(), *parts, inputs(data)["data"].encode()])).hexdigest()[:32]


def square_code(address: str) -> str:
    """A QR code as SVG, that still reads with a corner torn off."""
    out = BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", border=0, dark=INK, xmldecl=False, omitsize=True
    )
    return out.getvalue().decode()


@cache
def _symbols() -> dict[str, tuple[str, str]]:
    sheet = (settings.SITE / "static" / "img" / "pictograms.svg").read_text()
    return {name: (box, drawing) for name, box, drawing in _SYMBOL.findall(sheet)}


def pictogram_svg(name: str, colour: str = INK, *, ground: str = "#fbf7f0") -> str:
    """One drawing of the sheet on its own, in fixed colours; empty for a name that is not on it."""
    if name not in _symbols():
        return ""
    box, drawing = _symbols()[name]
    for pattern, fixed in (
        ("currentColor", colour),
        (r"var\(--pic-2, ?#\w+\)", "#f4b942"),
        (r"var\(--pic-3, ?#\w+\)", ground),
    ):
        drawing = re.sub(pattern, fixed, drawing)
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box} width="96" height="96">{drawing}</svg>'
