"""What this process found out before, kept until a fact in it changes (see `design.freshness`).

For what many pages share: the neighbourhood, the menu, where a page stands, a part of a page. A page that is
made from known parts shows what those parts show, so it is dropped with them.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from threading import RLock
from typing import Any, TypeVar

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from .days import midnight
from .freshness import Shown, being_made, shows
from .journal import EVERYTHING, Journal

MOST = 2000
Found = TypeVar("Found")


@dataclass
class Known:
    """The facts of one process; the one not asked for longest leaves first."""

    journal: Journal
    found: OrderedDict[Hashable, tuple[Any, Shown, float]] = field(default_factory=OrderedDict)
    lock: RLock = field(default_factory=RLock)

    def get(self, key: Hashable) -> tuple[Any, Shown, float] | None:
        with self.lock:
            changed = self.journal.catch_up()
            if EVERYTHING in changed:
                self.found.clear()
            elif changed:
                for each in [each for each, (_, shown, _) in self.found.items() if shown.tags & changed]:
                    del self.found[each]
            known = self.found.get(key)
            if known is not None and known[2] <= time.time():
                del self.found[key]
                return None
            if known is not None:
                self.found.move_to_end(key)
            return known

    def put(self, key: Hashable, value: Any, shown: Shown, since: int) -> None:
        """Keep it, unless a fact in it changed while it was found."""
        with self.lock:
            self.get(key)
            if self.journal.noted_since(since, shown.tags):
                return
            self.found[key] = value, shown, ends(shown.until)
            while len(self.found) > MOST:
                self.found.popitem(last=False)


@lru_cache(maxsize=1)
def _known(file: str) -> Known:
    return Known(Journal(Path(file)))


def known(key: Hashable, find: Callable[[], Found]) -> Found:
    """What `find` gave before under this key in this language, or gives now.

    `find` says with `shows` what its answer depends on, and gives something that nobody changes.
    """
    if not settings.PART_CACHE:
        return find()
    store = _known(settings.FRESHNESS_FILE)
    whole = get_language(), key
    found = store.get(whole)
    if found is not None:
        value, shown, _ = found
        shows(*shown.tags, until=shown.until)
        answer: Found = value
        return answer
    since = store.journal.number
    shown = Shown()
    token = being_made.set(shown)
    try:
        answer = find()
    finally:
        being_made.reset(token)
    shows(*shown.tags, until=shown.until)
    if shown.tags:
        store.put(whole, answer, shown, since)
    return answer


def ends(until: datetime | None) -> float:
    """In seconds since 1970: what is shown says, an hour, or midnight, because pages say "today"."""
    now = timezone.localtime()
    tomorrow = midnight(now.date() + timedelta(days=1))
    found = min(now.timestamp() + settings.PAGE_CACHE_SECONDS, tomorrow.timestamp())
    return found if until is None else min(found, until.timestamp())
