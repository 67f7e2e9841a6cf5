"""The words that were found, marked; everything else of a text is escaped."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from .words import WORD, fold, stem

LONGEST = 180
BEFORE = 50


def marked(text: str, stems: frozenset[str], language: str) -> SafeString:
    parts, last = [], 0
    for begin, end in _found(text, stems, language):
        parts += [escape(text[last:begin]), format_html("<mark>{}</mark>", text[begin:end])]
        last = end
    return mark_safe("".join([*parts, escape(text[last:])]))  # noqa: S308 - every part is escaped


def snippet(text: str, stems: frozenset[str], language: str) -> SafeString:
    """The piece of a text around the first word that was found, else its beginning."""
    first = next(_found(text, stems, language), (0, 0))[0]
    begin = text.find(" ", first - BEFORE) + 1 if first > BEFORE else 0
    begin = min(begin, first)
    end = len(text)
    if end - begin > LONGEST:
        space = text.rfind(" ", begin, begin + LONGEST)
        end = space if space > first else begin + LONGEST
    piece = marked(text[begin:end], stems, language)
    return format_html("{}{}{}", "… " if begin else "", piece, " …" if end < len(text) else "")


def _found(text: str, stems: frozenset[str], language: str) -> Iterator[tuple[int, int]]:
    for match in WORD.finditer(text):
        if stem(fold(match.group()), language) in stems:
            yield match.span()
