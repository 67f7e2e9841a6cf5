"""Texts that are written as a draft, put in force, and never changed after."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from design.errors import RuleError
from design.fields import TranslatedField


class NoDutchText(RuleError):
    def __init__(self) -> None:
        super().__init__(_("Write the Dutch text first: that is the one that counts."))


class InForceAlready(RuleError):
    def __init__(self) -> None:
        super().__init__(_("This text is in force already."))


class Version(models.Model):
    """One version of a text. Once published it is never changed."""

    version = models.PositiveSmallIntegerField(gettext_lazy("version"))
    text = TranslatedField(gettext_lazy("text"))
    published_at = models.DateTimeField(gettext_lazy("in force since"), null=True, blank=True)
    published_by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True


Kept = TypeVar("Kept", bound=Version)


def write_draft(versions: models.QuerySet[Kept], text: dict[str, str], **fields: Any) -> Kept:
    """The next of these versions, or the one that is not in force yet; what they share must be locked."""
    if not text.get("nl", "").strip():
        raise NoDutchText
    draft = versions.filter(published_at=None).first()
    if draft is None:
        last = versions.order_by("-version").values_list("version", flat=True).first() or 0
        draft = versions.model(version=last + 1)
    for name, value in {"text": text, **fields}.items():
        setattr(draft, name, value)
    draft.save()
    return draft


def put_in_force(found: Kept, *, by: Any, now: datetime) -> Kept:
    """Raises `InForceAlready`. The transaction is the caller's."""
    fresh: Kept = type(found)._default_manager.select_for_update().get(pk=found.pk)
    if fresh.published_at is not None:
        raise InForceAlready
    fresh.published_at = now
    fresh.published_by = by
    fresh.save(update_fields=["published_at", "published_by"])
    return fresh
