from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


# What is counted to slow down guessing; while the server is away each process counts for itself.
COUNTED = ("limit:", "allauth:")
LOST_AFTER = 60 * 60


class _Counts(LocMemCache):
    """The counts of this process; one that was begun elsewhere begins here."""

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        self.add(key, 0, LOST_AFTER, version=version)
        return int(super().incr(key, delta, version=version))


_counts = _Counts("counts-while-away", {"OPTIONS": {"MAX_ENTRIES": 20_000}})


def _forgiving(name: str, lost: Callable[..., Any]) -> Callable[..., Any]:
    original = getattr(RedisCache, name)

    @wraps(original)
    def method(self: RedisCache, *args: Any, **kwargs: Any) -> Any:
        try:
            return original(self, *args, **kwargs)
        except RedisError as problem:
            log.warning("the cache does not answer (%s): %s", name, type(problem).__name__)
            if args and str(args[0]).startswith(COUNTED):
                return getattr(_counts, name)(*args, **kwargs)
            return lost(*args, **kwargs)

    return method


def _default(key: str, default: Any = None, *args: Any, **kwargs: Any) -> Any:
    return default


class ForgivingRedisCache(RedisCache):
    """Redis as long as it answers; while it does not, a cache that is empty, but for what must be counted."""

    get = _forgiving("get", _default)
    set = _forgiving("set", lambda *args, **kwargs: None)
    add = _forgiving("add", lambda *args, **kwargs: True)
    delete = _forgiving("delete", lambda *args, **kwargs: False)
    incr = _forgiving("incr", lambda *args, **kwargs: 1)
    touch = _forgiving("touch", lambda *args, **kwargs: False)
    get_many = _forgiving("get_many", lambda *args, **kwargs: {})
    set_many = _forgiving("set_many", lambda *args, **kwargs: [])
    delete_many = _forgiving("delete_many", lambda *args, **kwargs: None)
    has_key = _forgiving("has_key", lambda *args, **kwargs: False)
    clear = _forgiving("clear", lambda *args, **kwargs: False)
