"""When Redis does not answer, pages still do."""

from __future__ import annotations

import pytest
from django.core.cache import caches
from django.test import Client, override_settings

DEAD = {"default": {"BACKEND": "config.cache.ForgivingRedisCache", "LOCATION": "redis://127.0.0.1:1/0"}}


@pytest.mark.django_db
@override_settings(CACHES=DEAD)
def test_a_page_answers_without_its_cache(client: Client) -> None:
    assert client.get("/nl/hulp/bel-mij/").status_code == 200
    assert client.post("/nl/hulp/vragen/wat/", {"text": "x"}).status_code in {302, 200}


@override_settings(CACHES=DEAD)
def test_a_dead_cache_is_empty_and_counts_to_one() -> None:
    cache = caches["default"]
    cache.set("a", 1)
    assert cache.get("a") is None
    assert cache.get("a", 7) == 7
    assert cache.add("a", 1) is True
    assert cache.incr("a") == 1
    assert cache.get_many(["a"]) == {}
