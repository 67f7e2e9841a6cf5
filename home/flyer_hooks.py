"""The flyer is one click away from every page in the CMS."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button, ListingButton
from wagtail.models import Page

from portal.people.models import User
from portal.people.roles import Ability

from .models import SitePage


def _offers_flyer(page: Page, user: User) -> bool:
    model = page.specific_class
    return page.pk and model is not None and issubclass(model, SitePage) and user.may(Ability.KEEP_AGENDA)


def flyer_in_header(page: Page, user: User, view_name: str, next_url: Any = None) -> Iterator[Button]:
    if _offers_flyer(page, user):
        yield Button(_("Flyer"), reverse("flyer_spread", args=[page.pk]), icon_name="doc-full", priority=90)


def flyer_in_list(page: Page, user: User, next_url: Any = None) -> Iterator[ListingButton]:
    if _offers_flyer(page, user):
        yield ListingButton(
            _("Flyer"), reverse("flyer_spread", args=[page.pk]), icon_name="doc-full", priority=90
        )


hooks.register("register_page_header_buttons", flyer_in_header)
hooks.register("register_page_listing_buttons", flyer_in_list)
