"""What a broker puts on the board, and what a volunteer looks for on it."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.people.enums import HalfDay
from portal.people.forms import language_choices
from portal.people.models import User

from .. import actions
from ..board import Wanted
from ..models import HelpKind, HelpRequest, Match
from .team import VerbForm


class PutOnBoardForm(VerbForm):
    line = forms.CharField(
        label=_("What may every volunteer read?"),
        help_text=_("One line, with no name, street or number."),
        max_length=200,
        widget=forms.TextInput({"dir": "auto"}),
        error_messages={"required": _("Write one line for the board.")},
    )

    def act(self, target: HelpRequest, *, by: User, now: datetime) -> None:
        version = self.cleaned_data["version"]
        actions.put_on_board(target, line=self.text("line"), by=by, now=now, version=version)


class TakeOffBoardForm(VerbForm):
    def act(self, target: HelpRequest, *, by: User, now: datetime) -> None:
        actions.take_off_board(target, by=by, now=now, version=self.cleaned_data["version"])


class ThankForm(VerbForm):
    def act(self, target: Match, *, by: User, now: datetime) -> None:
        actions.thank_hand(target, by=by, now=now)


class BoardFilter(forms.Form):
    """The names are those in the address. What was not understood is left out."""

    soort = forms.ModelChoiceField(
        HelpKind.objects.filter(is_active=True),
        label=_("Kind of help"),
        to_field_name="code",
        required=False,
        empty_label=_("every kind"),
    )
    dagdeel = forms.ChoiceField(
        label=_("Part of the day"), required=False, choices=[("", _("does not matter")), *HalfDay.choices]
    )
    taal = forms.ChoiceField(label=_("Language"), required=False)
    waar = forms.ChoiceField(
        label=_("Where"),
        required=False,
        choices=[("", _("every neighbourhood")), ("dichtbij", _("only my own neighbourhood"))],
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["taal"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("every language")), *language_choices()]

    def wanted(self) -> Wanted:
        self.is_valid()
        chosen = self.cleaned_data
        return Wanted(
            kind=chosen.get("soort"),
            half_day=chosen.get("dagdeel", ""),
            language=chosen.get("taal", ""),
            near=bool(chosen.get("waar")),
        )
