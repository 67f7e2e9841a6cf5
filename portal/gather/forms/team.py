"""What the team fills in. Each form knows the action it calls; the action checks the rules."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from design.forms import Choices
from portal.people.enums import Channel
from portal.people.models import Person, User

from .. import actions
from ..models import Gathering, SignUp, StreetEntry
from .public import PartyForm, SpeakForm

SPOKEN_CHANNELS = [Channel.PHONE, Channel.DESK, Channel.HOME, Channel.PAPER]
POINTS = [(number, str(number)) for number in range(1, 6)]


class VerbForm(forms.Form):
    def act(self, target: Any, *, by: User, now: datetime) -> None:
        raise NotImplementedError


class AddForm(SpeakForm, PartyForm, VerbForm):
    """Who calls: somebody new, or a person found by name or number."""

    channel = forms.ChoiceField(
        label=_("How did you hear it?"),
        choices=[(channel.value, channel.label) for channel in SPOKEN_CHANNELS],
        initial=Channel.PHONE,
    )
    submission = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, known: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        self.fields["submission"].initial = uuid.uuid4
        if known:
            for name in ("first_name", "last_name", "phone", "email", "language"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        return self.cleaned_data if self.known else super().clean()

    def act(self, target: Gathering, *, by: User, now: datetime) -> None:
        data = self.cleaned_data
        actions.sign_up(
            target,
            self.known or self.who(),
            data["party"],
            by=by,
            now=now,
            submission=data["submission"],
            channel=Channel(data["channel"]),
            note=data["note"],
        )


class CountForm(VerbForm):
    attended = forms.IntegerField(
        label=_("How many people came?"),
        min_value=0,
        max_value=9999,
        widget=forms.NumberInput({"inputmode": "numeric"}),
        error_messages={"required": _("Fill in how many people came.")},
    )

    def act(self, target: Gathering, *, by: User, now: datetime) -> None:
        actions.count(target, self.cleaned_data["attended"], by=by, now=now)


class CallOffForm(VerbForm):
    why = forms.CharField(
        label=_("Why does it not take place?"),
        max_length=200,
        widget=forms.TextInput({"dir": "auto"}),
        help_text=_("This stands on the website. Write no names."),
        error_messages={"required": _("Say why, in a few words.")},
    )

    def act(self, target: Gathering, *, by: User, now: datetime) -> None:
        actions.call_off(target, self.cleaned_data["why"], by=by, now=now)


class CancelForm(VerbForm):
    def act(self, target: SignUp, *, by: User, now: datetime) -> None:
        actions.cancel(target, by=by, now=now)


class AcceptForm(VerbForm):
    def act(self, target: SignUp, *, by: User, now: datetime) -> None:
        actions.accept_offer(target, by=by, now=now)


class CameForm(VerbForm):
    def act(self, target: SignUp, *, by: User, now: datetime) -> None:
        actions.came(target, True, by=by, now=now)


class MissedForm(VerbForm):
    def act(self, target: SignUp, *, by: User, now: datetime) -> None:
        actions.came(target, False, by=by, now=now)


class ConfirmStreetForm(VerbForm):
    def act(self, target: StreetEntry, *, by: User, now: datetime) -> None:
        actions.confirm(target, by=by, now=now)


class WithdrawStreetForm(VerbForm):
    def act(self, target: StreetEntry, *, by: User, now: datetime) -> None:
        actions.withdraw_street(target, by=by, now=now)


class StoryForm(VerbForm):
    def act(self, target: StreetEntry, *, by: User, now: datetime) -> None:
        actions.tell_story(target, by=by, now=now)


def _points(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=POINTS,
        coerce=int,
        widget=Choices(inline=True),
        error_messages={"required": _("Choose from 1 to 5.")},
    )


class ScoreForm(VerbForm):
    lasting = _points(_("lasting"))
    effort = _points(_("effort"))
    creative = _points(_("creative"))
    diverse = _points(_("diverse"))

    def act(self, target: StreetEntry, *, by: User, now: datetime) -> None:
        actions.score(target, by, now=now, **self.cleaned_data)
