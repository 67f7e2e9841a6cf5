"""When Redis does not answer, pages still do."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse

from design.limits import too_many

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


@override_settings(CACHES=DEAD)
def test_guessing_is_counted_while_the_cache_is_away(rf: RequestFactory, db: None) -> None:
    """By each process for itself, so that no limit is open."""
    request = rf.post("/", REMOTE_ADDR="192.0.2.77")
    request.user = AnonymousUser()
    answers = [too_many(request, "away", most=3, seconds=3600) for _ in range(5)]
    assert [answer is None for answer in answers] == [True, True, True, False, False]


@override_settings(CACHES=DEAD, ACCOUNT_RATE_LIMITS={"request_login_code": "2/h/ip"})
def test_so_are_codes_to_sign_in(db: None) -> None:
    pages = [
        Client(REMOTE_ADDR="192.0.2.78").post(
            reverse("account_request_login_code"), {"email": "rosa@example.org"}, follow=True
        )
        for _ in range(3)
    ]
    assert ["You tried very often" in page.content.decode() for page in pages] == [False, False, True]
