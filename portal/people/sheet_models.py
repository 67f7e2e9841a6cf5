"""Lists that leave and lists that come in: what waits to be brought in, and what was done by whom."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from .enums import Direction, ExportReason
from .models import Neighbourhood, User
from .roles import Ability, Role

if TYPE_CHECKING:
    from typing import Any

# Long enough to look at the rows and ask somebody; then the file has to be sent again.
KEPT_WAITING = timedelta(hours=1)


class ImportQuerySet(models.QuerySet["Import"]):
    def stale(self, now: datetime) -> Self:
        return self.filter(made_at__lt=now - KEPT_WAITING)

    def of(self, user: User | AnonymousUser, now: datetime) -> Self:
        """Only who sent a file sees what is in it."""
        if isinstance(user, AnonymousUser) or not user.may(Ability.BRING_IN):
            return self.none()
        return self.filter(
            by=user, neighbourhood__in=user.neighbourhoods.all(), made_at__gte=now - KEPT_WAITING
        )


class Import(models.Model):
    """A list of people that somebody of the team looks at before it is brought in. Gone within the hour."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    sheet = models.SlugField(max_length=20)
    neighbourhood = models.ForeignKey(Neighbourhood, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    made_at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    content_hash = models.CharField(max_length=64)
    headings: models.JSONField[list[str], list[str]] = models.JSONField()
    # [number in the file, [cell, …]]
    rows: models.JSONField[list[Any], list[Any]] = models.JSONField()

    objects = ImportQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.sheet} {self.made_at:%Y-%m-%d %H:%M}"


class FileRunQuerySet(models.QuerySet["FileRun"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those about a neighbourhood one answers for; an export of all of them too."""
        if isinstance(user, AnonymousUser) or not user.may(Ability.TAKE_ALONG):
            return self.none()
        return self.filter(neighbourhoods__in=user.neighbourhoods.all()).distinct()


class FileRun(models.Model):
    """One export or import: who, when, in which role, what, how many, why. It names nobody of the list."""

    at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    direction = models.CharField(_("direction"), max_length=3, choices=Direction.choices)
    sheet = models.SlugField(max_length=20)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    role = models.CharField(_("role"), max_length=15, choices=Role.choices, blank=True)
    neighbourhoods = models.ManyToManyField(Neighbourhood, related_name="+")
    state = models.CharField(_("which ones"), max_length=20, blank=True)
    count = models.PositiveIntegerField(_("how many"), default=0)
    kind = models.CharField(_("sort of file"), max_length=4, blank=True)
    reason = models.CharField(_("why"), max_length=10, choices=ExportReason.choices, blank=True)
    note = models.CharField(_("for what exactly"), max_length=120, blank=True)
    # Of an import: who were known already, and which rows stayed behind.
    known = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    submission = models.UUIDField(null=True, unique=True)
    content_hash = models.CharField(max_length=64, blank=True)

    objects = FileRunQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["-at"], name="file_run_at")]

    def __str__(self) -> str:
        return f"{self.direction} {self.sheet} {self.at:%Y-%m-%d}"
