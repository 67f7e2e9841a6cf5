"""What a broker needs to know of somebody besides their details: practical points, and who is around them."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from .enums import Point, Relation
from .models import Person, User


class PracticalPoint(models.Model):
    """What a helper runs into, never why. Only there while the person agrees that we keep it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="points")
    point = models.CharField(_("practical point"), max_length=12, choices=Point.choices)
    for_helper = models.BooleanField(
        _("the volunteer needs to know"), default=False, help_text=_("Shown with an appointment that stands.")
    )
    noted_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    noted_at: models.DateTimeField[datetime, datetime] = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["person", "point"], name="point_once")]

    def __str__(self) -> str:
        return str(self.get_point_display())


class Tie(models.Model):
    """`other` is the son, the neighbour, the carer … (`relation`) of `person`; shown on both their pages."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="ties")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="ties_back")
    relation = models.CharField(_("relation"), max_length=15, choices=Relation.choices)
    noted_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    noted_at: models.DateTimeField[datetime, datetime] = models.DateTimeField()

    class Meta:
        ordering = ["noted_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("other")), name="tie_of_two"),
            # Whichever way round it was written down.
            models.UniqueConstraint(
                Least("person", "other"), Greatest("person", "other"), "relation", name="tie_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_relation_display())
