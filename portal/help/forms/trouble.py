"""What is filled in when something went wrong."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from design.forms import Choices
from portal.people.models import User

from .. import actions
from ..enums import Outcome, Side, TroubleKind
from ..models import Match, Trouble
from ..rules import Moved
from ..trouble_rules import Told, side_of
from .team import VerbForm


class TroubleForm(VerbForm):
    kind = forms.ChoiceField(
        label=_("What went wrong?"),
        choices=TroubleKind.choices,
        widget=Choices(inline=True),
        error_messages={"required": _("Choose what went wrong.")},
    )
    side = forms.ChoiceField(
        label=_("About whom is it?"),
        choices=Side.choices,
        widget=Choices(inline=True),
        error_messages={"required": _("Choose about whom it is.")},
    )
    told_by = forms.ChoiceField(
        label=_("Who told it?"),
        choices=[("", _("we saw it ourselves")), *Side.choices],
        required=False,
        widget=Choices(inline=True),
        initial="",
    )
    note = forms.CharField(label=_("What happened?"), max_length=500, required=False)

    def act(self, target: Match, *, by: User, now: datetime) -> None:
        told = Told(
            TroubleKind(self.cleaned_data["kind"]),
            Side(self.cleaned_data["side"]),
            self.text("note"),
            self.text("told_by"),
        )
        actions.report(target, told, by=by, now=now, version=self.cleaned_data["version"])


class OwnTroubleForm(VerbForm):
    """In the words of the two themselves, who each tell of the other."""

    kind = forms.ChoiceField(
        label=_("What happened?"),
        choices=[
            (TroubleKind.NO_SHOW.value, _("The other did not come, or was not at home.")),
            (TroubleKind.COMPLAINT.value, _("It was not good. I want somebody to call me.")),
        ],
        widget=Choices(),
        error_messages={"required": _("Choose what happened.")},
    )
    note = forms.CharField(label=_("Do you want to say more?"), max_length=500, required=False)

    def act(self, target: Match, *, by: User, now: datetime) -> None:
        side = side_of(target, by) or Side.ASKER
        other = Side.HELPER if side == Side.ASKER else Side.ASKER
        told = Told(TroubleKind(self.cleaned_data["kind"]), other, self.text("note"), told_by=side)
        actions.report(target, told, by=by, now=now)


class OneTroubleForm(VerbForm):
    trouble = forms.IntegerField(widget=forms.HiddenInput)

    def found(self, target: Match) -> Trouble:
        found: Trouble | None = target.troubles.filter(pk=self.cleaned_data["trouble"]).first()
        if found is None:
            raise Moved(_now("This is not there any more."))
        return found


class SettleForm(OneTroubleForm):
    outcome = forms.ChoiceField(
        label=_("How did it end?"),
        choices=[each for each in Outcome.choices if each[0] != Outcome.TAKEN_BACK],
        widget=Choices(inline=True),
        error_messages={"required": _("Choose how it ended.")},
    )

    def act(self, target: Match, *, by: User, now: datetime) -> None:
        outcome = Outcome(self.cleaned_data["outcome"])
        actions.settle_trouble(self.found(target), outcome=outcome, by=by, now=now)


class TakeTroubleBackForm(OneTroubleForm):
    def act(self, target: Match, *, by: User, now: datetime) -> None:
        actions.take_back_trouble(self.found(target), by=by, now=now)
