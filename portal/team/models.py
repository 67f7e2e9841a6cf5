from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from design.fields import TranslatedField
from design.freshness import changed
from portal.people.enums import Channel, VolunteerState
from portal.people.models import Neighbourhood, User, Volunteer
from portal.people.versions import Version

from .enums import Step, TermsKind


class Organiser(models.Model):
    """Who is responsible for the volunteers of a neighbourhood, as the papers must say."""

    neighbourhood = models.OneToOneField(
        Neighbourhood, on_delete=models.CASCADE, related_name="organiser", verbose_name=_("neighbourhood")
    )
    name = models.CharField(_("organisation"), max_length=120)
    legal_form = models.CharField(_("legal form"), max_length=120)
    insurer = models.CharField(_("insurer"), max_length=120)
    policy_number = models.CharField(_("policy number"), max_length=60)
    contact_person = models.CharField(_("contact person"), max_length=120)
    dpo_name = models.CharField(_("data protection officer"), max_length=120, blank=True)
    dpo_email = models.EmailField(_("e-mail of the data protection officer"), blank=True)

    class Meta:
        verbose_name = _("organiser")
        verbose_name_plural = _("organisers")

    def __str__(self) -> str:
        return self.name


class Terms(Version):
    """One version of a paper that volunteers sign. Once published its text is never changed."""

    neighbourhood = models.ForeignKey(Neighbourhood, on_delete=models.CASCADE, related_name="terms")
    kind = models.CharField(_("paper"), max_length=12, choices=TermsKind.choices)
    text = TranslatedField(
        _("text"),
        help_text=_(
            "A line that begins with # is a heading. {organisation}, {legal_form}, {insurer}, "
            "{policy_number} and {contact_person} are filled in."
        ),
    )
    # A spelling mistake that is mended asks nobody to sign again.
    signed_again = models.BooleanField(_("everybody signs again"), default=True)

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["neighbourhood", "kind", "version"], name="terms_version_once"),
            models.UniqueConstraint(
                fields=["neighbourhood", "kind"], condition=Q(published_at=None), name="terms_one_draft"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.version}"


class Signature(models.Model):
    """Proof that a volunteer signed this version, on paper or before somebody of the team."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="signatures")
    terms = models.ForeignKey(Terms, on_delete=models.PROTECT, related_name="signatures")
    signed_on = models.DateField(_("signed on"))
    language = models.CharField(_("language of the paper"), max_length=3)
    recorded_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        constraints = [models.UniqueConstraint(fields=["volunteer", "terms"], name="signed_once")]

    def __str__(self) -> str:
        return f"{self.volunteer}: {self.terms}"


class Intake(models.Model):
    """How somebody came, and the talk before they begin."""

    volunteer = models.OneToOneField(Volunteer, on_delete=models.CASCADE, related_name="intake")
    channel = models.CharField(_("how"), max_length=10, choices=Channel.choices)
    came_at = models.DateTimeField(_("signed up on"))
    submission = models.UUIDField(null=True, unique=True)
    talk_at = models.DateTimeField(_("talk on"), null=True, blank=True)
    talk_with = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("with")
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("intake")
        verbose_name_plural = _("intakes")

    def __str__(self) -> str:
        return str(self.volunteer)


class History(models.Model):
    """One line of what happened to a volunteer; only ever added."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="history")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    step = models.CharField(max_length=15, choices=Step.choices)
    from_state = models.CharField(max_length=10, choices=VolunteerState.choices, blank=True)
    to_state = models.CharField(max_length=10, choices=VolunteerState.choices)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("line of history")
        verbose_name_plural = _("history")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_step_display()} {self.at:%Y-%m-%d}"


class OfHours(models.Model):
    """What says when we can be reached; it stands on every page."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        changed("hours")

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        changed("hours")
        return super().delete(*args, **kwargs)


class Permanence(OfHours):
    """Every week on this day, between these hours, somebody answers the telephone and is in the centre."""

    neighbourhood = models.ForeignKey(
        Neighbourhood, on_delete=models.CASCADE, related_name="permanences", verbose_name=_("neighbourhood")
    )
    weekday = models.PositiveSmallIntegerField(_("day of the week"), choices=WEEKDAYS.items())
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("until"))

    class Meta:
        verbose_name = _("hours of permanence")
        verbose_name_plural = _("hours of permanence")
        ordering = ["neighbourhood", "weekday", "starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gt=models.F("starts")),
                name="permanence_ends_after_start",
                violation_error_message=_("The end comes after the beginning."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.starts:%H.%M} – {self.ends:%H.%M}"


class ClosedDays(OfHours):
    """Days on which nobody is there, besides the legal holidays; both days count."""

    neighbourhood = models.ForeignKey(
        Neighbourhood, on_delete=models.CASCADE, related_name="closed_days", verbose_name=_("neighbourhood")
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    reason = TranslatedField(
        _("why"), blank=True, help_text=_("Stands beside the day, for example: holidays.")
    )

    class Meta:
        verbose_name = _("closed days")
        verbose_name_plural = _("closed days")
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=models.F("first_day")),
                name="closed_ends_after_start",
                violation_error_message=_("The last day comes after the first."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_day} – {self.last_day}"
