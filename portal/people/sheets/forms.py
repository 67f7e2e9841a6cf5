from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from design.forms import Choices, ManyChoices
from design.sheets import TYPES

from ..enums import ExportReason
from ..models import Neighbourhood, User
from .registry import Sheet, sheets


def _lists() -> list[tuple[str, Any]]:
    return [(sheet.slug, sheet.title) for sheet in sheets()]


def _states() -> list[tuple[str, Any]]:
    """One list of choices for all; a state says of which list it is."""
    every: list[tuple[str, Any]] = [("", _("all"))]
    return every + [
        (str(sheet.title), [(f"{sheet.slug}:{code}", words) for code, words in sheet.states])
        for sheet in sheets()
    ]


class TakeAlongForm(forms.Form):
    sheet = forms.ChoiceField(
        label=_("Which list?"),
        choices=_lists,
        widget=Choices(inline=True),
        error_messages={"required": _("Choose a list.")},
    )
    areas = forms.ModelMultipleChoiceField(
        Neighbourhood.objects.none(),
        label=_("Which neighbourhood?"),
        to_field_name="slug",
        widget=ManyChoices(inline=True),
        error_messages={"required": _("Choose a neighbourhood.")},
    )
    state = forms.ChoiceField(label=_("Which of them?"), choices=_states, required=False)
    reason = forms.ChoiceField(
        label=_("What do you need the list for?"),
        choices=ExportReason.choices,
        widget=Choices(),
        error_messages={"required": _("Choose what you need the list for.")},
    )
    note = forms.CharField(
        label=_("For what exactly"),
        max_length=120,
        required=False,
        help_text=_("In a few words, without names. It stays in the list of files."),
    )
    kind = forms.ChoiceField(
        label=_("Which file?"),
        choices=[("xlsx", _("Excel (.xlsx)")), ("csv", _("CSV"))],
        initial="xlsx",
        widget=Choices(inline=True),
    )

    def __init__(self, data: Any = None, *, user: User) -> None:
        areas = user.neighbourhoods.all()
        super().__init__(data, initial={"sheet": sheets()[0].slug, "areas": [each.slug for each in areas]})
        self.fields["areas"].queryset = areas  # type: ignore[attr-defined]
        assert {code for code, _name in self.fields["kind"].choices} == set(TYPES)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        of, _colon, state = cleaned.get("state", "").partition(":")
        if of and of != cleaned.get("sheet"):
            self.add_error("state", _("This goes with another list. Choose again."))
        if cleaned.get("reason") == ExportReason.OTHER and not cleaned.get("note", "").strip():
            self.add_error("note", _("Say in a few words what you need the list for."))
        cleaned["state"] = state
        return cleaned


class BringInForm(forms.Form):
    sheet = forms.ChoiceField(
        label=_("Who is on the list?"),
        choices=_lists,
        widget=Choices(inline=True),
        error_messages={"required": _("Choose a list.")},
    )
    area = forms.ModelChoiceField(
        Neighbourhood.objects.none(),
        label=_("Of which neighbourhood?"),
        to_field_name="slug",
        empty_label=None,
        widget=Choices(inline=True),
        error_messages={"required": _("Choose a neighbourhood.")},
    )
    file = forms.FileField(
        label=_("The file"),
        help_text=_("Excel (.xlsx) or CSV, at most 2 MB. The first row holds the headings."),
        widget=forms.FileInput({"accept": ".xlsx,.csv"}),
        allow_empty_file=True,  # what is in it is judged in one place
        error_messages={"required": _("Choose a file.")},
    )
    submission = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, files: Any = None, *, user: User) -> None:
        areas = user.neighbourhoods.all()
        initial = {"sheet": sheets()[0].slug, "area": areas.first(), "submission": uuid.uuid4()}
        super().__init__(data, files, initial=initial)
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]


def chosen(form: forms.Form) -> Sheet:
    return next(sheet for sheet in sheets() if sheet.slug == form.cleaned_data["sheet"])
