from __future__ import annotations

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import HelpKind


class HelpKindViewSet(SnippetViewSet):
    """Kinds of help, with what we do and do not do, in the four languages."""

    model = HelpKind
    icon = "help"
    menu_order = 110
    add_to_admin_menu = True
    list_display = ("name", "adults_only", "needs_car", "is_active")
    exclude_form_fields = ("volunteers",)


register_snippet(HelpKindViewSet)
