from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.people.models import User

from .matches import Match


class Thanks(models.Model):
    """What who was helped says to who helped; passed on at once, and a broker can hide it."""

    match = models.OneToOneField(Match, on_delete=models.CASCADE, related_name="thanks")
    text = models.CharField(_("thank you"), max_length=500)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    hidden_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("thank you")
        verbose_name_plural = _("thank yous")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.text
