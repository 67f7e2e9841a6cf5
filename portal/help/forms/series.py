"""Fixed days: how the team writes them down, and who comes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from design.forms import Choices, DateInput
from portal.people.enums import HalfDay
from portal.people.models import User, Volunteer

from .. import actions
from ..enums import HOLDS_PLACE
from ..models import HelpRequest, Series
from ..series_enums import OnHolidays, Rhythm
from .team import VerbForm


class BeginSeriesForm(VerbForm):
    rhythm = forms.ChoiceField(
        label=_("How often?"),
        choices=Rhythm.choices,
        widget=Choices(),
        error_messages={"required": _("Choose how often.")},
    )
    first = forms.DateField(
        label=_("First day"),
        widget=DateInput(),
        error_messages={"required": _("Choose the first day.")},
        help_text=_("The weekday or the date of the other days follows from it."),
    )
    last = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=DateInput(),
        help_text=_("Leave it empty when nobody knows."),
    )
    half_day = forms.ChoiceField(
        label=_("Part of the day"), required=False, choices=[("", _("does not matter")), *HalfDay.choices]
    )
    on_holidays = forms.ChoiceField(
        label=_("On legal holidays"), choices=OnHolidays.choices, initial=OnHolidays.NOT
    )
    keeps_helper = forms.BooleanField(
        label=_("Who said yes comes every time, and agrees with that"), required=False
    )

    def act(self, target: HelpRequest, *, by: User, now: datetime) -> None:
        typed = self.cleaned_data
        plan = actions.Plan(
            rhythm=typed["rhythm"],
            first=typed["first"],
            last=typed["last"],
            half_day=typed["half_day"],
            on_holidays=typed["on_holidays"],
            keeps_helper=typed.get("keeps_helper", False),
        )
        actions.begin_series(target, plan, by=by, now=now, version=typed["version"])


def begin_form(request: HelpRequest, data: Any = None) -> BeginSeriesForm:
    """What was asked stands in it; nobody is asked who comes while nobody said yes."""
    form = BeginSeriesForm(
        data,
        initial={
            "version": request.version,
            "rhythm": request.wants_rhythm or Rhythm.WEEKLY,
            "first": request.day,
            "half_day": request.half_day,
        },
        auto_id="id_series_%s",
    )
    if not any(match.state in HOLDS_PLACE for match in request.matches.all()):
        del form.fields["keeps_helper"]
    return form


class SkipForm(VerbForm):
    def act(self, target: HelpRequest, *, by: User, now: datetime) -> None:
        actions.skip_date(target, by=by, now=now, version=self.cleaned_data["version"])


class HelperForm(VerbForm):
    helper = forms.ModelChoiceField(
        Volunteer.objects.none(),
        label=_("Who comes every time?"),
        required=False,
        empty_label=_("nobody: each date looks for somebody"),
        help_text=_("Only somebody who agreed with it."),
    )
    from_day = forms.DateField(
        label=_("From which day?"), widget=DateInput(), error_messages={"required": _("Choose a day.")}
    )

    def __init__(self, data: Any = None, *, series: Series, by: User, **more: Any) -> None:
        super().__init__(data, **more)
        field = self.fields["helper"]
        assert isinstance(field, forms.ModelChoiceField)
        could = Volunteer.objects.visible_to(by).filter(kinds=series.kind_id, person__restricted_at=None)
        field.queryset = could.exclude(person=series.person_id).select_related("person")

    def act(self, target: Series, *, by: User, now: datetime) -> None:
        helper, from_day = self.cleaned_data["helper"], self.cleaned_data["from_day"]
        actions.change_helper(target, helper, from_day=from_day, by=by, now=now)


class PauseForm(VerbForm):
    def act(self, target: Series, *, by: User, now: datetime) -> None:
        actions.pause_series(target, by=by, now=now)


class ResumeForm(VerbForm):
    def act(self, target: Series, *, by: User, now: datetime) -> None:
        actions.resume_series(target, by=by, now=now)


class EndSeriesForm(VerbForm):
    def act(self, target: Series, *, by: User, now: datetime) -> None:
        actions.end_series(target, by=by, now=now)


class StopHelpingForm(VerbForm):
    def act(self, target: Series, *, by: User, now: datetime) -> None:
        actions.stop_helping(target, by=by, now=now)
