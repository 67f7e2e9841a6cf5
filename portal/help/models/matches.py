from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.people.enums import Purpose
from portal.people.models import User, Volunteer

from ..enums import HOLDS_PLACE, LIVE_MATCH, Face, MatchState, RequestState, Side, Verb
from ..querysets import MatchQuerySet
from .requests import HelpRequest

CONTACT_SHARED_FOR = timedelta(days=14)


class Match(models.Model):
    """One volunteer asked for one request."""

    request = models.ForeignKey(HelpRequest, on_delete=models.CASCADE, related_name="matches")
    volunteer = models.ForeignKey(Volunteer, on_delete=models.PROTECT, related_name="matches")
    state = models.CharField(
        _("state"), max_length=10, choices=MatchState.choices, default=MatchState.PROPOSED
    )
    place = models.PositiveSmallIntegerField(null=True, blank=True)
    proposed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    proposed_at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    # The day that counts for the volunteer's month: the one agreed, or of the yes when there is none.
    helps_on = models.DateField(_("helps on"), null=True, blank=True)
    why_not = models.CharField(_("why not"), max_length=200, blank=True)

    objects = MatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            # The last word on "first yes wins": one helper per place, and places start at 1.
            models.UniqueConstraint(
                fields=["request", "place"],
                condition=Q(state__in=sorted(HOLDS_PLACE)),
                name="one_helper_per_place",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=sorted(HOLDS_PLACE), place__isnull=False, place__gte=1, helps_on__isnull=False
                )
                | (~Q(state__in=sorted(HOLDS_PLACE)) & Q(place=None, helps_on=None)),
                name="match_holds_place",
            ),
            models.UniqueConstraint(
                fields=["request", "volunteer"],
                condition=Q(state__in=sorted(LIVE_MATCH)),
                name="volunteer_asked_once",
            ),
        ]
        indexes = [
            models.Index(fields=["volunteer", "proposed_at"], name="match_volunteer_asked"),
            models.Index(
                fields=["helps_on"], condition=Q(state__in=sorted(HOLDS_PLACE)), name="match_helps_on"
            ),
            models.Index(fields=["request"], condition=Q(state=MatchState.PROPOSED), name="match_waiting"),
            models.Index(fields=["request"], condition=Q(state=MatchState.OFFERED), name="match_hand"),
        ]

    def __str__(self) -> str:
        return f"{self.request} – {self.volunteer}"

    def shows_contact(self, now: datetime) -> bool:
        """Whether the two may see each other's name, phone and street: from yes until 14 days after.

        After is after it was done, and never later than 14 days past the day itself without that tick, so
        that what was hidden stays hidden. It ends with the consent of the resident, or when the data of one
        of the two may not be used, and a volunteer under 18 sees nothing until a grown-up comes along.
        """
        if self.state not in HOLDS_PLACE or self.helps_on is None:
            return False
        if self.request.person.is_restricted or self.volunteer.person.is_restricted:
            return False
        today = timezone.localdate(now)
        last = self.helps_on + CONTACT_SHARED_FOR
        if self.done_at and (done_on := timezone.localdate(self.done_at)) <= last:
            last = done_on + CONTACT_SHARED_FOR
        agreed = self.request.person.agrees_to(Purpose.SHARE_CONTACT)
        return today <= last and agreed and self.has_grown_up()

    def has_grown_up(self) -> bool:
        """Whether the volunteer is 18 on the day, or somebody who is comes along."""
        day = self.helps_on or timezone.localdate()
        if self.volunteer.is_adult(day):
            return True
        return any(
            other.volunteer.is_adult(day)
            for other in self.request.matches.all()
            if other.state in HOLDS_PLACE and other.pk != self.pk
        )


class FollowUp(models.Model):
    """How it went, as one of the two told us."""

    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="follow_ups")
    side = models.CharField(_("who"), max_length=6, choices=Side.choices)
    face = models.PositiveSmallIntegerField(_("how it went"), choices=Face.choices)
    remark = models.CharField(_("remark"), max_length=500, blank=True)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at: models.DateTimeField[datetime, datetime] = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["match", "side"], name="asked_once_per_side")]
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.get_side_display()}: {self.get_face_display()}"


class Event(models.Model):
    """A line in the history of a request."""

    request = models.ForeignKey(HelpRequest, on_delete=models.CASCADE, related_name="history")
    at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    verb = models.CharField(max_length=12, choices=Verb.choices)
    from_state = models.CharField(max_length=12, choices=RequestState.choices, blank=True)
    to_state = models.CharField(max_length=12, choices=RequestState.choices)
    match = models.ForeignKey(Match, on_delete=models.SET_NULL, null=True, related_name="+")
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return str(self.get_verb_display())
