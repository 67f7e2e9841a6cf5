"""How one cell is read: as somebody would type it, in any of our languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import copy
from datetime import date
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from design.sheets.columns import folded

BETWEEN = re.compile(r"[,;،\n|]+")
DAYS = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]


class NamedField(forms.Field):
    """One of a few, by its name in any language or by its code; `names` leads from those to codes."""

    def __init__(self, names: Callable[[], dict[str, str]], **kwargs: Any) -> None:
        super().__init__(**{"required": False, **kwargs})
        self.names = names

    def asked_once(self) -> Self:
        """For a whole file: names that stand in the database are asked one time."""
        same, names = copy(self), self.names()
        same.names = lambda: names
        return same

    def to_python(self, value: Any) -> Any:
        return self.code(value) if value else ""

    def code(self, name: str) -> str:
        found = self.names().get(folded(name))
        if found is None:
            raise ValidationError(_("We do not know “%(name)s”."), params={"name": name[:60]})
        return found


class ManyNamedField(NamedField):
    """Any number of them, with commas between; each once, in the order given."""

    def to_python(self, value: Any) -> list[str]:
        names = (each.strip() for each in BETWEEN.split(value or ""))
        return list(dict.fromkeys(self.code(name) for name in names if name))


class DayField(forms.DateField):
    """A day, as a spreadsheet program writes it in Belgium or to machines."""

    default_error_messages = {"invalid": _("This is not a date. Write it as 30/11/2026.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "input_formats": DAYS, **kwargs})


class PastDayField(DayField):
    def clean(self, value: Any) -> Any:
        day: date | None = super().clean(value)
        if day and not (date(1900, 1, 1) <= day <= timezone.localdate()):
            raise ValidationError(_("Choose today or an earlier day."))
        return day


def text_field(most: int, **kwargs: Any) -> forms.CharField:
    return forms.CharField(max_length=most, **{"required": False, **kwargs})
