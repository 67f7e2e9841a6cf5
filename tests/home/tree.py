"""A small site: the first page in Dutch and French, and stories under it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, Locale, Page, Site

from home.models import HomePage, SiteImage, StoriesPage, StoryConsent, StoryPage


def begin_stories() -> StoriesPage:
    nl, _new = Locale.objects.get_or_create(language_code="nl")
    Locale.objects.get_or_create(language_code="fr")
    if not Collection.get_first_root_node():  # a test that really commits emptied the tables
        Collection.add_root(name="Root")
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root", locale=nl)
    home = root.add_child(instance=HomePage(title="Zorg voor de buurt", slug="nl", locale=nl))
    Site.objects.update_or_create(is_default_site=True, defaults={"root_page": home, "hostname": "localhost"})
    stories: StoriesPage = home.add_child(instance=StoriesPage(title="Verhalen", slug="verhalen", locale=nl))
    return stories


def tell_story(stories: StoriesPage, title: str = "Een tuin voor iedereen", **fields: Any) -> StoryPage:
    given = {"day": timezone.localdate(), **fields}
    slug = f"verhaal-{stories.get_children_count()}"
    story: StoryPage = stories.add_child(
        instance=StoryPage(title=title, slug=slug, locale=stories.locale, **given)
    )
    story.save_revision().publish()
    return StoryPage.objects.get(pk=story.pk)


def in_french(story: StoryPage, title: str = "Un jardin") -> StoryPage:
    copy: StoryPage = story.copy_for_translation(Locale.objects.get(language_code="fr"), copy_parents=True)
    parents = Page.objects.ancestor_of(copy).filter(locale=copy.locale)
    parents.update(live=True)
    copy.title = title
    copy.save_revision().publish()
    return StoryPage.objects.get(pk=copy.pk)


def agree(story: StoryPage, name: str = "Fatima", **fields: Any) -> StoryConsent:
    return StoryConsent.objects.create(page=story, name=name, **{"given_on": date(2026, 1, 2), **fields})


def picture(description: str = "Buren in een tuin") -> SiteImage:
    return SiteImage.objects.create(title="tuin", description=description, file=get_test_image_file())


def sound(name: str = "tuin.mp3") -> Document:
    return Document.objects.create(title=name, file=SimpleUploadedFile(name, b"ID3"))
