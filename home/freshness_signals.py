"""Which kept pages are dropped when an editor changes something (see `design.freshness`)."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models.signals import post_delete, post_save, pre_save
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail.signals import page_slug_changed, post_page_move

from design.freshness import changed

from .models import AgendaPage, EventPage, SiteImage, SitePage, SiteRendition, StoriesPage, StoryPage

# What saving a draft writes; nobody outside sees it.
OF_DRAFTS = {
    "latest_revision",
    "latest_revision_created_at",
    "draft_title",
    "has_unpublished_changes",
    "go_live_at",
    "approved_schedule",
    "locked",
    "locked_at",
    "locked_by",
}
IN_MENUS = ("title", "slug", "live", "show_in_menus", "path", "locale_id")
# Lists that name these pages.
LISTS: dict[type[SitePage], str] = {
    AgendaPage: "agenda",
    EventPage: "agenda",
    StoriesPage: "stories",
    StoryPage: "stories",
}
BEFORE = "_menu_facts_before"


def connect() -> None:
    for model in apps.get_models():
        if issubclass(model, SitePage):
            pre_save.connect(remember, sender=model)
            post_save.connect(page_saved, sender=model)
            post_delete.connect(page_gone, sender=model)
    for model in (SiteImage, SiteRendition):
        post_save.connect(image_changed, sender=model)
        post_delete.connect(image_changed, sender=model)
    # Rare, and each can change any page: an address, who may read it, what a link leads to.
    for model in (Site, Locale, Redirect, PageViewRestriction, get_document_model()):
        post_save.connect(all_changed, sender=model)
        post_delete.connect(all_changed, sender=model)
    page_slug_changed.connect(all_changed)
    post_page_move.connect(all_changed)


def remember(instance: SitePage, raw: bool = False, **kwargs: Any) -> None:
    """Keep what the menu says now, to compare when it is saved."""
    before = None if raw else Page.objects.filter(pk=instance.pk).values_list(*IN_MENUS).first()
    setattr(instance, BEFORE, before)


def page_saved(
    instance: SitePage, created: bool, update_fields: frozenset[str] | None = None, **kwargs: Any
) -> None:
    if update_fields is not None and update_fields <= OF_DRAFTS:
        return
    tell(instance, menus=created or facts(instance) != getattr(instance, BEFORE, None))


def page_gone(instance: SitePage, **kwargs: Any) -> None:
    tell(instance, menus=True)


def facts(page: SitePage) -> tuple[Any, ...]:
    return tuple(getattr(page, name) for name in IN_MENUS)


def tell(page: SitePage, *, menus: bool) -> None:
    tags = [f"page:{page.translation_key}"]
    if menus:
        tags.append(f"menu:{page.locale.language_code}")
    if type(page) in LISTS:
        tags.append(LISTS[type(page)])
    changed(*tags)


def image_changed(created: bool = False, **kwargs: Any) -> None:
    """A new picture or rendition is on no page yet."""
    if not created:
        changed("image")


def all_changed(**kwargs: Any) -> None:
    changed("*")
