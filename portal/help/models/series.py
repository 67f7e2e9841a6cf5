from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.people.enums import Channel, HalfDay, Language, Relation
from portal.people.models import Neighbourhood, Person, User, Volunteer

from ..querysets import SeriesQuerySet
from ..series_enums import OnHolidays, Rhythm, SeriesState, SeriesVerb
from .kinds import HelpKind


class Series(models.Model):
    """Help on fixed days. Each date is an ordinary request."""

    neighbourhood = models.ForeignKey(Neighbourhood, on_delete=models.PROTECT, related_name="series")
    outside_area = models.BooleanField(_("lives outside the area"), default=False)
    kind = models.ForeignKey(HelpKind, on_delete=models.PROTECT, related_name="series")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="series")
    asked_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="series_for_others"
    )
    relation = models.CharField(_("relation"), max_length=15, choices=Relation.choices, blank=True)
    text = models.TextField(_("question"), blank=True)
    places = models.PositiveSmallIntegerField(_("helpers needed"), default=1)
    language = models.CharField(_("language"), max_length=3, choices=Language.choices)
    channel = models.CharField(_("came in by"), max_length=10, choices=Channel.choices)
    rhythm = models.CharField(_("how often"), max_length=10, choices=Rhythm.choices)
    # Weekday, date and week of the month follow from it.
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    half_day = models.CharField(_("part of the day"), max_length=10, choices=HalfDay.choices, blank=True)
    on_holidays = models.CharField(
        _("on legal holidays"), max_length=5, choices=OnHolidays.choices, default=OnHolidays.NOT
    )
    helper = models.ForeignKey(
        Volunteer,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="series",
        verbose_name=_("fixed helper"),
    )
    state = models.CharField(
        _("state"), max_length=7, choices=SeriesState.choices, default=SeriesState.RUNNING
    )
    # Up to this day the dates exist; they are never looked at again.
    made_until = models.DateField()
    created_at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="series_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(state=SeriesState.ENDED, ended_at__isnull=False)
                | (~Q(state=SeriesState.ENDED) & Q(ended_at=None)),
                name="series_ended_when_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}, {self.get_rhythm_display()}"

    @property
    def contact_person(self) -> Person:
        return self.asked_by or self.person

    @property
    def is_running(self) -> bool:
        return self.state == SeriesState.RUNNING

    @property
    def is_over(self) -> bool:
        return self.state == SeriesState.ENDED


class SeriesEvent(models.Model):
    """A line in the history of a series; that of one date stands with its request."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="history")
    at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    verb = models.CharField(max_length=10, choices=SeriesVerb.choices)
    helper = models.ForeignKey(Volunteer, on_delete=models.SET_NULL, null=True, related_name="+")
    from_day = models.DateField(null=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return str(self.get_verb_display())
