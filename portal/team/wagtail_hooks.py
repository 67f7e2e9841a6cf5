from __future__ import annotations

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import ClosedDays, Organiser, Permanence


class OrganiserViewSet(SnippetViewSet):
    """Who is responsible and which insurance holds, as it stands on the papers of volunteers."""

    model = Organiser
    icon = "clipboard-list"
    menu_order = 130
    add_to_admin_menu = True
    list_display = ("name", "neighbourhood", "insurer", "policy_number")


class PermanenceViewSet(SnippetViewSet):
    """The hours of every week that stand on every page; legal holidays need not be typed."""

    model = Permanence
    icon = "time"
    menu_order = 101
    add_to_admin_menu = True
    list_display = ("neighbourhood", "weekday", "starts", "ends")


class ClosedDaysViewSet(SnippetViewSet):
    model = ClosedDays
    icon = "date"
    menu_order = 102
    add_to_admin_menu = True
    list_display = ("neighbourhood", "first_day", "last_day")


register_snippet(OrganiserViewSet)
register_snippet(PermanenceViewSet)
register_snippet(ClosedDaysViewSet)
