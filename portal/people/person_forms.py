"""What the team fills in on the page of a person."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from design.forms import Choices

from .around import relation_choices
from .data_forms import DetailsForm, KnownPhoneField
from .enums import Channel, Point, Way
from .kept_actions import Details
from .models import Person
from .phones import written


class TeamDetailsForm(DetailsForm):
    """With how to reach somebody best, which people tell us on the telephone."""

    second_phone = KnownPhoneField(
        label=_("Second phone number"),
        required=False,
        widget=forms.TextInput({"type": "tel", "inputmode": "tel", "dir": "ltr", "autocomplete": "off"}),
        error_messages={"invalid": _("We cannot call this number. Look at the digits again.")},
    )
    second_phone_of = forms.CharField(
        label=_("Whose number is that?"),
        required=False,
        max_length=40,
        help_text=_("For example: daughter, or at work."),
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
    )
    first_way = forms.ChoiceField(
        label=_("What do we try first?"),
        required=False,
        choices=[("", _("no preference")), *Way.choices],
        widget=Choices(inline=True),
    )
    best_time = forms.CharField(
        label=_("When is it best to call?"),
        required=False,
        max_length=80,
        help_text=_("For example: after 10 o'clock, let it ring for long."),
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
    )
    needs_interpreter = forms.BooleanField(label=_("Needs an interpreter"), required=False)
    field_order = ["first_name", "last_name", "phone", "second_phone", "second_phone_of", "email"]

    def __init__(self, data: Any = None, *, person: Person) -> None:
        super().__init__(data, person=person)
        for name in ("second_phone_of", "first_way", "best_time", "needs_interpreter"):
            self.initial[name] = getattr(person, name)
        self.initial["second_phone"] = written(person.second_phone) if person.second_phone else ""
        setattr(self.fields["second_phone"], "known", person.second_phone or None)  # noqa: B010
        self.fields["language"].label = _("Which language does this person like best?")
        self.fields["languages"].label = _("Which languages does this person speak?")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        way = cleaned.get("first_way")
        if way and way not in self.errors and not cleaned.get(way):
            self.add_error("first_way", _("Fill in this number or address, or choose another way."))
        return cleaned

    def details(self) -> Details:
        data = self.cleaned_data
        return replace(
            super().details(),
            second_phone=str(data["second_phone"].as_e164) if data["second_phone"] else "",
            second_phone_of=data["second_phone_of"].strip(),
            first_way=data["first_way"],
            best_time=data["best_time"].strip(),
            needs_interpreter=data["needs_interpreter"],
        )


class PointsForm(forms.Form):
    points = forms.MultipleChoiceField(required=False, choices=Point.choices)
    for_helper = forms.MultipleChoiceField(required=False, choices=Point.choices)

    def __init__(self, data: Any = None, *, person: Person) -> None:
        known = list(person.points.all())
        initial = {
            "points": [each.point for each in known],
            "for_helper": [each.point for each in known if each.for_helper],
        }
        super().__init__(data, initial=initial)

    def rows(self) -> list[dict[str, Any]]:
        """A line per point: whether we know it, and whether the volunteer needs to."""
        known, told = self["points"].value() or [], self["for_helper"].value() or []
        return [
            {"point": point, "is_known": point.value in known, "is_told": point.value in told}
            for point in Point
        ]

    def chosen(self) -> tuple[list[Point], list[Point]]:
        data = self.cleaned_data
        return [Point(each) for each in data["points"]], [Point(each) for each in data["for_helper"]]


class HowForm(forms.Form):
    """How somebody told the team that they agree, or do not any more."""

    channel = forms.ChoiceField(
        label=_("How was it said?"),
        choices=[choice for choice in Channel.choices if choice[0] != Channel.WEB],
        initial=Channel.PHONE,
        error_messages={"required": _("Choose how it was said.")},
    )
    interpreter = forms.CharField(
        label=_("Who translated?"), required=False, max_length=80, widget=forms.TextInput({"dir": "auto"})
    )


class TieForm(forms.Form):
    relation = forms.ChoiceField(
        label=_("Who is that?"),
        choices=relation_choices,
        error_messages={"required": _("Choose who they are to each other.")},
    )
    other = forms.IntegerField(widget=forms.HiddenInput)
