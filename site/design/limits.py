"""How often something may come from one address on the network."""

from __future__ import annotations

import math
import time
from hashlib import sha256

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def too_many(request: HttpRequest, what: str, *, most: int, seconds: int) -> HttpResponse | None:
    """Count one more; above `most` in a window of `seconds`, the page that says how long to wait (429).

    The address is the one `ALLAUTH_TRUSTED_PROXY_COUNT` trusts, and only its count is kept.
    """
    return _count(request, f"{what}:{get_adapter(request).get_client_ip(request)}", most, seconds)


def too_many_of(
    request: HttpRequest, what: str, value: str, *, most: int, seconds: int
) -> HttpResponse | None:
    """The same for one value, whoever it comes from; only a hash of it is kept."""
    return _count(request, f"{what}:{sha256(value.encode()).hexdigest()}", most, seconds)


def _count(request: HttpRequest, source: str, most: int, seconds: int) -> HttpResponse | None:
    window, into = divmod(time.time(), seconds)
    key = f"limit:{source}:{int(window)}"
    cache.add(key, 0, seconds)
    try:
        count = cache.incr(key)
    except ValueError:  # dropped between the two
        return None
    if count <= most:
        return None
    wait = math.ceil(seconds - into)
    response = render(request, "pages/error_429.html", {"minutes": math.ceil(wait / 60)}, status=429)
    response["Retry-After"] = str(wait)
    return response
