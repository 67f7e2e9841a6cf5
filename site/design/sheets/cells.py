"""What people typed stays text: no cell that leaves is a formula, and every cell comes back as it was.

A spreadsheet program runs a CSV cell that begins with one of these characters. An apostrophe before it makes
it text; a cell that begins so already gets one more, so that taking one away again is always right.
"""

from __future__ import annotations

import re

FORMULA = "=+\\-@＝＋－＠"
_RISKY = re.compile(rf"'*\s*[{FORMULA}]|'*[\t\n]")
_ESCAPED = re.compile(rf"'+\s*[{FORMULA}]|'+[\t\n]")
# What XML cannot hold, and no database wants.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def plain(text: str) -> str:
    """Text without control characters, with one sort of line break."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def for_csv(text: str) -> str:
    """A CSV knows no types: everything that could be a formula gets an apostrophe."""
    text = plain(text)
    return f"'{text}" if _RISKY.match(text) else text


def for_xlsx(text: str) -> str:
    """A cell of type text never is a formula; only what `as_typed` would change is marked."""
    text = plain(text)
    return f"'{text}" if _ESCAPED.match(text) else text


def as_typed(text: str) -> str:
    """The way back, for both."""
    text = plain(text)
    return text[1:] if _ESCAPED.match(text) else text
