from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from design.colours import OWN_COLOUR, check_colour
from design.fields import TranslatedField
from design.freshness import changed

from .enums import WRITTEN_IN, Channel, Language, Purpose, Relation, StatementKind, VolunteerState, Way
from .found_as import found_as
from .half_days import ALL_HALF_DAYS
from .managers import UserManager
from .phones import can_be_called, link_of
from .querysets import PersonQuerySet, VolunteerQuerySet
from .roles import MAY, Ability, Role

ADULT_AGE = 18
# Wet van 3 juli 2005 as applied in practice: from the year in which one turns 16.
YOUNGEST_AGE = 16


class Neighbourhood(models.Model):
    """An area with its own team, telephone and colour; everything in the portal belongs to one."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(unique=True)
    position = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("The first one is on every page.")
    )
    centre = models.CharField(_("service centre"), max_length=80, blank=True)
    phone = models.CharField(_("phone number"), max_length=30, blank=True)
    reachable = TranslatedField(
        _("when to call or drop in"),
        blank=True,
        help_text=_(
            "In words: on paper, and on the website as long as no hours of permanence are filled in."
        ),
    )
    street = models.CharField(_("street and number"), max_length=120, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    city = models.CharField(_("city"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    colour = models.CharField(
        _("colour"),
        max_length=7,
        default=OWN_COLOUR,
        validators=[check_colour],
        help_text=_("Six digits after #, dark enough to carry white text."),
    )
    mark = models.ImageField(
        _("logo mark"), upload_to="merk/", blank=True, help_text=_("A square picture. Empty: our own mark.")
    )
    notice = TranslatedField(
        _("emergency notice"),
        blank=True,
        help_text=_("Stands at the top of every page while there is text in it, for example: closed today."),
    )
    secretary = models.EmailField(
        _("who reads about the website"),
        blank=True,
        help_text=_("Gets a mail when somebody says that a page does not work. Also on the call list."),
    )

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("neighbourhood")
        verbose_name_plural = _("neighbourhoods")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        super().save(*args, **kwargs)  # type: ignore[arg-type]
        changed("place")

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        changed("place")
        return super().delete(*args, **kwargs)

    @property
    def colour_digits(self) -> str:
        """Without the #; empty while it is the colour that our stylesheet has already."""
        return "" if self.colour.lower() == OWN_COLOUR else self.colour.lower().lstrip("#")

    @property
    def phone_link(self) -> str:
        """Empty while the number is a placeholder that nobody can call."""
        return f"tel:{link_of(self.phone)}" if can_be_called(self.phone) else ""


