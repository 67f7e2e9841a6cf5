"""Which stories are up. The Dutch page holds the day on which a story is taken down; a consent that was
taken back counts on whatever page it stands. Both hold for the story in every language."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.db.models.signals import post_delete, post_save
from django.utils import timezone
from django.utils.translation import gettext
from wagtail.signals import page_published, page_unpublished

from design.days import midnight
from design.freshness import changed, shows

from .models import StoryConsent, StoryKind, StoryPage

TAG = "stories"


def up(pages: Any, on: date) -> Any:
    """Those of a queryset of `StoryPage` that anybody may read on that day."""
    key = OuterRef("translation_key")
    dutch = StoryPage.objects.filter(translation_key=key, locale__language_code=settings.LANGUAGE_CODE)
    taken_back = StoryConsent.objects.filter(page__translation_key=key, withdrawn_on__isnull=False)
    return (
        pages.filter(live=True)
        .exclude(take_down_on__lte=on)
        .exclude(Exists(dutch.filter(take_down_on__lte=on)))
        .exclude(Exists(taken_back))
        .annotate(dutch_take_down_on=dutch.values("take_down_on")[:1])
    )


def newest(language: str, on: date, **which: Any) -> Any:
    """Stories and news in one language, newest first, with their picture; without their text."""
    pages = StoryPage.objects.filter(locale__language_code=language, day__lte=on, **which)
    found = up(pages, on).defer_streamfields().select_related("locale", "image")
    return found.prefetch_related("image__renditions").order_by("-day", "-pk")


def shown(pages: list[StoryPage]) -> list[StoryPage]:
    """The same pages; says that the page being made shows them, until the first of them comes down."""
    own = [page.take_down_on for page in pages]
    days = [day for day in own + [getattr(page, "dutch_take_down_on", None) for page in pages] if day]
    shows(TAG, until=midnight(min(days)) if days else None)
    return pages


def latest(language: str, kind: StoryKind) -> StoryPage | None:
    pages = shown(list(newest(language, timezone.localdate(), kind=kind)[:1]))
    return pages[0] if pages else None


def missing_consents(page: StoryPage) -> list[str]:
    """Why this page cannot be published yet, a sentence for each reason; as the page is now, saved or not.

    A translation needs what its Dutch page needs. A story is about somebody; a piece of news need not be.
    """
    consents = list(_dutch(page).consents.all())
    missing = [
        gettext("%(name)s did not agree, or took it back.") % {"name": consent.name}
        for consent in consents
        if not consent.is_in_force()
    ]
    if not consents and page.kind == StoryKind.STORY:
        missing.append(gettext("Say who is in this story, and how that person agreed."))
    return missing


def _dutch(page: StoryPage) -> StoryPage:
    if page.locale.language_code == settings.LANGUAGE_CODE:
        return page
    found: StoryPage | None = StoryPage.objects.filter(
        translation_key=page.translation_key, locale__language_code=settings.LANGUAGE_CODE
    ).first()
    return found or page


def _changed(sender: type[Any], **kwargs: Any) -> None:
    changed(TAG)


def watch() -> None:
    """Whatever makes a story come or go drops the kept copies that show stories."""
    for signal in (page_published, page_unpublished, post_delete):
        signal.connect(_changed, sender=StoryPage, dispatch_uid="stories")
    for signal in (post_save, post_delete):
        signal.connect(_changed, sender=StoryConsent, dispatch_uid="story_consents")
