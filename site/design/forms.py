from __future__ import annotations

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Fields look the same everywhere: label, hint, error, control."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"


class Choices(forms.RadioSelect):
    """One of a few, each a line as big as a finger; `inline` puts short ones side by side."""

    template_name = "components/choices.html"

    def __init__(self, *args: Any, inline: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.inline = inline

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"]["inline"] = self.inline
        return context


class ManyChoices(Choices, forms.CheckboxSelectMultiple):
    """Any number of a few."""


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")
