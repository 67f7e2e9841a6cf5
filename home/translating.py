"""What is translated, what waits and what is missing, per Dutch page and language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

SOURCE = "nl"


class State(TextChoices):
    MISSING = "missing", _("not translated")
    WAITING = "waiting", _("sentences are waiting")
    OLD = "old", _("the Dutch page changed")
    DRAFT = "draft", _("not published")
    DONE = "done", _("ready")


@dataclass(frozen=True)
class Cell:
    language: str
    state: State
    waiting: int = 0
    page: Page | None = None


@dataclass(frozen=True)
class Row:
    page: Page
    cells: list[Cell]


def note_the_change(instance: Page, **kwargs: Any) -> None:
    """A Dutch page was published: what changed in it waits for translators from now."""
    if instance.locale.language_code != SOURCE:
        return
    source = TranslationSource.objects.get_for_instance_or_none(instance)
    if source is not None:
        source.update_from_db()


def take_down_with_dutch(instance: Page, **kwargs: Any) -> None:
    """A Dutch page was taken down: its translations say no more than the Dutch does."""
    if instance.locale.language_code == SOURCE:
        for page in instance.get_translations().live():
            page.specific.unpublish()


def overview() -> list[Row]:
    """Every Dutch page that people see, with how far each language is; a few queries."""
    locales = list(Locale.objects.exclude(language_code=SOURCE).order_by("pk"))
    pages = Page.objects.live().filter(depth__gt=1, locale__language_code=SOURCE).order_by("path")
    others = Page.objects.filter(depth__gt=1, locale__in=locales)
    known = {(page.translation_key, page.locale_id): page for page in others}
    kept = {
        (each.source.object_id, each.target_locale_id): each
        for each in Translation.objects.filter(enabled=True).select_related("source")
    }
    waiting = {locale.pk: _waiting(locale) for locale in locales}
    return [
        Row(
            page,
            [
                _cell(
                    page,
                    locale.language_code,
                    known.get((page.translation_key, locale.pk)),
                    kept.get((page.translation_key, locale.pk)),
                    waiting[locale.pk].get(page.translation_key, 0),
                )
                for locale in locales
            ],
        )
        for page in pages
    ]


def _waiting(locale: Locale) -> dict[Any, int]:
    """How many strings of each source have no translation, by translation key."""
    translated = StringTranslation.objects.filter(
        translation_of=OuterRef("string"), context=OuterRef("context"), locale=locale, has_error=False
    )
    found: Iterable[tuple[Any, int]] = (
        StringSegment.objects.filter(~Exists(translated))
        .values_list("source__object_id")
        .annotate(Count("pk"))
        .order_by()
    )
    return dict(found)


def _cell(page: Page, code: str, target: Page | None, kept: Translation | None, waiting: int) -> Cell:
    if target is None or target.alias_of_id:
        return Cell(code, State.MISSING)
    changed = kept.source.last_updated_at if kept else page.last_published_at
    if kept and waiting:
        state = State.WAITING
    elif not target.live or target.has_unpublished_changes:
        state = State.DRAFT
    elif changed and target.last_published_at and target.last_published_at < changed:
        state = State.OLD
    else:
        state = State.DONE
    return Cell(code, state, waiting if kept else 0, target)
