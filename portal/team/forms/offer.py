"""What somebody gladly does, and when; filled in by a volunteer, or by a broker for them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from design.forms import Choices, DateInput, ManyChoices
from design.traps import TrapForm
from portal.help.models import HelpKind
from portal.people.enums import Channel, HalfDay
from portal.people.forms import ReachForm, language_choices
from portal.people.half_days import PARTS, bits
from portal.people.models import YOUNGEST_AGE, Neighbourhood

from ..actions import Offer


class WeekGrid(forms.CheckboxSelectMultiple):
    """A row for each day, a column for each part of it; works with a keyboard and without scripts."""

    template_name = "components/week_grid.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        options = [option for _group, options, _index in context["widget"]["optgroups"] for option in options]
        size = len(PARTS)
        context["widget"]["parts"] = [part.label for part in PARTS]
        context["widget"]["days"] = [
            {"name": WEEKDAYS[day], "options": options[day * size : (day + 1) * size]} for day in range(7)
        ]
        return context


class HalfDaysField(forms.MultipleChoiceField):
    """The half-days of a week, as one number (`portal.people.half_days`)."""

    widget = WeekGrid

    def __init__(self, **kwargs: Any) -> None:
        choices = [(f"{day}-{part}", f"{WEEKDAYS[day]} {part.label}") for day in range(7) for part in PARTS]
        super().__init__(choices=choices, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return list(self._named(value)) if isinstance(value, int) else value

    def _named(self, half_days: int) -> Iterable[str]:
        for day in range(7):
            for part in PARTS:
                if half_days & bits([(day, part)]):
                    yield f"{day}-{part}"

    def clean(self, value: Any) -> int:
        chosen = (name.split("-", 1) for name in super().clean(value))
        return bits((int(day), HalfDay(part)) for day, part in chosen)


class KindsField(forms.ModelMultipleChoiceField[HelpKind]):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            HelpKind.objects.filter(is_active=True), to_field_name="code", widget=ManyChoices(), **kwargs
        )


class WhenForm(forms.Form):
    """What, when and how often."""

    kinds = KindsField(
        label=_("What do you like to do?"),
        error_messages={"required": _("Choose at least one thing. You can change it later.")},
    )
    half_days = HalfDaysField(
        label=_("When can you usually help?"),
        error_messages={"required": _("Tick at least one half-day.")},
    )
    month_maximum = forms.TypedChoiceField(
        label=_("How often at most?"),
        choices=[
            (1, _("once a month")),
            (2, _("twice a month")),
            (4, _("once a week")),
            (8, _("twice a week")),
        ],
        coerce=int,
        initial=2,
        widget=Choices(inline=True),
        error_messages={"required": _("Choose how often at most.")},
    )
    has_car = forms.BooleanField(label=_("I have a car"), required=False)
    has_bike = forms.BooleanField(label=_("I have a bike"), required=False)


class TalentForm(forms.Form):
    """Talent and motivation come first."""

    talents = forms.CharField(
        label=_("What are you good at?"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2, "dir": "auto"}),
        help_text=_("For example: listening, small repairs, cooking, being patient."),
    )
    motivation = forms.CharField(
        label=_("Why do you want to help?"),
        max_length=600,
        required=False,
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
    )
    birth_date = forms.DateField(
        label=_("When were you born?"),
        widget=DateInput({"autocomplete": "bday"}),
        help_text=_(
            "You can help from the year in which you turn 16. Are you 16 or 17? Then a parent signs too, "
            "you always help together with an adult, and you do not drive."
        ),
        error_messages={"required": _("Fill in your date of birth."), "invalid": _("This is not a date.")},
    )
    speaks = forms.MultipleChoiceField(
        label=_("Which languages do you speak?"),
        choices=language_choices,
        required=False,
        widget=ManyChoices(inline=True),
    )

    def clean_birth_date(self) -> date:
        born: date = self.cleaned_data["birth_date"]
        today = timezone.localdate()
        if born >= today or born.year < today.year - 110:
            raise forms.ValidationError(_("Look at the year again."))
        if today.year - born.year < YOUNGEST_AGE:
            raise forms.ValidationError(
                _("You can help from the year in which you turn 16. We would love to see you then!")
            )
        return born


class LanguageForm(forms.Form):
    language = forms.ChoiceField(label=_("Which language do you like to speak?"), choices=language_choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language() or settings.LANGUAGE_CODE


class AreaForm(forms.Form):
    neighbourhood = forms.ModelChoiceField(
        Neighbourhood.objects.all(),
        label=_("Where do you want to help?"),
        to_field_name="slug",
        empty_label=None,
        widget=Choices(inline=True),
        error_messages={"required": _("Choose a neighbourhood.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["neighbourhood"].initial = Neighbourhood.objects.values_list("slug", flat=True).first()


class OfferForm(LanguageForm, AreaForm, WhenForm, TalentForm, ReachForm):
    submission = forms.UUIDField(widget=forms.HiddenInput)

    field_order = [
        "kinds",
        "talents",
        "motivation",
        "half_days",
        "month_maximum",
        "has_car",
        "has_bike",
        "first_name",
        "last_name",
        "phone",
        "email",
        "birth_date",
        "language",
        "speaks",
        "neighbourhood",
    ]

    def offer(self) -> Offer:
        data = self.cleaned_data
        return Offer(
            birth_date=data["birth_date"],
            kinds=list(data["kinds"]),
            speaks=data["speaks"],
            half_days=data["half_days"],
            month_maximum=data["month_maximum"],
            motivation=data["motivation"].strip(),
            talents=data["talents"].strip(),
            has_car=data["has_car"],
            has_bike=data["has_bike"],
        )


class JoinForm(OfferForm, TrapForm):
    """On the website."""


class WrittenDownForm(OfferForm):
    """By a broker, of somebody who calls or drops in."""

    channel = forms.ChoiceField(
        label=_("How did they come to us?"),
        choices=[
            (each.value, each.label) for each in (Channel.PHONE, Channel.DESK, Channel.HOME, Channel.PAPER)
        ],
        widget=Choices(inline=True),
        initial=Channel.PHONE,
    )
