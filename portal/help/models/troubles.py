from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.people.models import User

from ..enums import NEXT_STEPS, Outcome, Side, TroubleKind
from ..trouble_querysets import TroubleQuerySet
from .matches import Match


class Trouble(models.Model):
    """Something that went wrong between two people; never a score of somebody."""

    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="troubles")
    kind = models.CharField(_("what went wrong"), max_length=12, choices=TroubleKind.choices)
    side = models.CharField(_("about whom"), max_length=6, choices=Side.choices)
    told_by = models.CharField(_("who told it"), max_length=6, choices=Side.choices, blank=True)
    note = models.CharField(_("what happened"), max_length=500, blank=True)
    # The day of the appointment; a match that did not happen no longer has it.
    day = models.DateField(_("day"), null=True, blank=True)
    due_on = models.DateField(_("settle before"))
    at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    outcome = models.CharField(_("how it ended"), max_length=10, choices=Outcome.choices, blank=True)

    objects = TroubleQuerySet.as_manager()

    class Meta:
        verbose_name = _("trouble")
        verbose_name_plural = _("troubles")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["match", "kind", "side"],
                condition=~Q(outcome=Outcome.TAKEN_BACK),
                name="trouble_told_once",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", settled_at=None) | (~Q(outcome="") & Q(settled_at__isnull=False)),
                name="trouble_settled_with_outcome",
            ),
        ]
        indexes = [models.Index(fields=["due_on"], condition=Q(settled_at=None), name="trouble_to_settle")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.get_side_display()})"

    @property
    def next_step(self) -> str:
        return str(NEXT_STEPS[TroubleKind(self.kind)])
