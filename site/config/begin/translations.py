"""Texts that we wrote ourselves, as translations that wagtail-localize keeps."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    LocaleSynchronization,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments


class DoesNotPair(Exception):
    """The translated text has another shape than the Dutch; the message names the page and the language."""


def follow_dutch() -> None:
    """Every new Dutch page stands in the other trees as well, in Dutch until somebody translates it."""
    dutch = Locale.objects.get(language_code="nl")
    for locale in Locale.objects.exclude(pk=dutch.pk):
        LocaleSynchronization.objects.get_or_create(locale=locale, defaults={"sync_from": dutch})


def translate(page: Page, locale: Locale, fields: dict[str, Any]) -> Page:
    """Publish `page` in `locale` with our texts, each beside the Dutch string that it translates.

    Raises `DoesNotPair` where the texts have another number of strings than the Dutch page.
    """
    source, _new = TranslationSource.get_or_create_from_instance(page)
    _remember(source, locale, _strings(page, fields, locale))
    translation, _new = Translation.objects.get_or_create(source=source, target_locale=locale)
    translation.save_target(publish=False)  # publishes on commit only, and there is a home page to hang under
    target: Page = translation.get_target_instance()
    target.get_latest_revision().publish()
    return target


def _remember(source: TranslationSource, locale: Locale, texts: list[StringSegmentValue]) -> None:
    segments = StringSegment.objects.filter(source=source).order_by("order").select_related("context")
    pairs = list(zip(segments, texts, strict=False))
    if len(pairs) != max(len(segments), len(texts)) or any(a.context.path != b.path for a, b in pairs):
        raise DoesNotPair(f"{source.object_repr!r} in {locale.language_code}")
    # The same Dutch string twice in one place has one translation: the first.
    rows = {
        (segment.string_id, segment.context_id): StringTranslation(
            translation_of_id=segment.string_id,
            context=segment.context,
            locale=locale,
            data=text.string.data,
            translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
            updated_at=timezone.now(),
        )
        for segment, text in reversed(pairs)
    }
    StringTranslation.objects.bulk_create(rows.values(), ignore_conflicts=True)


def _strings(page: Page, fields: dict[str, Any], locale: Locale) -> list[StringSegmentValue]:
    """What is to be translated on a page that is never saved: `page` with the texts of `fields`."""
    twin = deepcopy(page)
    for name, value in fields.items():
        setattr(twin, name, value)
        field = page._meta.get_field(name)
        if hasattr(field, "stream_block"):
            dutch = field.get_prep_value(getattr(page, name))
            raw = field.stream_block.get_prep_value(getattr(twin, name))
            try:
                same = _with_ids(dutch, raw)
            except (ValueError, KeyError) as error:
                raise DoesNotPair(f"{page.title!r}.{name} in {locale.language_code}: {error}") from None
            setattr(twin, name, field.stream_block.to_python(same))
    return [segment for segment in extract_segments(twin) if isinstance(segment, StringSegmentValue)]


def _with_ids(dutch: Any, other: Any) -> Any:
    """`other` with the ids of the blocks of `dutch`, by which wagtail-localize finds a string."""
    if isinstance(dutch, list):
        return [_with_ids(*pair) for pair in zip(dutch, other, strict=True)]
    if isinstance(dutch, dict):
        if dutch.get("type") != other.get("type"):
            raise ValueError(f"{dutch.get('type')} is not {other.get('type')}")
        return {
            name: value if name == "id" else _with_ids(value, other[name]) for name, value in dutch.items()
        }
    return other
