"""Fields that more than one form asks, asked the same way everywhere."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from design.forms import Choices, DateInput
from portal.people.enums import SPOKEN_FIRST, HalfDay, Language
from portal.people.models import Neighbourhood

from ..enums import Timing
from ..models import HelpKind

ELSEWHERE = "elsewhere"


def language_choices() -> list[tuple[str, Any]]:
    first = [(language.value, language.label) for language in SPOKEN_FIRST]
    return first + [choice for choice in Language.choices if choice[0] not in {*SPOKEN_FIRST}]


class KindField(forms.ModelChoiceField[HelpKind]):
    def __init__(self, *, inline: bool = False, **kwargs: Any) -> None:
        super().__init__(
            HelpKind.objects.filter(is_active=True),
            to_field_name="code",
            empty_label=None,
            widget=Choices(inline=inline),
            error_messages={"required": _("Choose what kind of help it is.")},
            **kwargs,
        )


class WhenForm(forms.Form):
    timing = forms.ChoiceField(
        label=_("When?"),
        choices=Timing.choices,
        widget=Choices(inline=True),
        error_messages={"required": _("Choose when.")},
    )
    day = forms.DateField(
        label=_("Which day?"), required=False, widget=DateInput(), help_text=_("Only for help on a day.")
    )
    half_day = forms.ChoiceField(
        label=_("Which part of the day?"),
        required=False,
        choices=[("", _("does not matter")), *HalfDay.choices],
        widget=Choices(inline=True),
        initial="",
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        day: date | None = cleaned.get("day")
        if day is not None:  # a day that was typed is meant
            cleaned["timing"] = Timing.DAY
        if cleaned.get("timing") == Timing.DAY and "day" not in self.errors:
            if day is None:
                self.add_error("day", _("Choose a day."))
            elif day < timezone.localdate():
                self.add_error("day", _("This day is past. Choose today or a later day."))
        return cleaned


class ReachForm(forms.Form):
    """Who somebody is and how we reach them: a phone number or an e-mail address is enough."""

    first_name = forms.CharField(
        label=_("First name"),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "given-name"}),
        error_messages={"required": _("Fill in a first name.")},
    )
    last_name = forms.CharField(
        label=_("Family name"),
        max_length=60,
        required=False,
        widget=forms.TextInput({"autocomplete": "family-name"}),
    )
    phone = PhoneNumberField(
        label=_("Phone number"),
        required=False,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel", "inputmode": "tel", "dir": "ltr"}),
        error_messages={"invalid": _("We cannot call this number. Look at the digits again.")},
    )
    email = forms.EmailField(
        label=_("E-mail"), required=False, widget=forms.EmailInput({"autocomplete": "email", "dir": "ltr"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("phone", "email"):
            setattr(self.fields[name], "one_of_two", True)  # noqa: B010  read by components/field.html

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        given = cleaned.get("phone") or cleaned.get("email")
        if not given and "phone" not in self.errors and "email" not in self.errors:
            self.add_error("phone", _("Give a phone number or an e-mail address. One of the two is enough."))
        return cleaned


class AddressForm(forms.Form):
    neighbourhood = forms.ChoiceField(
        label=_("In which neighbourhood?"),
        widget=Choices(inline=True),
        error_messages={"required": _("Choose a neighbourhood.")},
    )
    street = forms.CharField(
        label=_("Street"), max_length=80, required=False, widget=forms.TextInput({"autocomplete": "off"})
    )
    house_number = forms.CharField(label=_("House number"), max_length=10, required=False)
    box = forms.CharField(label=_("Box or floor"), max_length=20, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.areas = {area.slug: area for area in Neighbourhood.objects.all()}
        field = self.fields["neighbourhood"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(slug, area.name) for slug, area in self.areas.items()] + [
            (ELSEWHERE, _("somewhere else"))
        ]

    def area(self) -> Neighbourhood | None:
        """The neighbourhood chosen; outside the area, the first one takes the question."""
        return self.areas.get(self.cleaned_data["neighbourhood"]) or next(iter(self.areas.values()), None)

    def is_outside(self) -> bool:
        return bool(self.cleaned_data["neighbourhood"] == ELSEWHERE)
