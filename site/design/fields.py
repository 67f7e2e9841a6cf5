from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import get_language


class Translated(dict[str, str]):
    """A text by language code; as a string it is in the language of the page, else in Dutch."""

    def __str__(self) -> str:
        return self.get(get_language() or "") or self.get(settings.LANGUAGE_CODE, "")


class TranslatedField(models.JSONField):
    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Translated:
        return Translated(super().from_db_value(value, expression, connection) or {})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", Translated)
        super().__init__(*args, **kwargs)
