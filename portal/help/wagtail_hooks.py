from __future__ import annotations

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import HelpKind, KindQuestion, RedFlag


class HelpKindViewSet(SnippetViewSet):
    """Kinds of help, with what we do and do not do, in the four languages."""

    model = HelpKind
    icon = "help"
    menu_order = 110
    add_to_admin_menu = True
    list_display = ("name", "adults_only", "needs_car", "is_active")
    exclude_form_fields = ("volunteers",)


class KindQuestionViewSet(SnippetViewSet):
    """What we ask with a kind of help."""

    model = KindQuestion
    icon = "form"
    menu_order = 111
    add_to_admin_menu = True
    list_display = ("label", "kind", "answer", "is_active")
    list_filter = ("kind",)
    exclude_form_fields = ()


class RedFlagViewSet(SnippetViewSet):
    """What is not for volunteers, and who helps then."""

    model = RedFlag
    icon = "warning"
    menu_order = 112
    add_to_admin_menu = True
    list_display = ("text", "kind", "phone", "is_active")
    exclude_form_fields = ()


register_snippet(HelpKindViewSet)
register_snippet(KindQuestionViewSet)
register_snippet(RedFlagViewSet)
