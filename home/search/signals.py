"""Keeps the index in step once a change is committed; when that fails, the change itself stands."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from ..models import DirectoryPage, SitePage, StoryConsent
from .index import refresh_key, refresh_page, refresh_records, source_of
from .sources import page_key


def _later(what: Any, *args: Any, **kwargs: Any) -> None:
    transaction.on_commit(partial(what, *args, **kwargs), robust=True)


@receiver([page_published, page_unpublished])
def page_changed(instance: Page, **kwargs: Any) -> None:
    _later(refresh_page, instance.pk)


@receiver([page_slug_changed, post_page_move])
def page_moved(instance: Page, **kwargs: Any) -> None:
    _later(refresh_page, instance.pk, below=True)


@receiver([post_save, post_delete], sender=PageViewRestriction)
def page_hidden_or_shown(instance: PageViewRestriction, **kwargs: Any) -> None:
    _later(refresh_page, instance.page_id, below=True)


@receiver([post_save, post_delete], sender=StoryConsent)
def story_agreed_to_or_not(instance: StoryConsent, **kwargs: Any) -> None:
    _later(refresh_page, instance.page_id)


@receiver(post_delete)
def page_or_record_deleted(instance: Model, **kwargs: Any) -> None:
    if isinstance(instance, SitePage):
        _later(refresh_key, page_key(instance), is_directory=isinstance(instance, DirectoryPage))
    else:
        record_saved(instance)


@receiver(post_save)
def record_saved(instance: Model, **kwargs: Any) -> None:
    source = source_of(instance)
    if source is not None:
        _later(refresh_records, source.kind, source.key(instance), instance.pk)
