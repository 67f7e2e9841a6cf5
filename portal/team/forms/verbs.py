"""What a broker does with one volunteer. Each form knows the action it calls; the action checks the rules."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from design.fields import TranslatedFormField
from design.forms import Choices, DateInput
from portal.people.enums import StatementKind
from portal.people.models import User, Volunteer

from .. import actions
from ..enums import TermsKind
from .offer import WhenForm

WRITTEN = [(code, name) for code, name in settings.LANGUAGES]


class VerbForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def act(self, volunteer: Volunteer, *, by: User, now: datetime) -> Any:
        raise NotImplementedError

    @property
    def seen(self) -> int | None:
        found: int | None = self.cleaned_data["version"]
        return found


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class TalkForm(VerbForm):
    talk_at = forms.DateTimeField(
        label=_("When is the talk?"),
        widget=MomentInput(),
        error_messages={
            "required": _("Choose a day and an hour."),
            "invalid": _("Choose a day and an hour."),
        },
    )

    def act(self, volunteer: Volunteer, *, by: User, now: datetime) -> Any:
        return actions.plan_talk(volunteer, self.cleaned_data["talk_at"], by=by, now=now, version=self.seen)


class NoteForm(VerbForm):
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class ReadyForm(NoteForm):
    def act(self, volunteer: Volunteer, *, by: User, now: datetime) -> Any:
        note = self.cleaned_data["note"]
        return actions.put_in_order(volunteer, by=by, now=now, version=self.seen, note=note)


class ActivateForm(VerbForm):
    def act(self, volunteer: Volunteer, *, by: User, now: datetime) -> Any:
        return actions.activate(volunteer, by=by, now=now, version=self.seen)


class StopForm(NoteForm):
    def act(self, volunteer: Volunteer, *, by: User, now: datetime) -> Any:
        return actions.stop(volunteer, by=by, now=now, version=self.seen, note=self.cleaned_data["note"])


class RestForm(VerbForm):
    until = forms.DateField(
        label=_("Rests until"),
        required=False,
        widget=DateInput(),
        help_text=_("Empty: until further notice."),
    )

    def act(self, volunteer: Volunteer, *, by: User, now: datetime) -> Any:
        return actions.rest(volunteer, self.cleaned_data["until"], by=by, now=now, version=self.seen)


class ResumeForm(VerbForm):
    def act(self, volunteer: Volunteer, *, by: User, now: datetime) -> Any:
        return actions.resume(volunteer, by=by, now=now, version=self.seen)


class AwayForm(VerbForm):
    first_day = forms.DateField(
        label=_("First day"), widget=DateInput(), error_messages={"required": _("Choose a day.")}
    )
    last_day = forms.DateField(
        label=_("Last day"), widget=DateInput(), error_messages={"required": _("Choose a day.")}
    )

    def act(self, volunteer: Volunteer, *, by: User, now: datetime) -> Any:
        first, last = self.cleaned_data["first_day"], self.cleaned_data["last_day"]
        return actions.be_away(volunteer, first, last, by=by, now=now, version=self.seen)


class WhenVerbForm(WhenForm, VerbForm):
    def act(self, volunteer: Volunteer, *, by: User, now: datetime) -> Any:
        data = self.cleaned_data
        return actions.set_when(
            volunteer,
            half_days=data["half_days"],
            month_maximum=data["month_maximum"],
            kinds=list(data["kinds"]),
            has_car=data["has_car"],
            has_bike=data["has_bike"],
            by=by,
            now=now,
            version=self.seen,
        )


class SignForm(VerbForm):
    kind = forms.ChoiceField(label=_("Which paper?"), choices=TermsKind.choices, widget=Choices(inline=True))
    signed_on = forms.DateField(label=_("Signed on"), widget=DateInput(), initial=timezone.localdate)
    language = forms.ChoiceField(label=_("In which language?"), choices=WRITTEN, widget=Choices(inline=True))

    def act(self, volunteer: Volunteer, *, by: User, now: datetime) -> Any:
        data = self.cleaned_data
        kind = TermsKind(data["kind"])
        return actions.sign(
            volunteer, kind, data["signed_on"], language=data["language"], by=by, now=now, version=self.seen
        )


class ShowForm(VerbForm):
    kind = forms.ChoiceField(label=_("What was shown?"), choices=StatementKind.choices, widget=Choices())
    expires_on = forms.DateField(
        label=_("Good until"), widget=DateInput(), error_messages={"required": _("Choose a day.")}
    )

    def act(self, volunteer: Volunteer, *, by: User, now: datetime) -> Any:
        kind, until = StatementKind(self.cleaned_data["kind"]), self.cleaned_data["expires_on"]
        return actions.show(volunteer, kind, until, by=by, now=now, version=self.seen)


class FactsForm(VerbForm):
    parent_agreed = forms.BooleanField(label=_("A parent agreed in writing"), required=False)
    must_report = forms.BooleanField(
        label=_("I have to report that I help"),
        required=False,
        help_text=_("For example to the unemployment office. Which benefit it is, we do not write down."),
    )
    reported_on = forms.DateField(label=_("Reported on"), required=False, widget=DateInput())

    def act(self, volunteer: Volunteer, *, by: User, now: datetime) -> Any:
        data = self.cleaned_data
        return actions.keep_facts(
            volunteer,
            parent_agreed=data["parent_agreed"],
            must_report=data["must_report"],
            reported_on=data["reported_on"],
            by=by,
            now=now,
            version=self.seen,
        )


class TermsForm(forms.Form):
    text = TranslatedFormField(
        label=_("Text"),
        help_text=_(
            "A line that begins with # is a heading. {organisation}, {legal_form}, {insurer}, "
            "{policy_number} and {contact_person} are filled in."
        ),
    )
    signed_again = forms.BooleanField(
        label=_("Everybody signs again"),
        required=False,
        initial=True,
        help_text=_("Leave it empty only when no more than a spelling mistake was mended."),
    )


class ScriptForm(forms.Form):
    text = TranslatedFormField(
        label=_("Text"),
        help_text=_("One sentence on a line. In the privacy text, a line that begins with # is a heading."),
    )
    asks_again = forms.BooleanField(
        label=_("Everybody is asked again"),
        required=False,
        initial=True,
        help_text=_("Leave it empty only when no more than a spelling mistake was mended."),
    )


VERBS: dict[str, type[VerbForm]] = {
    "gesprek": TalkForm,
    "in-orde": ReadyForm,
    "starten": ActivateForm,
    "stoppen": StopForm,
    "rust": RestForm,
    "terug": ResumeForm,
    "afwezig": AwayForm,
    "wanneer": WhenVerbForm,
    "tekenen": SignForm,
    "tonen": ShowForm,
    "feiten": FactsForm,
}
# What volunteers may do themselves.
OWN_VERBS = ("rust", "terug", "afwezig", "wanneer", "stoppen")
