from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class FlyerSpread(models.Model):
    """Where flyers of a page were left: place, how many, when."""

    page_key = models.UUIDField(help_text=_("The translation key of the page on the flyer."))
    place = models.CharField(_("where"), max_length=120)
    copies = models.PositiveIntegerField(_("how many"))
    day = models.DateField(_("when"), default=timezone.localdate)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-day", "-pk"]
        verbose_name = _("flyers spread")
        verbose_name_plural = _("flyers spread")
        indexes = [models.Index(fields=["page_key", "-day"])]

    def __str__(self) -> str:
        return f"{self.place}: {self.copies}"


class SearchEntry(models.Model):
    """One public page, organisation or kind of help in one language, as the search reads it."""

    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=60)
    title = models.CharField(max_length=250)
    url = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    until = models.DateField(null=True, help_text=_("From this day it is found no more, or lower."))
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["language", "kind", "key"], name="one_search_entry_per_thing")
        ]

    def __str__(self) -> str:
        return self.title