class User(AbstractBaseUser, PermissionsMixin):  # type: ignore[django-manager-missing]  # pictures, of Wagtail
    """A login: with an e-mail address or a phone number, never a user name."""

    email = models.EmailField(_("e-mail"), unique=True, null=True, blank=True)
    phone = PhoneNumberField(_("phone number"), unique=True, null=True, blank=True)
    first_name = models.CharField(_("first name"), max_length=60, blank=True)
    last_name = models.CharField(_("last name"), max_length=60, blank=True)
    is_staff = models.BooleanField(_("technical staff"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(default=timezone.now)
    neighbourhoods = models.ManyToManyField(
        Neighbourhood, blank=True, verbose_name=_("works in"), related_name="team"
    )

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.CheckConstraint(
                condition=Q(email__isnull=False) | Q(phone__isnull=False),
                name="user_has_email_or_phone",
                violation_error_message=_("Give an e-mail address or a phone number."),
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email or str(self.phone)

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        return self.first_name or str(self)

    @cached_property
    def roles(self) -> frozenset[Role]:
        names = self.groups.values_list("name", flat=True)
        return frozenset(Role(name) for name in names if name in Role.values)

    def may(self, ability: Ability) -> bool:
        return self.is_active and bool(MAY[ability] & self.roles)


class Person(models.Model):
    """Somebody who takes part, with or without an account; may ask as well as help."""

    user = models.OneToOneField(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="person",
        verbose_name=_("account"),
    )
    neighbourhood = models.ForeignKey(
        Neighbourhood, on_delete=models.PROTECT, related_name="people", verbose_name=_("neighbourhood")
    )
    first_name = models.CharField(_("first name"), max_length=60)
    last_name = models.CharField(_("last name"), max_length=60, blank=True)
    phone = PhoneNumberField(_("phone number"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    street = models.CharField(_("street"), max_length=80, blank=True)
    house_number = models.CharField(_("number"), max_length=10, blank=True)
    box = models.CharField(_("box or floor"), max_length=20, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    city = models.CharField(_("city"), max_length=60, blank=True)
    language = models.CharField(
        _("preferred language"), max_length=3, choices=Language.choices, default=Language.DUTCH
    )
    second_phone = PhoneNumberField(_("second phone number"), blank=True)
    second_phone_of = models.CharField(_("whose number that is"), max_length=40, blank=True)
    first_way = models.CharField(_("try first"), max_length=12, choices=Way.choices, blank=True)
    best_time = models.CharField(_("best moment to call"), max_length=80, blank=True)
    needs_interpreter = models.BooleanField(_("needs an interpreter"), default=False)
    # What the search looks in. On PostgreSQL an index of its trigrams makes it fast.
    found_as = models.TextField(editable=False, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    forgotten_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text=_("Nothing is left but what is counted.")
    )
    # An empty row that only leads on: old links still find who it was.
    merged_into = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="merged_from"
    )
    # GDPR art. 18: kept, and not used. The coordinator sees them, and the broker who handles it.
    restricted_at = models.DateTimeField(_("kept and not used since"), null=True, blank=True, editable=False)
    restricted_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["first_name", "last_name", "pk"]
        indexes = [
            models.Index(fields=["phone"]),
            models.Index(fields=["neighbourhood", "street", "house_number"]),
            models.Index(Lower("email"), name="person_email"),
        ]

    def __str__(self) -> str:
        if self.forgotten_at:
            return gettext("Somebody we forgot")
        if self.merged_into_id:
            return gettext("Put together with somebody else")
        return f"{self.first_name} {self.last_name}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.found_as = found_as(self)
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "found_as"}
        super().save(*args, **kwargs)

    @property
    def is_restricted(self) -> bool:
        return self.restricted_at is not None

    @property
    def address(self) -> str:
        """One line, the Belgian way: street, number, and `bus` before the box."""
        if not self.street:
            return ""
        if not self.box:
            return f"{self.street} {self.house_number}".strip()
        return gettext("%(street)s %(number)s box %(box)s") % {
            "street": self.street,
            "number": self.house_number,
            "box": self.box,
        }

    def agrees_to(self, *purposes: str) -> bool:
        """Whether each of `purposes` has a consent in force (reads `consents`; prefetch it for many)."""
        return set(purposes) <= {each.purpose for each in self.consents.all() if each.is_in_force()}

    @property
    def written_language(self) -> str:
        """The site language in which we write to this person."""
        from django.conf import settings

        code = WRITTEN_IN.get(Language(self.language), self.language)
        return str(code) if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


class SpokenLanguage(models.Model):
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="spoken")
    code = models.CharField(_("language"), max_length=3, choices=Language.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "code"], name="spoken_once")]
        ordering = ["code"]

    def __str__(self) -> str:
        return str(self.get_code_display())


class Volunteer(models.Model):
    """What a person offers, and the limits they set."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="volunteer")
    state = models.CharField(
        _("state"), max_length=10, choices=VolunteerState.choices, default=VolunteerState.SIGNED_UP
    )
    birth_date = models.DateField(_("date of birth"))
    parent_agreed = models.BooleanField(_("parent agreed in writing"), default=False)
    motivation = models.TextField(_("why"), max_length=600, blank=True)
    talents = models.TextField(_("good at"), max_length=300, blank=True)
    # Which benefit is nobody's business: that they tell whoever must know is enough.
    must_report = models.BooleanField(_("has to report helping"), default=False)
    reported_on = models.DateField(_("reported on"), null=True, blank=True)
    paused_until = models.DateField(_("rests until"), null=True, blank=True)
    half_days = models.PositiveIntegerField(_("half-days"), default=ALL_HALF_DAYS)
    month_maximum = models.PositiveSmallIntegerField(_("at most this often a month"), default=4)
    has_car = models.BooleanField(_("has a car"), default=False)
    has_bike = models.BooleanField(_("has a bike"), default=False)

    objects = VolunteerQuerySet.as_manager()

    class Meta:
        verbose_name = _("volunteer")
        verbose_name_plural = _("volunteers")

    def __str__(self) -> str:
        return str(self.person)

    def age(self, on: date) -> int:
        """In whole years."""
        had_birthday = (on.month, on.day) >= (self.birth_date.month, self.birth_date.day)
        return on.year - self.birth_date.year - (not had_birthday)

    def is_adult(self, on: date) -> bool:
        return self.age(on) >= ADULT_AGE

    def is_old_enough(self, on: date) -> bool:
        return on.year - self.birth_date.year >= YOUNGEST_AGE

    def is_away(self, on: date) -> bool:
        """Reads `absences`; prefetch it for many."""
        resting = self.paused_until is not None and self.paused_until >= on
        return resting or any(each.first_day <= on <= each.last_day for each in self.absences.all())

    def lacks(self, kinds: Iterable[str], on: date) -> list[str]:
        """Which of these statements (`StatementKind`) are not there or have run out; reads `statements`."""
        good = {each.kind for each in self.statements.all() if each.shown_on <= on <= each.expires_on}
        return [kind for kind in kinds if kind not in good]


class Absence(models.Model):
    """Days on which a volunteer is away; both days count."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="absences")
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=models.F("first_day")), name="absence_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_day} – {self.last_day}"


