"""How many neighbours were helped, as the public may read it."""

from __future__ import annotations

from django.core.cache import cache

from .enums import MatchState
from .models import HelpRequest

HELPED_CACHE = "help.helped"
KEPT_FOR = 60 * 60
LEAST_SHOWN = 5


def helped() -> int:
    """Different people for whom a volunteer did something; at most an hour old, and it hardly ever falls."""
    count: int | None = cache.get(HELPED_CACHE)
    if count is None:
        done = HelpRequest.objects.filter(matches__state=MatchState.DONE)
        count = done.order_by().values("person").distinct().count()
        cache.set(HELPED_CACHE, count, KEPT_FOR)
    return count


def rounded_down(count: int) -> int:
    """To fives, from 100 on to tens; 0 for what is too few to show."""
    return 0 if count < LEAST_SHOWN else count - count % (5 if count < 100 else 10)
