"""What we write down about keeping and forgetting itself. None of it holds personal data of its own."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .enums import Channel, DataQuestion, Looked
from .models import Person, User
from .querysets import DataRequestQuerySet
from .roles import Role


class FileAccess(models.Model):
    """Somebody of the team looked at what we keep about a person; once per hour of the clock."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="looked_at")
    looked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    role = models.CharField(max_length=15, choices=Role.choices, blank=True)
    what = models.CharField(max_length=10, choices=Looked.choices)
    at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    hour: models.DateTimeField[datetime, datetime] = models.DateTimeField()

    class Meta:
        verbose_name = _("who looked")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "looked_by", "what", "hour"], name="looked_once_an_hour"
            )
        ]
        indexes = [models.Index(fields=["at"])]

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.at:%Y-%m-%d}"


class Correction(models.Model):
    """That details were corrected: which, when and by whom; never what they were."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="corrections")
    at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    fields = models.CharField(max_length=200, help_text=_("Names of fields, with commas between."))

    class Meta:
        verbose_name = _("which details were corrected")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.fields


class Restriction(models.Model):
    """A line of history: from here on the data was kept and not used, or used again."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="restrictions")
    at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    begins = models.BooleanField(_("data not used"))

    class Meta:
        verbose_name = _("when data was not used")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.begins} {self.at:%Y-%m-%d}"


class DataRequest(models.Model):
    """Somebody asks to see, correct, forget or restrict what we keep. GDPR art. 12: one month to answer."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="data_requests")
    kind = models.CharField(_("what is asked"), max_length=10, choices=DataQuestion.choices)
    channel = models.CharField(_("asked by"), max_length=10, choices=Channel.choices)
    asked_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(_("asked on"))
    due_on = models.DateField(_("answer before"))
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("question about data")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"], condition=Q(answered_at=None), name="one_open_data_request"
            )
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Forgetting(models.Model):
    """What one run of `manage.py forget` erased of one holding."""

    at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    holding = models.SlugField()
    count = models.PositiveIntegerField()

    class Meta:
        ordering = ["-at", "pk"]

    def __str__(self) -> str:
        return f"{self.holding}: {self.count}"
