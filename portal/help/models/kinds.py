from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from design.fields import ListField, Translated, TranslatedField
from design.freshness import changed
from portal.people.enums import StatementKind
from portal.people.models import Organisation, Volunteer

PICTOGRAMS = ["chores", "rubbish", "garden", "transport", "company", "dog", "documents"]


class HelpKind(models.Model):
    """A kind of small help, with what we do and do not do, in the four languages of the site."""

    code = models.SlugField(unique=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    pictogram = models.CharField(max_length=20, choices=[(name, name) for name in PICTOGRAMS])
    name: models.Field[Translated, Translated] = TranslatedField(_("name"))
    short = TranslatedField(_("in one sentence"))
    we_do = TranslatedField(_("what we do"))
    we_do_not = TranslatedField(_("what we do not do"))
    adults_only = models.BooleanField(_("adults only"), default=False)
    needs_car = models.BooleanField(_("needs a car"), default=False)
    needs_statements = ListField(
        _("only for volunteers who showed"),
        choices=StatementKind.choices,
        blank=True,
        help_text=_("When it runs out, nobody proposes this help to them any more."),
    )
    is_active = models.BooleanField(_("in use"), default=True)
    volunteers = models.ManyToManyField(Volunteer, blank=True, related_name="kinds")
    is_direct = models.BooleanField(
        _("direct"),
        default=False,
        help_text=_("Who offers to help is agreed at once; the team is told."),
    )
    default_places = models.PositiveSmallIntegerField(
        _("helpers needed"), default=1, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    refer_to = models.ForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("service for what is not for volunteers"),
    )

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("kind of help")
        verbose_name_plural = _("kinds of help")

    def __str__(self) -> str:
        return str(self.name)

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        changed("kinds")

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        changed("kinds")
        return super().delete(*args, **kwargs)
