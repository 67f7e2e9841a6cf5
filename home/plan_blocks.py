"""What the pages about a quarter are made of: figures, quotes, points of attention, goals and actions."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .blocks import SaidBlock, TextBlock


class Level(models.TextChoices):
    """How wide an action reaches (002:133)."""

    MICRO = "micro", _("neighbours (micro)")
    MESO = "meso", _("organisations (meso)")
    MACRO = "macro", _("policy (macro)")


class Form(models.TextChoices):
    """Who carries an action (002:172-183)."""

    EXISTING = "existing", _("supports what exists")
    NEW = "new", _("supports something new")
    ALONE = "alone", _("we start it alone")
    TOGETHER = "together", _("we start it together")


class ActionState(models.TextChoices):
    PLANNED = "planned", _("planned")
    BUSY = "busy", _("we are doing it")
    DONE = "done", _("done")
    STOPPED = "stopped", _("stopped")


class FigureBlock(blocks.StructBlock):
    value = blocks.CharBlock(label=_("Figure"), max_length=20)
    text = blocks.CharBlock(label=_("What it says"), max_length=200)
    source = blocks.CharBlock(label=_("Source"), max_length=150)
    year = blocks.CharBlock(label=_("Year"), max_length=20, required=False)
    link = blocks.URLBlock(label=_("Link to the source"), required=False)

    class Meta:
        icon = "order"
        label = _("Figure")
        template = "components/streamfield/figure.html"


class AttentionBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Point of attention"), max_length=120)
    text = blocks.TextBlock(label=_("Why"), required=False)

    class Meta:
        icon = "warning"
        label = _("Point of attention")
        template = "components/streamfield/attention.html"


class CellBlock(blocks.StructBlock):
    """What stands in a month of the matrix: free text, perhaps with a question mark."""

    month = blocks.DateBlock(label=_("Month"), help_text=_("Any day of the month."))
    text = blocks.CharBlock(label=_("Text"), max_length=120)
    is_sure = blocks.BooleanBlock(label=_("Sure"), required=False, default=True)


class PlannedActionBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Action"), max_length=150)
    level = blocks.ChoiceBlock(Level.choices, label=_("Level"), default=Level.MICRO)
    form = blocks.ChoiceBlock(Form.choices, label=_("Who carries it"), required=False)
    state = blocks.ChoiceBlock(ActionState.choices, label=_("How far we are"), default=ActionState.PLANNED)
    who = blocks.CharBlock(label=_("Who does it"), max_length=150, required=False)
    partners = blocks.CharBlock(label=_("Partners"), max_length=200, required=False)
    output = blocks.CharBlock(label=_("What comes of it"), max_length=250, required=False)
    first_month = blocks.DateBlock(label=_("From"), required=False)
    last_month = blocks.DateBlock(label=_("Until"), required=False)
    cells = blocks.ListBlock(CellBlock(), label=_("In the matrix"), default=[])


class GoalBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Goal"), max_length=150)
    why = blocks.TextBlock(label=_("Why"), required=False)
    actions = blocks.ListBlock(PlannedActionBlock(), label=_("Actions"), default=[])

    class Meta:
        icon = "tasks"
        label = _("Goal")


ANALYSIS = [
    ("text", TextBlock()),
    ("figure", FigureBlock()),
    ("quote", SaidBlock()),
    ("attention", AttentionBlock()),
]
GOALS = [("goal", GoalBlock())]
