from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from design.fields import TranslatedField
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
