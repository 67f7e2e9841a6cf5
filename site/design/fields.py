from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.db import models
from django.utils.translation import get_language

CODES = [code for code, _name in settings.LANGUAGES]


class Translated(dict[str, str]):
    """A text by language code; as a string it is in the language of the page, else in Dutch."""

    def __str__(self) -> str:
        return self.get(get_language() or "") or self.get(settings.LANGUAGE_CODE, "")

    def __bool__(self) -> bool:
        return bool(str(self))


class TranslatedWidget(forms.MultiWidget):
    """One line per language, each named by it."""

    template_name = "components/translated_widget.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {
                code: forms.Textarea({"rows": 2, "lang": code, "dir": "auto", "data-language": name})
                for code, name in settings.LANGUAGES
            },
            attrs,
        )

    def decompress(self, value: dict[str, str] | None) -> list[str]:
        return [(value or {}).get(code, "") for code in CODES]


class TranslatedFormField(forms.MultiValueField):
    widget = TranslatedWidget

    def __init__(self, **kwargs: Any) -> None:
        for unused in ("encoder", "decoder", "max_length"):
            kwargs.pop(unused, None)
        fields = [forms.CharField(required=False) for _code in CODES]
        super().__init__(fields, require_all_fields=False, **kwargs)

    def compress(self, values: list[str]) -> Translated:
        return Translated({code: text for code, text in zip(CODES, values, strict=False) if text})


class TranslatedField(models.JSONField):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", Translated)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Translated:
        return Translated(super().from_db_value(value, expression, connection) or {})

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": TranslatedFormField, **kwargs})


class ListFormField(forms.TypedMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        for unused in ("encoder", "decoder", "max_length"):
            kwargs.pop(unused, None)
        super().__init__(**{**kwargs, "empty_value": []})


class ListField(models.JSONField):
    """Any number of `choices`, as a list of their values."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.listed = kwargs.pop("choices", None) or []
        kwargs.setdefault("default", list)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": ListFormField, "choices": self.listed, **kwargs})
