from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


def _forgiving(name: str, lost: Callable[..., Any]) -> Callable[..., Any]:
    original = getattr(RedisCache, name)

    @wraps(original)
    def method(self: RedisCache, *args: Any, **kwargs: Any) -> Any:
        try:
            return original(self, *args, **kwargs)
        except RedisError as problem:
            log.warning("the cache does not answer (%s): %s", name, type(problem).__name__)
            return lost(*args, **kwargs)

    return method


def _default(key: str, default: Any = None, *args: Any, **kwargs: Any) -> Any:
    return default


class ForgivingRedisCache(RedisCache):
    """Redis as long as it answers; while it does not, a cache that is empty and counts to one."""

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
