"""What editors build pages with. Each block has its own small template."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from portal.people.enums import Language

RICH_TEXT = ["h2", "h3", "bold", "ol", "ul", "link", "document-link"]
ACTIONS = [
    ("ask", _("Ask for help")),
    ("call", _("Let us call you")),
    ("help_page", _("I want to help")),
    ("agenda", _("The agenda")),
    ("feedback", _("Say that something does not work")),
]
# Our own pictograms that make sense in a row of little pictures (site/static/img/pictograms.svg).
PICTOGRAMS = [
    ("chores", _("chores")),
    ("rubbish", _("rubbish")),
    ("garden", _("garden")),
    ("transport", _("transport")),
    ("company", _("company")),
    ("dog", _("dog")),
    ("documents", _("documents")),
    ("ask", _("ask")),
    ("help", _("help")),
    ("lend", _("borrow")),
    ("call", _("call")),
]
TEMPLATES = "components/streamfield"


class TextBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"features": RICH_TEXT, **kwargs})

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = f"{TEMPLATES}/text.html"


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Step"), max_length=80)
    text = blocks.TextBlock(label=_("What happens"), required=False)


class StepsBlock(blocks.ListBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(StepBlock(), **kwargs)

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        template = f"{TEMPLATES}/steps.html"


class PictureWordBlock(blocks.StructBlock):
    pictogram = blocks.ChoiceBlock(PICTOGRAMS, label=_("Pictogram"))
    text = blocks.CharBlock(label=_("At most five words"), max_length=40)


class PictogramsBlock(blocks.ListBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(PictureWordBlock(), **kwargs)

    class Meta:
        icon = "pick"
        label = _("Row of pictograms")
        template = f"{TEMPLATES}/pictograms.html"


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("Question"), max_length=150)
    answer = blocks.RichTextBlock(label=_("Answer"), features=["bold", "ul", "link"])


class QuestionsBlock(blocks.ListBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(QuestionBlock(), **kwargs)

    class Meta:
        icon = "help"
        label = _("Questions and answers")
        template = f"{TEMPLATES}/questions.html"


class SaidBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("What was said"))
    who = blocks.CharBlock(
        label=_("Who said it"), max_length=80, required=False, help_text=_("No full names.")
    )

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = f"{TEMPLATES}/quote.html"


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Picture"))
    alt = blocks.CharBlock(
        label=_("What is on it"),
        max_length=200,
        help_text=_("For who cannot see it. Not: “photo of”, but what happens."),
    )
    caption = blocks.CharBlock(label=_("Text under it"), max_length=200, required=False)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = f"{TEMPLATES}/picture.html"


class RecordingBlock(blocks.StructBlock):
    language = blocks.ChoiceBlock(Language.choices, label=_("Language spoken"), default=Language.DUTCH)
    file = DocumentChooserBlock(label=_("Sound file (mp3 or ogg)"))
    transcript = blocks.TextBlock(label=_("What is said, in Dutch"))
    speaker = blocks.CharBlock(label=_("Who speaks"), max_length=80, required=False)
    agreed_on = blocks.DateBlock(label=_("The speaker agreed on"))

    class Meta:
        icon = "media"
        label = _("Sound clip")
        template = f"{TEMPLATES}/recording.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["language_name"] = Language(value["language"]).label
        return context

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["file"].file_extension.lower() not in {"mp3", "ogg"}:
            wrong = ValidationError(_("Choose an mp3 or ogg file."))
            raise blocks.StructBlockValidationError(block_errors={"file": wrong})
        return cleaned


class VideoBlock(blocks.StructBlock):
    """A link: nothing of another site is loaded on ours."""

    title = blocks.CharBlock(label=_("What the video shows"), max_length=120)
    link = blocks.URLBlock(label=_("Link to the video"))
    transcript = blocks.RichTextBlock(label=_("What is said in it"), features=["bold", "ul"])

    class Meta:
        icon = "media"
        label = _("Video elsewhere")
        template = f"{TEMPLATES}/video.html"


class MemberBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("First name"), max_length=60)
    role = blocks.CharBlock(label=_("What this person does"), max_length=120)
    languages = blocks.MultipleChoiceBlock(Language.choices, label=_("Speaks"), required=False)
    image = ImageChooserBlock(label=_("Picture"), required=False)


class TeamBlock(blocks.ListBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(MemberBlock(), **kwargs)

    class Meta:
        icon = "group"
        label = _("People of the team")
        template = f"{TEMPLATES}/team.html"


class NumberBlock(blocks.StructBlock):
    number = blocks.CharBlock(label=_("Number"), max_length=20)
    who = blocks.CharBlock(label=_("Who answers"), max_length=80)
    when = blocks.CharBlock(label=_("When to call it"), max_length=200, required=False)


class NumbersBlock(blocks.ListBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(NumberBlock(), **kwargs)

    class Meta:
        icon = "warning"
        label = _("Telephone numbers")
        template = f"{TEMPLATES}/numbers.html"


class SaidDoneBlock(blocks.StructBlock):
    said = blocks.TextBlock(label=_("What you said"))
    done = blocks.TextBlock(label=_("What we do"))


class SaidDonesBlock(blocks.ListBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(SaidDoneBlock(), **kwargs)

    class Meta:
        icon = "tick-inverse"
        label = _("What you said, what we do")
        template = f"{TEMPLATES}/said_done.html"


class DownloadBlock(blocks.StructBlock):
    file = DocumentChooserBlock(label=_("File"))
    text = blocks.CharBlock(label=_("Text of the link"), max_length=100)

    class Meta:
        icon = "download"
        label = _("File to keep")
        template = f"{TEMPLATES}/download.html"


class TableBlock(blocks.StructBlock):
    """A small table that every screen reader and every phone can follow."""

    caption = blocks.CharBlock(label=_("What the table shows"), max_length=150)
    heads = blocks.ListBlock(blocks.CharBlock(max_length=60), label=_("Columns"), min_num=1, max_num=6)
    rows = blocks.ListBlock(
        blocks.ListBlock(blocks.CharBlock(max_length=200, required=False), label=_("Cells")), label=_("Rows")
    )

    class Meta:
        icon = "table"
        label = _("Table")
        template = f"{TEMPLATES}/table.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if any(len(row) != len(cleaned["heads"]) for row in cleaned["rows"]):
            wrong = ValidationError(_("Every row needs as many cells as there are columns."))
            raise blocks.StructBlockValidationError(block_errors={"rows": wrong})
        return cleaned


class StatementBlock(blocks.StructBlock):
    """The accessibility statement in the form of the European model (Decision 2018/1523)."""

    status = blocks.ChoiceBlock(
        [("full", _("fully")), ("partial", _("partially")), ("none", _("not"))],
        label=_("Meets the norm"),
        default="partial",
    )
    not_accessible = blocks.ListBlock(
        blocks.TextBlock(), label=_("What does not work for everybody"), default=[]
    )
    alternatives = blocks.TextBlock(label=_("What you can do instead"), required=False)
    method = blocks.TextBlock(label=_("How we looked at it"))
    prepared_on = blocks.DateBlock(label=_("Written on"))
    reviewed_on = blocks.DateBlock(label=_("Last looked at on"), required=False)
    enforcement = blocks.TextBlock(label=_("Where to complain when we do not answer"))

    class Meta:
        icon = "tick"
        label = _("Accessibility statement")
        template = f"{TEMPLATES}/statement.html"


class KindsBlock(blocks.StaticBlock):
    class Meta:
        icon = "list-ul"
        label = _("Kinds of help")
        admin_text = _("Shows all kinds of help with what we do and do not do.")
        template = f"{TEMPLATES}/kinds.html"


class ContactBlock(blocks.StaticBlock):
    class Meta:
        icon = "mail"
        label = _("Contact card")
        admin_text = _("Shows the phone number and address of the neighbourhood.")
        template = f"{TEMPLATES}/contact.html"


class ActionBlock(blocks.StructBlock):
    target = blocks.ChoiceBlock(ACTIONS, label=_("Goes to"))
    text = blocks.CharBlock(label=_("Text on the button"), max_length=40)

    class Meta:
        icon = "pick"
        label = _("Button")
        template = f"{TEMPLATES}/action.html"


RECORDINGS = [("recording", RecordingBlock())]
BODY = [
    ("text", TextBlock()),
    ("steps", StepsBlock()),
    ("pictograms", PictogramsBlock()),
    ("questions", QuestionsBlock()),
    ("quote", SaidBlock()),
    ("picture", PictureBlock()),
    *RECORDINGS,
    ("video", VideoBlock()),
    ("team", TeamBlock()),
    ("numbers", NumbersBlock()),
    ("said_done", SaidDonesBlock()),
    ("table", TableBlock()),
    ("download", DownloadBlock()),
    ("statement", StatementBlock()),
    ("kinds", KindsBlock()),
    ("contact", ContactBlock()),
    ("action", ActionBlock()),
]