class Statement(models.Model):
    """Shown or declared on a day, to somebody of the team, good until a day."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="statements")
    kind = models.CharField(_("what"), max_length=10, choices=StatementKind.choices)
    shown_on = models.DateField(_("shown on"))
    expires_on = models.DateField(_("good until"))
    recorded_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("seen by")
    )

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ["-expires_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__gte=models.F("shown_on")), name="statement_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Consent(models.Model):
    """Proof of one agreement: who, for what, how, after which text, in which language."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(_("for"), max_length=20, choices=Purpose.choices)
    channel = models.CharField(_("how"), max_length=10, choices=Channel.choices)
    text_version = models.CharField(_("version of the text"), max_length=30)
    language = models.CharField(_("language of the text"), max_length=3, choices=Language.choices)
    interpreter = models.CharField(_("translated by"), max_length=80, blank=True)
    recorded_by = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("written down by"),
    )
    recorded_at = models.DateTimeField(_("written down on"))
    given_at = models.DateTimeField(
        _("given on"), null=True, blank=True, help_text=_("Empty: still to be confirmed.")
    )
    given_through = models.CharField(_("said by"), max_length=15, choices=Relation.choices, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn on"), null=True, blank=True)
    withdrawn_how = models.CharField(_("withdrawn by"), max_length=10, choices=Channel.choices, blank=True)
    # Ended because they agreed again, after a newer text.
    renewed = models.BooleanField(_("given again since"), default=False)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"], condition=Q(withdrawn_at=None), name="one_consent_in_force"
            )
        ]

    def __str__(self) -> str:
        return str(self.get_purpose_display())

    def is_in_force(self) -> bool:
        return self.given_at is not None and self.withdrawn_at is None


from .kept_models import Correction, DataRequest, FileAccess, Forgetting, Restriction  # noqa: E402
from .merge_models import Merge, NotTheSame  # noqa: E402
from .organisations import Organisation  # noqa: E402  it points to Neighbourhood by name
from .person_models import PracticalPoint, Tie  # noqa: E402
from .script_models import Script  # noqa: E402
from .sheet_models import FileRun, Import  # noqa: E402

__all__ = [
    "ADULT_AGE",
    "YOUNGEST_AGE",
    "Absence",
    "Consent",
    "Correction",
    "DataRequest",
    "FileAccess",
    "FileRun",
    "Forgetting",
    "Import",
    "Merge",
    "Neighbourhood",
    "NotTheSame",
    "Organisation",
    "Person",
    "PracticalPoint",
    "Restriction",
    "Script",
    "SpokenLanguage",
    "Statement",
    "Tie",
    "User",
    "Volunteer",
]
