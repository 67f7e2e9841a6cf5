from __future__ import annotations

import re
import tomllib
from html import unescape

from django.utils import timezone

from design.fields import CODES
from portal.people.consent_texts import FIRST
from portal.people.enums import ScriptKind
from portal.people.models import Script
from portal.people.scripts import first_text

from .pages import SOURCE


def begin_scripts() -> None:
    """The first texts that people agree to, as they stood on the screens, and the privacy text."""
    texts = {kind: first_text(kind) for kind in FIRST} | {ScriptKind.PRIVACY: _privacy()}
    for kind, text in texts.items():
        if not Script.objects.filter(kind=kind).exists():
            Script.objects.create(kind=kind, version=1, text=text, published_at=timezone.now())


def _privacy() -> dict[str, str]:
    found = {}
    for code in CODES:
        pages = tomllib.loads((SOURCE / f"{code}.toml").read_text())["page"]
        page = next(each for each in pages if each["key"] == "privacy")
        parts = [part["value"] for part in page["body"] if part["type"] == "text"]
        found[code] = "\n".join([page["intro"], *map(_plain, parts)])
    return found


def _plain(html: str) -> str:
    """A line for each heading, paragraph and point."""
    marked = re.sub(r"<h2>", "\n# ", html).replace("<li>", "\n– ").replace("<p>", "\n")
    return unescape(re.sub(r"<[^>]+>", "", marked)).strip()
