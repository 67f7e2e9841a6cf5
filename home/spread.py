"""Where flyers were left, so that nobody brings them twice and every corner gets some."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from design.forms import DateInput
from portal.people.models import User

from .models import FlyerSpread

MOST_COPIES = 100_000


class SpreadForm(forms.Form):
    place = forms.CharField(
        label=_("Where?"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("Write where the flyers are.")},
    )
    copies = forms.IntegerField(
        label=_("How many?"),
        min_value=1,
        max_value=MOST_COPIES,
        widget=forms.NumberInput({"inputmode": "numeric", "dir": "ltr"}),
        error_messages={
            "required": _("Write how many flyers."),
            "invalid": _("Write a whole number, for example 20."),
            "min_value": _("At least one flyer."),
        },
    )
    day = forms.DateField(label=_("When?"), widget=DateInput(), initial=timezone.localdate)

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come. Write it down when it is done."))
        return day


@transaction.atomic
def note_spread(page_key: UUID, *, by: User, **where: Any) -> FlyerSpread:
    """Pressed twice, it is written down once."""
    return FlyerSpread.objects.get_or_create(page_key=page_key, by=by, **where)[0]


def forget_spread(page_key: UUID, pk: int) -> bool:
    """Whether there was something to forget."""
    return FlyerSpread.objects.filter(page_key=page_key, pk=pk).delete()[0] > 0
