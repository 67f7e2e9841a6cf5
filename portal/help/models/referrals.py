from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from design.fields import ListField
from portal.people.enums import Channel, Language
from portal.people.models import Organisation, User

from ..referral_enums import (
    LIVE_REFERRAL,
    PUBLIC_REFERRAL,
    ReferralOutcome,
    ReferralState,
    ReferralWay,
    Shared,
)
from ..referral_querysets import ReferralQuerySet
from .requests import HelpRequest

LINK_LASTS = timedelta(days=30)
MOST_TRIES = 5


def new_key() -> str:
    return secrets.token_urlsafe(24)


class Referral(models.Model):
    """A question passed on to a service, with what the resident agreed to share, and what came of it."""

    request = models.ForeignKey(HelpRequest, on_delete=models.CASCADE, related_name="referrals")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="referrals", verbose_name=_("service")
    )
    contact_person = models.CharField(_("whom we speak to there"), max_length=80, blank=True)
    what = models.TextField(_("what we ask the service"), max_length=600)
    shared = ListField(_("what the service may know besides"), choices=Shared.choices, blank=True)
    way = models.CharField(_("how we pass it on"), max_length=5, choices=ReferralWay.choices)
    state = models.CharField(
        _("state"), max_length=10, choices=ReferralState.choices, default=ReferralState.DRAFTED
    )
    # The person's consent is one row for all services; that they heard of this one, and what, stands here.
    consented_at = models.DateTimeField(_("agreed on"), null=True, blank=True)
    consented_how = models.CharField(_("agreed by"), max_length=10, choices=Channel.choices, blank=True)
    interpreter = models.CharField(_("translated by"), max_length=80, blank=True)
    language = models.CharField(_("language"), max_length=3, choices=Language.choices)
    passed_on_at = models.DateTimeField(_("passed on"), null=True, blank=True)
    due_on = models.DateField(_("call the service on"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True)
    answer = models.CharField(_("what the service says"), max_length=200, blank=True)
    first_contact_on = models.DateField(_("first contact on"), null=True, blank=True)
    outcome = models.CharField(_("how it ended"), max_length=10, choices=ReferralOutcome.choices, blank=True)
    told_resident_at = models.DateTimeField(_("told to the resident"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    # The key stands in the address and opens nothing without the code, which is told by telephone.
    key = models.CharField(max_length=43, unique=True, default=new_key, editable=False)
    code_hash = models.CharField(max_length=64, blank=True, editable=False)
    wrong_tries = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "organisation"],
                condition=Q(state__in=sorted(LIVE_REFERRAL)),
                name="referred_once_to_a_service",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(LIVE_REFERRAL), ended_at=None)
                | (~Q(state__in=sorted(LIVE_REFERRAL)) & Q(ended_at__isnull=False)),
                name="referral_ended_when_over",
            ),
        ]
        indexes = [
            models.Index(
                fields=["state", "due_on"], condition=Q(state__in=sorted(LIVE_REFERRAL)), name="referral_live"
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    @property
    def number(self) -> str:
        """What stands on the card and in mails: the number of the question, and which referral it is."""
        return f"{self.request.spoken_reference}/{self.pk}"

    @property
    def is_live(self) -> bool:
        return self.state in LIVE_REFERRAL

    @property
    def public_state(self) -> str:
        return str(PUBLIC_REFERRAL[ReferralState(self.state)])

    def is_overdue(self, now: datetime) -> bool:
        return (
            self.state == ReferralState.PASSED_ON
            and self.due_on is not None
            and self.due_on <= timezone.localdate(now)
        )

    def lasts_until(self) -> datetime | None:
        return self.passed_on_at + LINK_LASTS if self.passed_on_at else None

    def shares(self) -> list[str]:
        """The words of what is ticked, for the script that is read aloud."""
        names = dict(Shared.choices)
        return [str(names[each]) for each in self.shared if each in names]

    @property
    def partner_path(self) -> str:
        """The same in every language of the team: services here read Dutch."""
        from django.urls import reverse
        from django.utils import translation

        with translation.override(settings.LANGUAGE_CODE):
            return reverse("open_referral", args=[self.key])
