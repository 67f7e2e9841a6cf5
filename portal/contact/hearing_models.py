"""How one person hears from us."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.people.models import Person

from .enums import Way


class Hearing(models.Model):
    """What somebody chose; who chose nothing has no row."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="hearing")
    way = models.CharField(_("how you hear from us"), max_length=4, choices=Way.choices, blank=True)
    once_a_day = models.BooleanField(_("what can wait, in one mail in the morning"), default=False)
    # Once another address is filled in, this says nothing any more.
    wrong_address = models.EmailField(_("address that does not work"), blank=True)

    class Meta:
        verbose_name = _("how somebody hears from us")
        verbose_name_plural = _("how people hear from us")

    def __str__(self) -> str:
        return str(self.get_way_display())


def mail_of(person: Person) -> str:
    """The address of somebody, unless a broker found that it does not work."""
    hearing: Hearing | None = getattr(person, "hearing", None)
    is_wrong = hearing is not None and hearing.wrong_address.lower() == person.email.lower()
    return "" if is_wrong else person.email
