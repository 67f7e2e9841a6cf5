from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from design.fields import ListField, TranslatedField
from design.freshness import changed

from .enums import Language, OrganisationKind, language_names
from .phones import can_be_called, link_of
from .roles import Ability

if TYPE_CHECKING:
    from .models import User

# What the public, search engines and the cards never read.
INTERNAL = (
    "contact_person",
    "contact_phone",
    "contact_email",
    "how_to_refer",
    "answers_within",
    "materials",
    "last_contact_on",
    "remarks",
)


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def public(self) -> Self:
        """What everybody may read; the internal part is not even loaded."""
        return self.filter(is_public=True).defer(*INTERNAL)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """With the internal part: for the team alone."""
        if isinstance(user, AnonymousUser) or not user.may(Ability.BROKER):
            return self.none()
        return self.filter(
            models.Q(neighbourhoods=None) | models.Q(neighbourhoods__in=user.neighbourhoods.all())
        ).distinct()


class Organisation(models.Model):
    """An entry of the *sociale kaart*: a public part for everybody, an internal part for the team."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    kind = models.CharField(
        _("sort"), max_length=10, choices=OrganisationKind.choices, default=OrganisationKind.SERVICE
    )
    neighbourhoods = models.ManyToManyField(
        "people.Neighbourhood",
        blank=True,
        verbose_name=_("neighbourhoods"),
        help_text=_("None ticked: for all."),
    )
    is_public = models.BooleanField(_("on the website"), default=False)
    is_signal_contact = models.BooleanField(
        _("keeps an eye open"),
        default=False,
        help_text=_("A shop that tells us when a neighbour may need somebody."),
    )
    what = TranslatedField(_("what they do"), blank=True)
    for_whom = TranslatedField(_("for whom"), blank=True)
    price = TranslatedField(_("what it costs"), blank=True)
    opening = TranslatedField(_("when they are open"), blank=True)
    languages = ListField(_("languages spoken there"), choices=Language.choices, blank=True)
    phone = models.CharField(_("phone number"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.URLField(_("website"), blank=True)
    street = models.CharField(_("street and number"), max_length=120, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    city = models.CharField(_("city"), max_length=60, blank=True)
    checked_on = models.DateField(_("last checked on"), null=True, blank=True)

    contact_person = models.CharField(_("contact person"), max_length=80, blank=True)
    contact_phone = models.CharField(_("direct number"), max_length=30, blank=True)
    contact_email = models.EmailField(_("direct e-mail"), blank=True)
    how_to_refer = models.TextField(_("how to refer somebody"), blank=True)
    answers_within = models.PositiveSmallIntegerField(
        _("answers within so many days"),
        default=14,
        help_text=_("After this the work list says that the service must be called."),
    )
    materials = models.CharField(
        _("materials given"), max_length=200, blank=True, help_text=_("For example: 20 flyers, a poster.")
    )
    last_contact_on = models.DateField(_("last contact on"), null=True, blank=True)
    remarks = models.TextField(_("remarks for the team"), blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        changed("organisations")

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        changed("organisations")
        return super().delete(*args, **kwargs)

    @property
    def phone_link(self) -> str:
        """Empty for what nobody can call."""
        return f"tel:{link_of(self.phone)}" if can_be_called(self.phone) else ""

    @property
    def language_names(self) -> list[str]:
        return language_names(self.languages)
