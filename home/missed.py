"""Addresses that are asked for and not there: counted, so that an editor can lead people on."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from .models import MissedAddress

MOST_ROWS = 1000
LONGEST = 300
# One address counts once a minute, and no flood of made-up addresses writes more than this.
MOST_A_MINUTE = 30


class MissedAddressMiddleware:
    """Stands around the redirects: what they led on was not missed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 404 and request.method == "GET" and _is_of_people(request.path):
            with suppress(DatabaseError), transaction.atomic():
                note_missed(request.path, timezone.now())
        return response


def _is_of_people(path: str) -> bool:
    """Not a file, which machines look for, nor the CMS."""
    return len(path) <= LONGEST and "." not in path and not path.startswith(("/cms/", "/documents/"))


def note_missed(path: str, now: datetime) -> None:
    """Count `path`; with 1000 addresses noted, the one that was missed least makes room."""
    name = hashlib.sha1(path.encode(), usedforsecurity=False).hexdigest()
    if not cache.add(f"missed:{name}", 1, 60):
        return
    minute = f"missed:{now:%H:%M}"
    cache.add(minute, 0, 120)
    with suppress(ValueError):
        if cache.incr(minute) > MOST_A_MINUTE:
            return
    if MissedAddress.objects.filter(path=path).update(count=F("count") + 1, last_at=now):
        return
    if MissedAddress.objects.count() >= MOST_ROWS:
        least = MissedAddress.objects.order_by("count", "last_at").values("pk")[:1]
        MissedAddress.objects.filter(pk__in=list(least.values_list("pk", flat=True))).delete()
    MissedAddress.objects.get_or_create(path=path, defaults={"last_at": now})
