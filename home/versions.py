from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from wagtail.models import Page

from portal.people.models import User
from portal.people.roles import Ability

from .models import SitePage


def versions_for(page_id: int, user: User | AnonymousUser) -> dict[str, SitePage]:
    """A page of ours in every language in which this user may see it, by language, Dutch first.

    Everybody sees what is on the site; who edits the site sees the drafts as well.
    Raises Http404 where there is no such page, or none of it to see.
    """
    asked = Page.objects.filter(pk=page_id).first()
    model = asked.specific_class if asked else None
    if asked is None or model is None or not issubclass(model, SitePage):
        raise Http404
    edits = isinstance(user, User) and user.may(Ability.EDIT_SITE)
    pages: Any = model.objects.filter(translation_key=asked.translation_key).select_related("locale")
    if not edits:
        pages = pages.live().public()
    found = [page if page.live else page.get_latest_revision_as_object() for page in pages]
    if asked.pk not in {page.pk for page in found}:
        raise Http404
    ordered = sorted(found, key=lambda page: (page.locale.language_code != "nl", page.locale_id))
    return cast(dict[str, SitePage], {page.locale.language_code: page for page in ordered})


def version_for(page_id: int, user: User | AnonymousUser) -> SitePage:
    """The page itself."""
    return next(page for page in versions_for(page_id, user).values() if page.pk == page_id)
