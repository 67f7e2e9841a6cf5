from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class MissedAddress(models.Model):
    """An address that people asked for and that is not there; nothing about who asked."""

    path = models.CharField(_("address"), max_length=300, unique=True)
    count = models.PositiveIntegerField(_("how often"), default=1)
    last_at = models.DateTimeField(_("last time"))

    class Meta:
        verbose_name = _("missed address")
        verbose_name_plural = _("missed addresses")
        ordering = ["-count", "-last_at"]

    def __str__(self) -> str:
        return self.path
