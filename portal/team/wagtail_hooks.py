from __future__ import annotations

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import Organiser


class OrganiserViewSet(SnippetViewSet):
    """Who is responsible and which insurance holds, as it stands on the papers of volunteers."""

    model = Organiser
    icon = "clipboard-list"
    menu_order = 130
    add_to_admin_menu = True
    list_display = ("name", "neighbourhood", "insurer", "policy_number")


register_snippet(OrganiserViewSet)
