"""The page of a flyer: every file of it, and the list of where flyers were left."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from home.models import EventPage, FlyerSpread
from home.wagtail_hooks import flyer_hooks
from portal.people.models import Neighbourhood, User

from .paper_pages import event_page, info_page, translated

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(area: Neighbourhood) -> EventPage:
    return event_page(area)


def spread_url(page: Any) -> str:
    return reverse("flyer_spread", args=[page.pk])


WHERE = {"place": "Apotheek", "copies": "20", "day": "2026-01-05"}


def test_the_page_offers_every_format_in_every_language(
    client: Client, page: EventPage, broker: User
) -> None:
    translated(page, "fr", title="Café")
    client.force_login(broker)
    text = client.get(spread_url(page)).content.decode()
    for what in ("a5", "a4", "a4-2"):
        address = reverse("flyer", args=[page.pk, what, "pdf"])
        assert f'href="{address}"' in text
        assert f'href="{address}?taal=fr"' in text
    assert "taal=ar" not in text


def test_write_down_and_remove(client: Client, page: EventPage, broker: User) -> None:
    client.force_login(broker)
    for _twice in range(2):
        assert client.post(spread_url(page), WHERE).status_code == 302
    noted = FlyerSpread.objects.get()
    assert (noted.place, noted.copies, noted.day) == ("Apotheek", 20, date(2026, 1, 5))
    assert (noted.page_key, noted.by) == (page.translation_key, broker)
    assert "Apotheek" in client.get(spread_url(page)).content.decode()
    away = reverse("flyer_forget", args=[page.pk, noted.pk])
    assert client.get(away).status_code == 302
    assert FlyerSpread.objects.exists()
    for _twice in range(2):
        assert client.post(away).status_code == 302
    assert not FlyerSpread.objects.exists()


def test_a_line_of_another_page_stays(client: Client, page: EventPage, broker: User) -> None:
    other = FlyerSpread.objects.create(page_key=info_page().translation_key, place="Bakker", copies=1)
    client.force_login(broker)
    client.post(reverse("flyer_forget", args=[page.pk, other.pk]))
    assert FlyerSpread.objects.get() == other


@pytest.mark.parametrize(
    "wrong",
    [
        {"place": " "},
        {"place": "x" * 121},
        {"copies": "0"},
        {"copies": "-1"},
        {"copies": "veel"},
        {"copies": "9" * 30},
        {"day": "31 februari"},
        {"day": "2999-01-01"},
    ],
)
def test_bad_input_is_given_back(
    client: Client, page: EventPage, broker: User, wrong: dict[str, str]
) -> None:
    client.force_login(broker)
    answer = client.post(spread_url(page), {**WHERE, **wrong})
    assert answer.status_code == 400
    kept = {"place": "Apotheek", "copies": 'value="20"', "day": "2026-01-05"}
    assert all(value in answer.content.decode() for name, value in kept.items() if name not in wrong)
    assert not FlyerSpread.objects.exists()


def test_the_list_takes_as_many_queries_whatever_its_size(
    client: Client, page: EventPage, broker: User, django_assert_max_num_queries: Any
) -> None:
    client.force_login(broker)
    for count in (1, 20):
        for number in range(count):
            FlyerSpread.objects.create(page_key=page.translation_key, place=f"p{number}", copies=1, by=broker)
        with django_assert_max_num_queries(13):
            client.get(spread_url(page))


@pytest.mark.parametrize(("who", "count"), [("editor", 1), ("steering", 0)])
def test_the_button_in_the_cms(request: pytest.FixtureRequest, page: EventPage, who: str, count: int) -> None:
    user = request.getfixturevalue(who)
    header = list(flyer_hooks.flyer_in_header(page, user, "edit"))
    listed = list(flyer_hooks.flyer_in_list(page, user))
    assert [button.url for button in header + listed] == [spread_url(page)] * 2 * count
