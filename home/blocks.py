from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

RICH_TEXT = ["h2", "h3", "bold", "ol", "ul", "link", "document-link"]
ACTIONS = [
    ("ask", _("Ask for help")),
    ("call", _("Let us call you")),
    ("help_page", _("I want to help")),
]


class TextBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"features": RICH_TEXT, **kwargs})

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "components/streamfield/text.html"


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Step"), max_length=80)
    text = blocks.TextBlock(label=_("What happens"), required=False)


class StepsBlock(blocks.ListBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(StepBlock(), **kwargs)

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        template = "components/streamfield/steps.html"


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("Question"), max_length=150)
    answer = blocks.RichTextBlock(label=_("Answer"), features=["bold", "ul", "link"])


class QuestionsBlock(blocks.ListBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(QuestionBlock(), **kwargs)

    class Meta:
        icon = "help"
        label = _("Questions and answers")
        template = "components/streamfield/questions.html"


class KindsBlock(blocks.StaticBlock):
    class Meta:
        icon = "list-ul"
        label = _("Kinds of help")
        admin_text = _("Shows all kinds of help with what we do and do not do.")
        template = "components/streamfield/kinds.html"


class ContactBlock(blocks.StaticBlock):
    class Meta:
        icon = "mail"
        label = _("Contact card")
        admin_text = _("Shows the phone number and address of the neighbourhood.")
        template = "components/streamfield/contact.html"


class ActionBlock(blocks.StructBlock):
    target = blocks.ChoiceBlock(ACTIONS, label=_("Goes to"))
    text = blocks.CharBlock(label=_("Text on the button"), max_length=40)

    class Meta:
        icon = "pick"
        label = _("Button")
        template = "components/streamfield/action.html"


BODY = [
    ("text", TextBlock()),
    ("steps", StepsBlock()),
    ("questions", QuestionsBlock()),
    ("kinds", KindsBlock()),
    ("contact", ContactBlock()),
    ("action", ActionBlock()),
]
