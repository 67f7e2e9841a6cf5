from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from design.fields import TranslatedField
from design.freshness import changed

from .kinds import HelpKind


class RedFlagQuerySet(models.QuerySet["RedFlag"]):
    def asked_with(self, kind: HelpKind) -> RedFlagQuerySet:
        """Those of every kind of help, and those of this one."""
        return self.filter(models.Q(kind=None) | models.Q(kind=kind), is_active=True)


class RedFlag(models.Model):
    """Something that is not for volunteers, and who does it. Put out of use, never deleted:
    a question that was marked with it stays marked."""

    code = models.SlugField(unique=True)
    kind = models.ForeignKey(
        HelpKind,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="red_flags",
        verbose_name=_("kind of help"),
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    text = TranslatedField(_("what is needed"))
    advice = TranslatedField(_("who helps then"))
    phone = models.CharField(_("number to ring"), max_length=30, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = RedFlagQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("not for volunteers")
        verbose_name_plural = _("not for volunteers")

    def __str__(self) -> str:
        return str(self.text)

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        changed("kinds")
