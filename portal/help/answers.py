"""Answers to the questions of a kind, as they stand with a request, in the language of who reads them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from design.fields import Translated

from .models import AnswerType, HelpRequest, Told


@dataclass(frozen=True)
class Said:
    code: str
    label: str
    value: str


def said(request: HelpRequest) -> list[Said]:
    return in_words(request.answers)


def said_before_yes(request: HelpRequest) -> list[Said]:
    """What a volunteer hears before they promised anything."""
    return in_words(each for each in request.answers if each["told"] == Told.BEFORE)


def in_words(answers: Iterable[dict[str, Any]]) -> list[Said]:
    return [_said(each) for each in answers]


def _said(kept: dict[str, Any]) -> Said:
    return Said(kept["code"], str(Translated(kept["label"])), _value(kept["type"], kept["value"]))


def _value(answer: str, value: Any) -> str:
    if answer == AnswerType.YES_NO:
        return _("yes") if value == "yes" else _("no")
    return str(Translated(value)) if answer == AnswerType.ONE_OF else str(value)
