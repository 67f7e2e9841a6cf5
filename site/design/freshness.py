"""What a public page shows, so that a kept copy is dropped when that changes, and only then.

While a page is made, whatever shows a fact says so: `shows("place", "menu:nl")`, `shows(until=moment)`.
Whatever changes a fact says so too: `changed("menu:nl")`; it is noted when the transaction is committed.
`config.page_cache` keeps the copies and reads the notes.
"""

from __future__ import annotations

import os
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

MOST_BYTES = 1024 * 1024


@dataclass
class Shown:
    """What the page being made shows, and until when that is true."""

    tags: set[str] = field(default_factory=set)
    until: datetime | None = None


being_made: ContextVar[Shown | None] = ContextVar("being_made", default=None)


def shows(*tags: str, until: datetime | None = None) -> None:
    """Say that the page being made shows these facts; does nothing outside a page."""
    page = being_made.get()
    if page is None:
        return
    page.tags.update(tags)
    if until is not None and (page.until is None or until < page.until):
        page.until = until


def changed(*tags: str) -> None:
    """Say that these facts are other than they were, once the transaction is committed."""
    transaction.on_commit(partial(note, *tags))


def note(*tags: str) -> None:
    """Write the facts down for every worker: one short line, appended whole (POSIX, under 4 kB)."""
    path = Path(settings.FRESHNESS_FILE)
    try:
        size = _append(path, tags)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        size = _append(path, tags)
    if size > MOST_BYTES:
        _begin_anew(path)


def _append(path: Path, tags: tuple[str, ...]) -> int:
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        for tag in tags:
            os.write(handle, f"{tag}\n".encode())
        return os.fstat(handle).st_size
    finally:
        os.close(handle)


def _begin_anew(path: Path) -> None:
    """A new, empty file: who reads it sees another inode and drops everything.

    A note that still goes to the old file is not missed: its transaction was committed before.
    """
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    fresh.touch()
    fresh.replace(path)
