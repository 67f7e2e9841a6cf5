"""Fields that more than one form asks, asked the same way everywhere."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from design.forms import Choices, DateInput
from portal.people.enums import HalfDay
from portal.people.models import Neighbourhood

from ..enums import Timing
from ..models import HelpKind
from ..series_enums import WISHES

ELSEWHERE = "elsewhere"


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
    wants_rhythm = forms.ChoiceField(
        label=_("Does it come back?"),
        required=False,
        choices=[("", _("just once")), *WISHES],
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
