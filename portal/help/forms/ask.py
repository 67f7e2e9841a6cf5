"""The steps of asking for help: one question on a screen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from design.forms import Choices, ManyChoices
from design.traps import TrapForm, check_traps
from portal.people.enums import Relation, ScriptKind
from portal.people.forms import ReachForm, language_choices
from portal.people.scripts import sentences

from ..models import HelpKind, RedFlag
from .kinds import FlagsField, answer_field, answers_of, questions_of
from .parts import AddressForm, KindField, WhenForm


class KindStep(forms.Form):
    kind = KindField(label=_("What do you need help with?"))


class WhatStep(forms.Form):
    text = forms.CharField(
        label=_("What can we help you with?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 4, "dir": "auto"}),
        help_text=_("A few words are enough. You do not have to write about your health."),
    )
    red_flags = FlagsField(
        label=_("Is one of these needed?"),
        widget=ManyChoices(),
        help_text=_("Volunteers do not do this. Tick it, and we look for a service together."),
    )

    def __init__(self, *args: Any, kind: HelpKind | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions_of(kind)
        for each in self.questions:
            self.fields[each.field_name] = answer_field(each, required=True)
        flags = self.fields["red_flags"]
        assert isinstance(flags, FlagsField)
        flags.queryset = RedFlag.objects.asked_with(kind) if kind else RedFlag.objects.none()
        if not flags.queryset:
            del self.fields["red_flags"]
        self.order_fields([*(each.field_name for each in self.questions), "text", "red_flags"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        return {**cleaned, "answers": answers_of(self.questions, cleaned)}


class WhenStep(WhenForm):
    pass


class WhoStep(ReachForm, AddressForm):
    language = forms.ChoiceField(label=_("Which language do you like to speak?"), choices=language_choices)
    field_order = ["first_name", "last_name", "phone", "email", "language", "neighbourhood", "street"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language() or settings.LANGUAGE_CODE


class BehalfStep(WhoStep):
    """For somebody else: who asks, and for whom."""

    for_first_name = forms.CharField(
        label=_("First name of that person"),
        max_length=60,
        error_messages={"required": _("Fill in a first name.")},
    )
    for_last_name = forms.CharField(label=_("Family name of that person"), max_length=60, required=False)
    for_phone = PhoneNumberField(
        label=_("Phone number of that person"),
        required=False,
        widget=forms.TextInput({"type": "tel", "inputmode": "tel", "dir": "ltr", "autocomplete": "off"}),
        error_messages={"invalid": _("We cannot call this number. Look at the digits again.")},
    )
    relation = forms.ChoiceField(
        label=_("Who are you for that person?"),
        choices=Relation.choices,
        widget=Choices(inline=True),
        error_messages={"required": _("Choose who you are for that person.")},
    )
    field_order = [
        "first_name",
        "last_name",
        "phone",
        "email",
        "relation",
        "for_first_name",
        "for_last_name",
        "for_phone",
        "language",
        "neighbourhood",
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "first_name": _("Your first name"),
            "last_name": _("Your family name"),
            "phone": _("Your phone number"),
            "email": _("Your e-mail"),
            "language": _("Which language does that person like to speak?"),
            "neighbourhood": _("In which neighbourhood does that person live?"),
        }
        for name, label in labels.items():
            self.fields[name].label = label


class CheckStep(forms.Form):
    keep_request = forms.BooleanField(
        error_messages={"required": _("We need your yes to look for help. You can also call us.")},
    )
    share_contact = forms.BooleanField(required=False)
    share_asker = forms.BooleanField(required=False)
    # Filled in by programs only; people do not see it.
    website = forms.CharField(
        required=False, label=_("Leave this empty"), widget=forms.TextInput({"tabindex": "-1"})
    )

    def __init__(self, *args: Any, started: str = "", on_behalf: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.started = started
        own_keep, own_share, called, keep, share = sentences(ScriptKind.WEB)()
        self.fields["keep_request"].label = keep if on_behalf else own_keep
        self.fields["share_contact"].label = share if on_behalf else own_share
        self.fields["share_asker"].label = called
        if not on_behalf:
            del self.fields["share_asker"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        check_traps(cleaned.get("website"), self.started)
        return cleaned


class CallMeForm(ReachForm, TrapForm):
    """ "Bel mij terug": a name, a number, a language, nothing more."""

    language = forms.ChoiceField(label=_("Which language do you like to speak?"), choices=language_choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].required = True
        self.fields["phone"].error_messages["required"] = _("Give the number that we may call.")
        del self.fields["email"], self.fields["last_name"]
        self.fields["language"].initial = get_language() or settings.LANGUAGE_CODE
