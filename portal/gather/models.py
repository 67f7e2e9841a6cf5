from __future__ import annotations

import secrets
from datetime import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from design.fields import ListField, TranslatedField
from portal.people.enums import Language, language_names
from portal.people.models import Neighbourhood, Person, User

from .enums import OPEN, EventKind, Repeats, SignUpState, StreetState, Verb
from .querysets import GatheringQuerySet, SignUpQuerySet, StreetEntryQuerySet

MOST_TOGETHER = 6


def new_key() -> str:
    """What stands in somebody's own link: 32 characters nobody guesses."""
    return secrets.token_urlsafe(24)


class Event(models.Model):
    """What takes place, as published: the one truth behind its pages in all languages."""

    key = models.UUIDField(unique=True, help_text=_("The translation key of its pages."))
    neighbourhood = models.ForeignKey(Neighbourhood, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(_("sort"), max_length=15, choices=EventKind.choices)
    titles = TranslatedField(_("title"))
    paths = TranslatedField(_("address of the page"))
    place = models.CharField(_("place"), max_length=120, blank=True)
    street = models.CharField(_("street and number"), max_length=120, blank=True)
    city = models.CharField(_("postcode and city"), max_length=80, blank=True)
    languages = ListField(_("languages spoken there"), choices=Language.choices, blank=True)
    price = models.DecimalField(_("price in euro"), max_digits=6, decimal_places=2, default=0)
    seats = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True)
    takes_sign_ups = models.BooleanField(_("people sign up"), default=True)
    starts_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(_("first time"))
    ends_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(_("until"))
    repeats = models.CharField(max_length=12, choices=Repeats.choices, default=Repeats.NEVER)
    repeats_until = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="event_ends_after_start")
        ]

    def __str__(self) -> str:
        return str(self.titles) or str(self.get_kind_display())

    @property
    def is_untranslated(self) -> bool:
        """Whether the title that the reader gets is the Dutch one, while they read another language."""
        code = get_language()
        return code != settings.LANGUAGE_CODE and str(self.titles) == self.titles.get(settings.LANGUAGE_CODE)

    @property
    def address(self) -> str:
        return ", ".join(filter(None, [self.place, self.street, self.city]))

    @property
    def is_free(self) -> bool:
        return not self.price

    @property
    def language_names(self) -> list[str]:
        return language_names(self.languages)


class Gathering(models.Model):
    """One date of an event; people sign up for a date."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="gatherings")
    starts_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(_("starts"))
    ends_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(_("ends"))
    called_off_at = models.DateTimeField(_("called off on"), null=True, blank=True)
    called_off_why = models.CharField(_("why"), max_length=200, blank=True)
    attended = models.PositiveSmallIntegerField(_("how many came"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0, help_text=_("Counts up with every calendar change."))
    # Annotated by `with_room`, and set by the template tags: whether people can sign up now.
    seats_taken: int
    has_queue: bool
    can_sign_up: bool

    objects = GatheringQuerySet.as_manager()

    class Meta:
        verbose_name = _("date")
        verbose_name_plural = _("dates")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "starts_at"], name="gathering_once"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="gathering_ends_after_start"
            ),
        ]
        indexes = [models.Index(fields=["ends_at", "starts_at"])]

    def __str__(self) -> str:
        return f"{self.event} {self.starts_at:%Y-%m-%d}"

    def is_past(self, now: datetime) -> bool:
        return self.ends_at <= now

    @property
    def seats_left(self) -> int | None:
        """None without a limit; 0 as well while people wait, who go first. Of a date loaded `with_room`."""
        if self.event.seats is None:
            return None
        return 0 if self.has_queue else max(0, self.event.seats - self.seats_taken)

    @property
    def is_full(self) -> bool:
        return self.seats_left == 0

    def next_change(self, now: datetime) -> datetime:
        """When a page that shows this date is no longer right."""
        return self.starts_at if self.starts_at > now else self.ends_at


class SignUp(models.Model):
    """Somebody comes to a date, perhaps with others; or waits for a place."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="sign_ups")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sign_ups")
    party = models.PositiveSmallIntegerField(
        _("how many come"), default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_TOGETHER)]
    )
    state = models.CharField(_("state"), max_length=10, choices=SignUpState.choices)
    key = models.CharField(max_length=40, unique=True, default=new_key)
    submission = models.UUIDField(null=True, blank=True, unique=True)
    note = models.CharField(_("remark"), max_length=200, blank=True)
    created_at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    offered_until = models.DateTimeField(_("place is kept until"), null=True, blank=True)
    came = models.BooleanField(_("was there"), null=True, blank=True)

    objects = SignUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-ups")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "person"], condition=Q(state__in=sorted(OPEN)), name="signed_up_once"
            ),
            models.CheckConstraint(
                condition=Q(party__gte=1, party__lte=MOST_TOGETHER), name="party_is_small"
            ),
            models.CheckConstraint(
                condition=~Q(state=SignUpState.OFFERED) | Q(offered_until__isnull=False),
                name="an_offer_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.gathering}"


class Seat(models.Model):
    """A numbered place at a date with limited places: who holds it. Two can never hold the same one."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="taken")
    number = models.PositiveSmallIntegerField()
    sign_up = models.ForeignKey(SignUp, on_delete=models.CASCADE, related_name="seats")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gathering", "number"], name="one_sign_up_per_seat")]

    def __str__(self) -> str:
        return f"{self.gathering_id}/{self.number}"


class Happening(models.Model):
    """A line of the history of a date and its sign-ups."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="history")
    sign_up = models.ForeignKey(
        SignUp, on_delete=models.CASCADE, null=True, blank=True, related_name="history"
    )
    at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    verb = models.CharField(max_length=12, choices=Verb.choices)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return str(self.get_verb_display())


class StreetEntry(models.Model):
    """A street that takes part in a campaign: neighbours' day, or a contest."""

    campaign = models.UUIDField(help_text=_("The translation key of the campaign's pages."))
    neighbourhood = models.ForeignKey(Neighbourhood, on_delete=models.PROTECT, related_name="street_entries")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="street_entries")
    street = models.CharField(_("street"), max_length=80)
    plan = models.CharField(_("what you do"), max_length=300)
    help_wanted = models.CharField(_("what you still need"), max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=StreetState.choices, default=StreetState.IDEA)
    created_at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    submission = models.UUIDField(null=True, blank=True, unique=True)
    settled_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = StreetEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("street that takes part")
        verbose_name_plural = _("streets that take part")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.street


class Score(models.Model):
    """What one member of the jury gives a street, 1 to 5 on each of four points (001 f19)."""

    entry = models.ForeignKey(StreetEntry, on_delete=models.CASCADE, related_name="scores")
    juror = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    lasting = models.PositiveSmallIntegerField(_("lasting"))
    effort = models.PositiveSmallIntegerField(_("effort"))
    creative = models.PositiveSmallIntegerField(_("creative"))
    diverse = models.PositiveSmallIntegerField(_("diverse"))
    at: models.DateTimeField[datetime, datetime] = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "juror"], name="one_score_per_juror"),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{point}__gte": 1, f"{point}__lte": 5}), name=f"score_{point}_1_to_5"
                )
                for point in ("lasting", "effort", "creative", "diverse")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry}: {self.total}"

    @property
    def total(self) -> int:
        """4 to 20."""
        return self.lasting + self.effort + self.creative + self.diverse
