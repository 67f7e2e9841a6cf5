from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from design.fields import CODES, Translated, TranslatedField

from .kinds import HelpKind


class AnswerType(models.TextChoices):
    TEXT = "text", _("a few words")
    NUMBER = "number", _("a number")
    YES_NO = "yes_no", _("yes or no")
    ONE_OF = "one_of", _("one of a few")


class Told(models.TextChoices):
    BEFORE = "before", _("before a volunteer says yes")
    AFTER = "after", _("only after the yes")


class KindQuestion(models.Model):
    """What we ask with a kind of help, so that a volunteer knows what to expect. Never about health."""

    kind = models.ForeignKey(HelpKind, on_delete=models.CASCADE, related_name="questions")
    code = models.SlugField()
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    label: models.Field[Translated, Translated] = TranslatedField(_("question"))
    hint = TranslatedField(_("hint"), blank=True)
    answer = models.CharField(_("answer"), max_length=10, choices=AnswerType.choices)
    options: models.Field[Translated, Translated] = TranslatedField(
        _("choices"), blank=True, help_text=_("One on a line, in the same order in every language.")
    )
    is_required = models.BooleanField(_("must be answered"), default=False)
    told = models.CharField(
        _("the volunteer hears it"), max_length=6, choices=Told.choices, default=Told.AFTER
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("question to ask")
        verbose_name_plural = _("questions to ask")
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], name="one_question_per_code"),
            # Free words may name somebody or a street.
            models.CheckConstraint(
                condition=~models.Q(answer=AnswerType.TEXT) | models.Q(told=Told.AFTER),
                name="words_are_told_after_yes",
            ),
        ]

    def __str__(self) -> str:
        return str(self.label)

    @property
    def field_name(self) -> str:
        return f"q{self.pk}"

    def choices(self) -> list[Translated]:
        """Each line with what it is called in every language."""
        lines = {code: (self.options.get(code) or "").splitlines() for code in CODES}
        return [
            Translated({code: texts[at] for code, texts in lines.items() if at < len(texts)})
            for at in range(max(map(len, lines.values())))
        ]

    def kept(self, value: Any) -> dict[str, Any]:
        """An answer as it stays with the request, readable when the question is another one by then."""
        shown = self.choices()[int(value)] if self.answer == AnswerType.ONE_OF else value
        return {
            "code": self.code,
            "type": self.answer,
            "label": dict(self.label),
            "value": shown,
            "told": self.told,
        }
