from __future__ import annotations

from datetime import date, datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.people.enums import Channel, HalfDay, Language, Relation
from portal.people.models import Neighbourhood, Person

from ..enums import OPEN, PUBLIC_LABELS, RequestState, Timing
from ..querysets import THIS_WEEK_LASTS, RequestQuerySet
from ..references import new_reference, spoken
from ..series_enums import Rhythm
from .kinds import HelpKind
from .red_flags import RedFlag
from .series import Series


class HelpRequest(models.Model):
    reference = models.CharField(max_length=6, unique=True, default=new_reference, editable=False)
    neighbourhood = models.ForeignKey(Neighbourhood, on_delete=models.PROTECT, related_name="requests")
    outside_area = models.BooleanField(_("lives outside the area"), default=False)
    kind = models.ForeignKey(HelpKind, on_delete=models.PROTECT, related_name="requests")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="requests", verbose_name=_("for whom")
    )
    asked_by = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="asked_for_others",
        verbose_name=_("asked by"),
    )
    relation = models.CharField(_("relation"), max_length=15, choices=Relation.choices, blank=True)
    text = models.TextField(_("question"), blank=True)
    gave = models.CharField(
        _("gave this time"),
        max_length=300,
        blank=True,
        help_text=_("Contact details other than those we know."),
    )
    timing = models.CharField(_("when"), max_length=10, choices=Timing.choices, default=Timing.NO_HURRY)
    day = models.DateField(_("day"), null=True, blank=True)
    half_day = models.CharField(_("part of the day"), max_length=10, choices=HalfDay.choices, blank=True)
    places = models.PositiveSmallIntegerField(_("helpers needed"), default=1)
    language = models.CharField(_("language"), max_length=3, choices=Language.choices)
    channel = models.CharField(_("came in by"), max_length=10, choices=Channel.choices)
    state = models.CharField(
        _("state"), max_length=12, choices=RequestState.choices, default=RequestState.NEW
    )
    # Counts the changes; a form that was opened before the last one is refused.
    version = models.PositiveIntegerField(default=1)
    call_back_on = models.DateField(_("call back on"), null=True, blank=True)
    submission = models.UUIDField(null=True, unique=True, editable=False)
    created_at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    wants_rhythm = models.CharField(_("how often"), max_length=10, choices=Rhythm.choices, blank=True)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, null=True, blank=True, related_name="dates")
    # The day that the rule of the series gave; none once a pause took it back, so that it is made anew.
    series_day = models.DateField(null=True, blank=True)
    # What was answered to the questions of the kind, in the order of asking: see `KindQuestion.kept`.
    answers = models.JSONField(_("answers"), default=list, blank=True)
    red_flags = models.ManyToManyField(
        RedFlag, blank=True, related_name="requests", verbose_name=_("not for volunteers")
    )
    # What every volunteer may read, in the words of a broker; it stays when it comes off the board.
    board_line = models.CharField(_("line on the board"), max_length=200, blank=True)
    on_board_at = models.DateTimeField(_("on the board since"), null=True, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(timing=Timing.DAY, day__isnull=False) | (~Q(timing=Timing.DAY) & Q(day=None)),
                name="request_day_with_timing",
            ),
            models.CheckConstraint(condition=Q(places__gte=1), name="request_has_a_place"),
            models.CheckConstraint(
                condition=Q(asked_by=None) | ~Q(relation=""), name="request_relation_of_asker"
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, ended_at=None) | (~Q(state__in=OPEN) & Q(ended_at__isnull=False)),
                name="request_ended_when_closed",
            ),
            models.CheckConstraint(
                condition=Q(series_day=None) | Q(series__isnull=False), name="request_day_of_a_series"
            ),
            models.UniqueConstraint(fields=["series", "series_day"], name="one_request_per_series_day"),
            models.CheckConstraint(
                condition=Q(on_board_at=None) | ~Q(board_line=""), name="request_board_has_line"
            ),
        ]
        indexes = [
            models.Index(
                fields=["neighbourhood", "state"], condition=Q(state__in=sorted(OPEN)), name="request_open"
            ),
            models.Index(
                fields=["kind"],
                condition=Q(on_board_at__isnull=False, state=RequestState.SEARCHING),
                name="request_on_board",
            ),
        ]

    def __str__(self) -> str:
        return self.spoken_reference

    @property
    def spoken_reference(self) -> str:
        return spoken(self.reference)

    @property
    def last_day(self) -> date | None:
        """Until when it is in time: the day itself, or the week after "this week" was said."""
        if self.timing == Timing.THIS_WEEK:
            return timezone.localdate(self.created_at) + THIS_WEEK_LASTS
        return self.day

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def public_state(self) -> str:
        return str(PUBLIC_LABELS[RequestState(self.state)])

    @property
    def contact_person(self) -> Person:
        """Whom we call about this request."""
        return self.asked_by or self.person
