"""Compile the gettext catalogues without gettext's own tools: `make run` needs Python alone."""

from __future__ import annotations

from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parents[2] / "locale"


def compile_words(folder: Path = LOCALE) -> int:
    """Return how many catalogues were older than their source, and were made anew."""
    made = 0
    for source in folder.glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(target))
            made += 1
    return made


if __name__ == "__main__":
    compile_words()
