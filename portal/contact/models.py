from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.people.enums import Language
from portal.people.models import Neighbourhood, Organisation, Person, User
from portal.people.querysets import not_hidden_from
from portal.people.roles import Ability

from .enums import MessageState, Problem, Route

if TYPE_CHECKING:
    from datetime import datetime


# What we mail to somebody whose data may not be used otherwise.
ABOUT_OWN_DATA = frozenset({"second_factor_reset"})


class MessageQuerySet(models.QuerySet["Message"]):
    def to_call(self) -> Self:
        """Who asked that we do not use their data is not called."""
        return self.filter(route=Route.CALL, state=MessageState.WAITING, person__restricted_at__isnull=True)

    def to_mail(self) -> Self:
        return self.filter(route=Route.MAIL, state=MessageState.WAITING)

    def to_text(self) -> Self:
        return self.filter(route=Route.TEXT, state=MessageState.WAITING)

    def due(self, now: datetime) -> Self:
        return self.filter(Q(send_after=None) | Q(send_after__lte=now))

    def not_arrived(self) -> Self:
        """What somebody of the team looks at: it did not arrive, or not yet."""
        return self.exclude(problem="").filter(state__in=[MessageState.WAITING, MessageState.FAILED])

    def visible_to(self, user: User | AnonymousUser) -> Self:
        if isinstance(user, AnonymousUser) or not user.may(Ability.BROKER):
            return self.none()
        here = Q(neighbourhood__in=user.neighbourhoods.all())
        return self.filter(here & not_hidden_from(user, "person__"))


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    def confirmed(self) -> Self:
        return self.filter(confirmed_at__isnull=False, stopped_at=None)


class Subscriber(models.Model):
    """An address that wants the neighbourhood's monthly mail; it counts once it was confirmed from there."""

    email = models.EmailField(_("e-mail"))
    neighbourhood = models.ForeignKey(Neighbourhood, on_delete=models.CASCADE, related_name="subscribers")
    language = models.CharField(_("language"), max_length=3, choices=settings.LANGUAGES)
    key = models.CharField(max_length=43, unique=True, help_text=_("Stands in the links of every mail."))
    asked_at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        constraints = [
            models.UniqueConstraint(
                "neighbourhood", Lower("email"), condition=Q(stopped_at=None), name="subscribed_once"
            )
        ]

    def __str__(self) -> str:
        return self.email


class Message(models.Model):
    """Something that must reach somebody: a mail to send, or a line on the brokers' call list.

    It is for a person, a subscriber or an organisation; or it is from a stranger, and for the team.

    Written in the same transaction as what it tells of, so that neither exists without the other.
    The text holds no personal data; it says where to look.
    """

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="messages", null=True, blank=True
    )
    subscriber = models.ForeignKey(
        Subscriber, on_delete=models.CASCADE, related_name="messages", null=True, blank=True
    )
    stranger = models.CharField(
        max_length=150,
        blank=True,
        help_text=_("Who told us something and is nobody we know: as they wrote it, with how to reach them."),
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="messages", null=True, blank=True
    )
    neighbourhood = models.ForeignKey(Neighbourhood, on_delete=models.PROTECT, related_name="+")
    route = models.CharField(max_length=5, choices=Route.choices)
    state = models.CharField(max_length=8, choices=MessageState.choices, default=MessageState.WAITING)
    kind = models.CharField(max_length=40)
    language = models.CharField(max_length=3, choices=Language.choices)
    subject = models.CharField(max_length=150)
    body = models.TextField(help_text=_("As it is mailed."))
    script = models.TextField(help_text=_("As a broker says it on the telephone."))
    gist = models.TextField(help_text=_("The script in the language of the team."))
    path = models.CharField(max_length=200, blank=True, help_text=_("The page that a broker opens first."))
    key = models.CharField(max_length=80, unique=True, help_text=_("The same thing is never told twice."))
    created_at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    attempts = models.PositiveSmallIntegerField(default=0)
    send_after = models.DateTimeField(null=True, blank=True, help_text=_("Empty: at once."))
    in_digest = models.BooleanField(default=False, help_text=_("Leaves in one mail with others of that day."))
    mail_id = models.CharField(max_length=120, blank=True, help_text=_("The mail in which it left."))
    problem = models.CharField(max_length=10, choices=Problem.choices, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(
                fields=["neighbourhood", "route", "created_at"],
                condition=Q(state=MessageState.WAITING),
                name="message_waiting",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, subscriber=None)
                | Q(person=None, subscriber__isnull=False, route=Route.MAIL)
                | Q(person=None, subscriber=None, route=Route.CALL)
                | Q(person=None, subscriber=None, route=Route.MAIL, stranger=""),
                name="message_reaches_somebody",
            )
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def address(self) -> str:
        """Where a mail goes; empty when there is none (any more)."""
        if self.subscriber:
            return self.subscriber.email if self.subscriber.stopped_at is None else ""
        if self.organisation:
            return self.organisation.contact_email
        if self.person and self.person.is_restricted and self.kind not in ABOUT_OWN_DATA:
            return ""
        return mail_of(self.person) if self.person else self.neighbourhood.secretary

    @property
    def who(self) -> str:
        """Whom a broker calls, as a line of the call list begins."""
        if self.organisation:
            return f"{self.organisation} {self.organisation.contact_phone or self.organisation.phone}".strip()
        return str(self.person or self.stranger or gettext("Somebody who gave no name"))


from .account_models import AccountChange, Invitation  # noqa: E402
from .hearing_models import Hearing, mail_of  # noqa: E402

__all__ = [
    "AccountChange",
    "Hearing",
    "Invitation",
    "Message",
    "MessageQuerySet",
    "Subscriber",
    "SubscriberQuerySet",
]
