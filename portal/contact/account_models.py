"""How people and colleagues get their account."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.people.models import Person, User
from portal.people.roles import Ability, Role

from .enums import AccountStep, InvitationRoute

if TYPE_CHECKING:
    from datetime import datetime


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def live(self, now: datetime) -> Self:
        return self.filter(used_at=None, ended_at=None, expires_at__gt=now)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        if isinstance(user, AnonymousUser) or not user.may(Ability.BROKER):
            return self.none()
        return self.filter(person__neighbourhood__in=user.neighbourhoods.all())


class Invitation(models.Model):
    """Somebody we know may have an account. What they were sent is kept as a hash only.

    It opens nothing by itself: a code to the phone or e-mail address on the person's record comes after it.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    route = models.CharField(_("how"), max_length=6, choices=InvitationRoute.choices)
    # Of a link, which can so be made again when the mail leaves; useless without the server's key.
    nonce = models.UUIDField(default=uuid.uuid4, editable=False)
    secret_hash = models.CharField(max_length=64, unique=True)
    created_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(_("made on"))
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    expires_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(_("good until"))
    used_at = models.DateTimeField(_("used on"), null=True, blank=True)
    ended_at = models.DateTimeField(_("taken back on"), null=True, blank=True)
    # The code that was sent to prove whose phone or address it is.
    proof_hash = models.CharField(max_length=64, blank=True)
    proof_way = models.CharField(max_length=5, blank=True)
    proof_until = models.DateTimeField(null=True, blank=True)
    wrong_proofs = models.PositiveSmallIntegerField(default=0)
    proofs_sent = models.PositiveSmallIntegerField(default=0)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(used_at=None, ended_at=None), name="one_open_invitation"
            )
        ]

    def __str__(self) -> str:
        return str(self.get_route_display())

    def is_live(self, now: datetime) -> bool:
        return self.used_at is None and self.ended_at is None and now < self.expires_at


class AccountChange(models.Model):
    """What a coordinator did with the account of a colleague. Holds no name, number or address."""

    at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    whom = models.ForeignKey(User, on_delete=models.CASCADE, related_name="account_changes")
    step = models.CharField(max_length=10, choices=AccountStep.choices)
    detail = models.CharField(
        max_length=200, blank=True, help_text=_("Names of roles, + given and - taken away.")
    )

    class Meta:
        verbose_name = _("change of an account")
        verbose_name_plural = _("changes of accounts")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return str(self.get_step_display())

    @property
    def parts(self) -> list[str]:
        """`+ broker`, `- partner`, to read."""
        return [f"{part[0]} {Role(part[1:]).label}" for part in self.detail.split()]
