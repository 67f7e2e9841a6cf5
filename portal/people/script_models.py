from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .enums import ScriptKind
from .versions import Version


class Script(Version):
    """What somebody hears or reads before they agree, and our privacy text; for all neighbourhoods."""

    kind = models.CharField(_("text"), max_length=20, choices=ScriptKind.choices)
    # A spelling mistake that is mended asks nobody again.
    asks_again = models.BooleanField(_("everybody is asked again"), default=True)

    class Meta:
        verbose_name = _("text to agree to")
        verbose_name_plural = _("texts to agree to")
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="script_version_once"),
            models.UniqueConstraint(fields=["kind"], condition=Q(published_at=None), name="script_one_draft"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.version}"
