"""What brokers fill in. Each form knows the action it calls; the action checks the rules."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from design.forms import Choices, DateInput
from portal.people.enums import Channel, HalfDay
from portal.people.forms import ReachForm, language_choices
from portal.people.models import User, Volunteer

from .. import actions
from ..enums import ENDS, Face, RequestState, Side
from ..models import HelpKind, HelpRequest, KindQuestion, Match, RedFlag
from .kinds import FlagChoices, FlagsField, answer_field, answers_of
from .parts import AddressForm, KindField, WhenForm

SPOKEN_CHANNELS = [Channel.PHONE, Channel.DESK, Channel.HOME, Channel.PAPER]


def spoken_channel(label: Any) -> forms.ChoiceField:
    """By which of the ways in which people talk with us; the telephone unless told otherwise."""
    return forms.ChoiceField(
        label=label,
        choices=[(channel.value, channel.label) for channel in SPOKEN_CHANNELS],
        widget=Choices(inline=True),
        initial=Channel.PHONE,
    )


class Faces(Choices):
    """Three faces, each with its word."""

    template_name = "components/face_choices.html"


class VerbForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def act(self, target: Any, *, by: User, now: datetime) -> None:
        raise NotImplementedError

    def text(self, name: str) -> str:
        return str(self.cleaned_data.get(name) or "")


class DiscussForm(VerbForm):
    note = forms.CharField(label=_("Note"), max_length=500, required=False)

    def act(self, target: HelpRequest, *, by: User, now: datetime) -> None:
        actions.discuss(target, by=by, now=now, version=self.cleaned_data["version"], note=self.text("note"))


class ConsentForm(VerbForm):
    channel = spoken_channel(_("How did you ask it?"))
    interpreter = forms.CharField(label=_("Who translated?"), max_length=80, required=False)

    def act(self, target: HelpRequest, *, by: User, now: datetime) -> None:
        channel = Channel(self.cleaned_data["channel"])
        actions.confirm_consent(
            target,
            channel=channel,
            by=by,
            now=now,
            interpreter=self.text("interpreter"),
            version=self.cleaned_data["version"],
        )


class TakeBackForm(VerbForm):
    channel = spoken_channel(_("How did you hear it?"))

    def act(self, target: HelpRequest, *, by: User, now: datetime) -> None:
        channel, version = Channel(self.cleaned_data["channel"]), self.cleaned_data["version"]
        actions.take_back_consent(target, channel=channel, by=by, now=now, version=version)


class EnoughForm(VerbForm):
    def act(self, target: HelpRequest, *, by: User, now: datetime) -> None:
        actions.enough(target, by=by, now=now, version=self.cleaned_data["version"])


class ProposeForm(VerbForm):
    volunteers = forms.ModelMultipleChoiceField(
        Volunteer.objects.none(),
        label=_("Volunteers"),
        error_messages={"required": _("Tick at least one volunteer.")},
    )

    def __init__(self, *args: Any, by: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["volunteers"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        if by is not None:
            field.queryset = Volunteer.objects.visible_to(by).select_related("person")

    def act(self, target: HelpRequest, *, by: User, now: datetime) -> None:
        actions.propose(
            target, self.cleaned_data["volunteers"], by=by, now=now, version=self.cleaned_data["version"]
        )


class MoveForm(VerbForm):
    day = forms.DateField(
        label=_("New day"), widget=DateInput(), error_messages={"required": _("Choose the new day.")}
    )
    half_day = forms.ChoiceField(
        label=_("Part of the day"), required=False, choices=[("", _("does not matter")), *HalfDay.choices]
    )

    def act(self, target: HelpRequest, *, by: User, now: datetime) -> None:
        actions.move(
            target,
            by=by,
            now=now,
            day=self.cleaned_data["day"],
            half_day=self.text("half_day"),
            version=self.cleaned_data["version"],
        )


class PostponeForm(VerbForm):
    until = forms.DateField(
        label=_("Call again on"), widget=DateInput(), error_messages={"required": _("Choose a day.")}
    )

    def act(self, target: HelpRequest, *, by: User, now: datetime) -> None:
        version = self.cleaned_data["version"]
        actions.postpone_call_back(target, until=self.cleaned_data["until"], by=by, now=now, version=version)


class EndForm(VerbForm):
    outcome = forms.ChoiceField(
        label=_("How did it end?"),
        choices=[(state.value, state.label) for state in RequestState if state in ENDS],
        error_messages={"required": _("Choose how it ended.")},
    )
    note = forms.CharField(label=_("Note"), max_length=500, required=False)

    def act(self, target: HelpRequest, *, by: User, now: datetime) -> None:
        outcome = RequestState(self.cleaned_data["outcome"])
        version = self.cleaned_data["version"]
        actions.end(target, outcome=outcome, by=by, now=now, note=self.text("note"), version=version)


class ClearFlagsForm(VerbForm):
    why = forms.CharField(
        label=_("Why may volunteers do this after all?"),
        max_length=200,
        error_messages={"required": _("Write a few words.")},
    )

    def act(self, target: HelpRequest, *, by: User, now: datetime) -> None:
        version = self.cleaned_data["version"]
        actions.clear_flags(target, why=self.text("why"), by=by, now=now, version=version)


class AcceptForm(VerbForm):
    def act(self, target: Match, *, by: User, now: datetime) -> None:
        actions.accept(target, by=by, now=now)


class DeclineForm(VerbForm):
    why = forms.CharField(label=_("Why not?"), max_length=200, required=False)

    def act(self, target: Match, *, by: User, now: datetime) -> None:
        actions.decline(target, by=by, now=now, why=self.text("why"))


class DropForm(VerbForm):
    def act(self, target: Match, *, by: User, now: datetime) -> None:
        actions.drop(target, by=by, now=now, version=self.cleaned_data["version"])


class DoneForm(VerbForm):
    def act(self, target: Match, *, by: User, now: datetime) -> None:
        actions.done(target, by=by, now=now)


class CancelForm(VerbForm):
    why = forms.CharField(
        label=_("What happened?"), max_length=200, error_messages={"required": _("Write a few words.")}
    )

    def act(self, target: Match, *, by: User, now: datetime) -> None:
        actions.cancel(target, by=by, now=now, why=self.text("why"), version=self.cleaned_data["version"])


class HelperMoveForm(MoveForm):
    """A volunteer moves their own appointment."""

    def act(self, target: Match, *, by: User, now: datetime) -> None:  # type: ignore[override]
        actions.move(
            target.request,
            by=by,
            now=now,
            day=self.cleaned_data["day"],
            half_day=self.text("half_day"),
            match=target,
            version=self.cleaned_data["version"],
        )


class FollowUpForm(VerbForm):
    side = forms.ChoiceField(label=_("Who"), choices=Side.choices, widget=forms.HiddenInput)
    face = forms.TypedChoiceField(
        label=_("How did it go?"),
        choices=Face.choices,
        coerce=int,
        widget=Faces(inline=True),
        error_messages={"required": _("Choose a face.")},
    )
    remark = forms.CharField(label=_("Remark"), max_length=500, required=False)

    def act(self, target: Match, *, by: User, now: datetime) -> None:
        side, face = self.cleaned_data["side"], self.cleaned_data["face"]
        version = self.cleaned_data["version"]
        actions.follow_up(
            target, side=side, face=face, remark=self.text("remark"), by=by, now=now, version=version
        )


class ConversationForm(ReachForm, AddressForm, WhenForm):
    """ "Nieuw gesprek": a whole question in one submit, for somebody new or somebody known."""

    person = forms.CharField(required=False)
    language = forms.ChoiceField(label=_("Language"), choices=language_choices)
    kind = KindField(label=_("What kind of help?"), inline=True)
    text = forms.CharField(
        label=_("What exactly?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 2, "dir": "auto"}),
    )
    places = forms.IntegerField(
        label=_("How many helpers?"),
        min_value=1,
        max_value=10,
        required=False,
        help_text=_("Empty: as many as this kind of help usually needs."),
    )
    red_flags = FlagsField(label=_("Is one of these needed?"), widget=FlagChoices())
    channel = spoken_channel(_("How did the question come in?"))
    keep_request = forms.BooleanField(label=_("Agrees that we keep the question"), required=False)
    share_contact = forms.BooleanField(
        label=_("Agrees that the volunteer gets name, phone and street"), required=False
    )
    interpreter = forms.CharField(label=_("Who translated?"), max_length=80, required=False)
    submission = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, known: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        self.questions = list(
            KindQuestion.objects.filter(is_active=True, kind__is_active=True)
            .select_related("kind")
            .order_by("kind__position", "kind", "position", "pk")
        )
        for each in self.questions:
            self.fields[each.field_name] = answer_field(each, required=False)
        flags = self.fields["red_flags"]
        assert isinstance(flags, FlagsField)
        flags.queryset = RedFlag.objects.filter(is_active=True)
        if known:
            for name in (
                "first_name",
                "last_name",
                "phone",
                "email",
                "neighbourhood",
                "street",
                "house_number",
                "box",
            ):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = WhenForm.clean(self) if self.known else super().clean()
        kind = cleaned.get("kind")
        cleaned["answers"] = answers_of([each for each in self.questions if each.kind == kind], cleaned)
        return cleaned

    def asked_by_kind(self) -> list[tuple[HelpKind, list[forms.BoundField]]]:
        """The questions of each kind; only those of the kind that is chosen are kept."""
        grouped = groupby(self.questions, key=lambda each: each.kind)
        return [(kind, [self[each.field_name] for each in found]) for kind, found in grouped]
