"""What a kind of help asks: its questions, and whether something is needed that is not for volunteers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from design.forms import Choices, ManyChoices

from ..models import AnswerType, HelpKind, KindQuestion, RedFlag


class FlagChoices(ManyChoices):
    """Each with who helps then, to be seen once it is ticked."""

    template_name = "components/flag_choices.html"


class FlagsField(forms.ModelMultipleChoiceField[RedFlag]):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(RedFlag.objects.none(), required=False, to_field_name="code", **kwargs)


def answer_field(question: KindQuestion, *, required: bool) -> forms.Field:
    """Not `required` for the team: a caller does not always know."""
    told = {
        "label": question.label,
        "help_text": question.hint,
        "required": required and question.is_required,
        "error_messages": {"required": _("Please answer this question.")},
    }
    if question.answer == AnswerType.NUMBER:
        return forms.IntegerField(min_value=0, max_value=999, **told)
    if question.answer == AnswerType.YES_NO:
        yes_no = [("yes", _("yes")), ("no", _("no"))]
        return forms.ChoiceField(choices=yes_no, widget=Choices(inline=True), **told)
    if question.answer == AnswerType.ONE_OF:
        found = [(str(at), str(each)) for at, each in enumerate(question.choices())]
        return forms.ChoiceField(choices=found, widget=Choices(inline=True), **told)
    return forms.CharField(max_length=200, widget=forms.TextInput({"dir": "auto"}), **told)


def answers_of(questions: Iterable[KindQuestion], cleaned: dict[str, Any]) -> list[dict[str, Any]]:
    """What was answered, as it is kept; what was left open is not."""
    given = [(each, cleaned.get(each.field_name)) for each in questions]
    return [each.kept(value) for each, value in given if value not in (None, "")]


def questions_of(kind: HelpKind | None) -> list[KindQuestion]:
    return list(kind.questions.filter(is_active=True)) if kind else []
