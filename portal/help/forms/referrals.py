"""What brokers and services fill in about a referral."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from design.forms import Choices, DateInput, ManyChoices
from portal.people.enums import Channel
from portal.people.models import Organisation, User

from .. import actions
from ..models import HelpRequest, Referral
from ..referral_enums import ReferralOutcome, ReferralWay, Shared
from .team import VerbForm, spoken_channel

ANSWERS = [("yes", _("They help")), ("no", _("They cannot"))]


class ReferralForm(VerbForm):
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Which service?"),
        empty_label=None,
        error_messages={"required": _("Choose a service.")},
    )
    contact_person = forms.CharField(label=_("Whom do you speak to there?"), max_length=80, required=False)
    what = forms.CharField(
        label=_("What do you ask the service?"),
        max_length=600,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Short, and only what they need. You read this to the resident."),
        error_messages={"required": _("Write down what you ask the service.")},
    )
    shared = forms.MultipleChoiceField(
        label=_("What may the service know besides?"),
        choices=Shared.choices,
        required=False,
        widget=ManyChoices(inline=True),
    )
    way = forms.ChoiceField(
        label=_("How do you pass it on?"), choices=ReferralWay.choices, widget=Choices(), initial="call"
    )

    def __init__(self, *args: Any, by: User, first: Organisation | None = None, **kwargs: Any) -> None:
        """`first` stands on top, chosen."""
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Organisation.objects.visible_to(by)
        if first:
            others = [(each.pk, str(each)) for each in field.queryset if each.pk != first.pk]
            field.choices = [(first.pk, str(first)), *others]
            field.initial = first.pk

    def make(self, request: HelpRequest, *, by: User, now: datetime) -> Referral:
        draft = actions.Draft(
            organisation=self.cleaned_data["organisation"],
            what=self.text("what"),
            way=ReferralWay(self.cleaned_data["way"]),
            shared=tuple(self.cleaned_data["shared"]),
            contact_person=self.text("contact_person"),
        )
        return actions.draft_referral(request, draft, by=by, now=now, version=self.cleaned_data["version"])


class AgreeForm(VerbForm):
    channel = spoken_channel(_("How did you ask it?"))
    interpreter = forms.CharField(label=_("Who translated?"), max_length=80, required=False)

    def act(self, target: Referral, *, by: User, now: datetime) -> None:
        actions.agree_to_referral(
            target,
            channel=Channel(self.cleaned_data["channel"]),
            by=by,
            now=now,
            interpreter=self.text("interpreter"),
            version=self.cleaned_data["version"],
        )


class PassOnForm(VerbForm):
    code = ""

    def act(self, target: Referral, *, by: User, now: datetime) -> None:
        self.code = actions.pass_on(target, by=by, now=now, version=self.cleaned_data["version"])[1]


class NewCodeForm(VerbForm):
    code = ""

    def act(self, target: Referral, *, by: User, now: datetime) -> None:
        self.code = actions.give_new_code(target, by=by, now=now, version=self.cleaned_data["version"])[1]


class AnswerForm(VerbForm):
    """What the service says: to a broker here, on its own page with two buttons (`helps`)."""

    helps = forms.ChoiceField(
        label=_("What does the service say?"),
        choices=ANSWERS,
        widget=Choices(inline=True),
        error_messages={"required": _("Choose yes or no.")},
    )
    first_contact_on = forms.DateField(
        label=_("When do they contact the resident?"), widget=DateInput(), required=False
    )
    word = forms.CharField(
        label=_("A short word"),
        max_length=200,
        required=False,
        help_text=_("Nothing about health. The resident may read this."),
    )

    def act(self, target: Referral, *, by: User | None, now: datetime) -> None:
        actions.answer_referral(
            target,
            self.cleaned_data["helps"] == "yes",
            by=by,
            now=now,
            word=self.text("word"),
            first_contact_on=self.cleaned_data["first_contact_on"],
            version=self.cleaned_data["version"],
        )


class RemindForm(VerbForm):
    def act(self, target: Referral, *, by: User, now: datetime) -> None:
        actions.remind_service(target, by=by, now=now, version=self.cleaned_data["version"])


class CloseForm(VerbForm):
    outcome = forms.ChoiceField(
        label=_("How did it end?"),
        choices=ReferralOutcome.choices,
        widget=Choices(),
        error_messages={"required": _("Choose how it ended.")},
    )
    told = forms.BooleanField(
        label=_("The resident knows this."),
        error_messages={"required": _("First call the resident, then tick this.")},
    )

    def act(self, target: Referral, *, by: User, now: datetime) -> None:
        outcome, version = self.cleaned_data["outcome"], self.cleaned_data["version"]
        actions.close_referral(target, outcome=outcome, by=by, now=now, version=version)


class StopForm(VerbForm):
    channel = spoken_channel(_("How did you hear it?"))

    def act(self, target: Referral, *, by: User, now: datetime) -> None:
        channel, version = Channel(self.cleaned_data["channel"]), self.cleaned_data["version"]
        actions.stop_referral(target, channel=channel, by=by, now=now, version=version)


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("The code that you heard by telephone"),
        max_length=20,
        widget=forms.TextInput({"autocomplete": "off", "dir": "ltr", "spellcheck": "false"}),
        error_messages={"required": _("Type the code.")},
    )
