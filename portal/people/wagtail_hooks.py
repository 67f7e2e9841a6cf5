from __future__ import annotations

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import Neighbourhood


class NeighbourhoodViewSet(SnippetViewSet):
    """The name, telephone, hours and address that stand on every page."""

    model = Neighbourhood
    icon = "home"
    menu_order = 100
    add_to_admin_menu = True
    list_display = ("name", "centre", "phone")


register_snippet(NeighbourhoodViewSet)
