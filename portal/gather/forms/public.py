"""What anybody fills in, without an account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from design.forms import Choices
from design.traps import TrapForm
from portal.people.forms import ReachForm, language_choices

from ..actions import Plan
from ..models import MOST_TOGETHER


class SpeakForm(ReachForm):
    language = forms.ChoiceField(label=_("Which language do you like to speak?"), choices=language_choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language() or settings.LANGUAGE_CODE


class PartyForm(forms.Form):
    party = forms.TypedChoiceField(
        label=_("How many of you come?"),
        choices=[(number, str(number)) for number in range(1, MOST_TOGETHER + 1)],
        coerce=int,
        initial=1,
        widget=Choices(inline=True),
        error_messages={"required": _("Choose how many of you come.")},
    )
    note = forms.CharField(
        label=_("Is there something we should know?"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"dir": "auto"}),
        help_text=_("For example: I come with a wheelchair."),
    )


class SignUpForm(SpeakForm, PartyForm, TrapForm):
    submission = forms.UUIDField(widget=forms.HiddenInput)


class StreetForm(SpeakForm, TrapForm):
    street = forms.CharField(
        label=_("Which street?"),
        max_length=80,
        widget=forms.TextInput({"dir": "auto"}),
        error_messages={"required": _("Fill in the street.")},
    )
    plan = forms.CharField(
        label=_("What do you want to do?"),
        max_length=300,
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
        error_messages={"required": _("Write what you want to do. A few words are enough.")},
        help_text=_("This stands on the website with the name of your street, once we talked with you."),
    )
    help_wanted = forms.CharField(
        label=_("What do you still need?"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"dir": "auto"}),
        help_text=_("For example: tables, or somebody who makes music."),
    )
    submission = forms.UUIDField(widget=forms.HiddenInput)

    def told(self) -> Plan:
        data = self.cleaned_data
        return Plan(data["street"].strip(), data["plan"].strip(), data["help_wanted"].strip())
