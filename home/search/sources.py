"""What the website itself gives to the search: its pages and the public part of the organisations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.rich_text import get_text_for_indexing

from design.searchable import Findable, Source, register
from portal.gather.enums import Repeats
from portal.gather.models import Event
from portal.people.models import Organisation

from ..models import DirectoryPage, EventPage, SitePage, StoryPage
from ..stories import up

PAGE, EVENT, STORY, ORGANISATION = "page", "event", "story", "organisation"
# Read aloud in Dutch on pages of every language: not the text of the page.
NOT_READ = {"recordings"}
SHORT_TEXTS = ("intro", "audience", "place", "street", "city", "access")
CHOICES = (blocks.ChoiceBlock, blocks.MultipleChoiceBlock)


def other_pages() -> QuerySet[Any]:
    classes = [each for each in SitePage.__subclasses__() if each not in (EventPage, StoryPage)]
    return _readable(Page.objects.type(*classes))


def event_pages() -> QuerySet[Any]:
    return _readable(EventPage.objects)


def story_pages() -> QuerySet[Any]:
    pages: QuerySet[Any] = up(_readable(StoryPage.objects), timezone.localdate())
    return pages


def _readable(pages: Any) -> QuerySet[Any]:
    """What visitors can open. An alias is the Dutch text again, which is found in Dutch."""
    found: QuerySet[Any] = pages.live().public().filter(alias_of=None, depth__gt=1)
    return found.select_related("locale")


def page_entries(pages: Iterable[Page]) -> Iterator[Findable]:
    for page in pages:
        yield _entry(page.specific)


def event_entries(pages: Iterable[EventPage]) -> Iterator[Findable]:
    """An event is over the day after its last date."""
    found = list(pages)
    events = Event.objects.filter(key__in=[page.translation_key for page in found])
    last = {event.key: _last_day(event) for event in events}
    for page in found:
        day = last.get(page.translation_key)
        yield _entry(page, until=day + timedelta(days=1) if day else None)


def story_entries(pages: Iterable[Any]) -> Iterator[Findable]:
    for page in pages:
        days = [day for day in (page.take_down_on, page.dutch_take_down_on) if day]
        yield _entry(page, until=min(days, default=None))


def _entry(page: Any, until: date | None = None) -> Findable:
    return Findable(
        language=page.locale.language_code,
        key=page_key(page),
        title=page.title,
        url=page.path_in_site,
        text=text_of(page),
        until=until,
    )


def page_key(page: Any) -> str:
    return str(page.translation_key)


def _last_day(event: Event) -> date | None:
    if event.repeats == Repeats.NEVER:
        return timezone.localdate(event.ends_at)
    return event.repeats_until


def text_of(page: Page) -> str:
    """All that can be read on a page: its short texts, then its content."""
    found = [str(getattr(page, name, "")) for name in SHORT_TEXTS]
    for field in page._meta.get_fields():
        if field.name in NOT_READ:
            continue
        if isinstance(field, StreamField):
            value = getattr(page, field.name)
            found += _read(value.stream_block, value)
        elif isinstance(field, RichTextField):
            found.append(get_text_for_indexing(getattr(page, field.name)))
    return " ".join(" ".join(found).split())


def _read(block: blocks.Block, value: Any) -> Iterator[str]:
    """As Wagtail's `get_searchable_content`, without what is chosen from a list: nobody wrote those words."""
    if value is None or isinstance(block, CHOICES):
        return
    if isinstance(block, blocks.StreamBlock):
        for child in value:
            yield from _read(child.block, child.value)
    elif isinstance(block, blocks.StructBlock):
        for name, child_block in block.child_blocks.items():
            yield from _read(child_block, value.get(name))
    elif isinstance(block, blocks.ListBlock):
        for each in value:
            yield from _read(block.child_block, each)
    else:
        yield from block.get_searchable_content(value)


def organisation_entries(organisations: Iterable[Organisation]) -> Iterator[Findable]:
    """Their place is on the page that lists them; without such a page there is nothing to lead to."""
    lists = {
        page.locale.language_code: page.path_in_site
        for page in DirectoryPage.objects.live().public().select_related("locale")
    }
    fallback = lists.get(settings.LANGUAGE_CODE) or next(iter(lists.values()), None)
    if fallback is None:
        return
    for each in organisations:
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                texts = [each.what, each.for_whom, each.price, each.opening, each.street, each.city]
                yield Findable(
                    language=language,
                    key=str(each.pk),
                    title=each.name,
                    url=f"{lists.get(language, fallback)}#org-{each.pk}",
                    text=" ".join(filter(None, [*map(str, texts), *each.language_names])),
                )


def register_all() -> None:
    register(Source(PAGE, _("Pages"), Page, other_pages, page_entries, page_key))
    register(Source(EVENT, _("Agenda"), EventPage, event_pages, event_entries, page_key))
    register(Source(STORY, _("Stories and news"), StoryPage, story_pages, story_entries, page_key))
    organisations = Organisation.objects.public
    register(Source(ORGANISATION, _("Organisations"), Organisation, organisations, organisation_entries))
