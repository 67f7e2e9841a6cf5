"""The site as `begin` makes it, and ways to press Wagtail's buttons."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from home.models import HomePage, InfoPage


@pytest.fixture
def begun(begun_site: None) -> HomePage:
    return HomePage.objects.get(locale__language_code="nl")


@pytest.fixture
def dutch(begun: HomePage) -> InfoPage:
    return InfoPage.objects.get(slug="wie-zijn-we", locale__language_code="nl")


def info_form(title: str, *texts: str, **more: Any) -> dict[str, Any]:
    """What the editing screen of an information page posts."""
    blocks = streamfield([("text", rich_text(text)) for text in texts])
    return {
        **nested_form_data(
            {"title": title, "slug": "", "intro": "", "body": blocks, "recordings": streamfield([])}
        ),
        "show_in_menus": "on",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        **more,
    }


def edit(client: Client, page: Any, data: dict[str, Any], press: str = "action-publish") -> Any:
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {**data, press: "1"}, follow=True)
