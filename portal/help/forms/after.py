"""After the help: opening a question again, and saying thank you."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.people.models import User

from .. import actions
from ..models import HelpRequest, Match
from .team import VerbForm


class ReopenForm(VerbForm):
    note = forms.CharField(
        label=_("Why again?"), max_length=500, error_messages={"required": _("Write a few words.")}
    )

    def act(self, target: HelpRequest, *, by: User, now: datetime) -> None:
        actions.reopen(target, why=self.text("note"), by=by, now=now, version=self.cleaned_data["version"])


class ThankForm(VerbForm):
    note = forms.CharField(
        label=_("What do you want to say?"),
        max_length=500,
        widget=forms.Textarea({"rows": 2, "dir": "auto"}),
        error_messages={"required": _("Write a few words.")},
    )

    def act(self, target: Match, *, by: User, now: datetime) -> None:
        actions.thank(target, text=self.text("note"), by=by, now=now, version=self.cleaned_data["version"])


class HideThanksForm(VerbForm):
    def act(self, target: Match, *, by: User, now: datetime) -> None:
        actions.hide_thanks(target, by=by, now=now)
