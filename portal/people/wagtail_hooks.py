from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from design.redraw import square

from .models import Neighbourhood
from .organisations import INTERNAL, Organisation

# Only coordinators have it: the internal part of an organisation is not for who keeps the site.
TEAM_ONLY = "people.delete_organisation"


class NeighbourhoodForm(WagtailAdminModelForm):
    class Meta:
        widgets = {"colour": forms.TextInput(attrs={"type": "color"})}

    def clean_mark(self) -> Any:
        mark = self.cleaned_data["mark"]
        if isinstance(mark, UploadedFile):
            square(mark)
        return mark


class NeighbourhoodViewSet(SnippetViewSet):
    """The name, telephone, hours and address that stand on every page."""

    model = Neighbourhood
    icon = "home"
    menu_order = 100
    add_to_admin_menu = True
    list_display = ("name", "centre", "phone")
    edit_handler = ObjectList(
        [
            FieldPanel("notice"),
            MultiFieldPanel(
                [FieldPanel("centre"), FieldPanel("phone"), FieldPanel("reachable"), FieldPanel("email")],
                heading=_("How people reach us"),
            ),
            MultiFieldPanel(
                [FieldPanel("street"), FieldRowPanel([FieldPanel("postcode"), FieldPanel("city")])],
                heading=_("Where we are"),
            ),
            MultiFieldPanel([FieldPanel("colour"), FieldPanel("mark")], heading=_("How it looks")),
            FieldPanel("secretary"),
            MultiFieldPanel(
                [FieldPanel("name"), FieldPanel("slug"), FieldPanel("position")],
                heading=_("The neighbourhood"),
            ),
        ],
        base_form_class=NeighbourhoodForm,
    )


class OrganisationViewSet(SnippetViewSet):
    """The social map: what everybody reads, and below it what only the team reads."""

    model = Organisation
    icon = "group"
    menu_order = 105
    add_to_admin_menu = True
    list_display = ("name", "kind", "is_public", "checked_on")
    list_filter = ("kind", "is_public", "neighbourhoods")
    search_fields = ("name",)
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("name"), FieldPanel("kind")]),
            FieldRowPanel([FieldPanel("is_public"), FieldPanel("is_signal_contact")]),
            *(FieldPanel(name) for name in ("what", "for_whom", "price", "opening", "languages")),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
                    FieldPanel("website"),
                    FieldPanel("street"),
                    FieldRowPanel([FieldPanel("postcode"), FieldPanel("city")]),
                ],
                heading=_("How people reach them"),
            ),
            FieldPanel("neighbourhoods", widget=forms.CheckboxSelectMultiple),
            FieldPanel("checked_on"),
            MultiFieldPanel(
                [FieldPanel(name, permission=TEAM_ONLY) for name in INTERNAL],
                heading=_("For the team alone"),
                permission=TEAM_ONLY,
            ),
        ]
    )


register_snippet(NeighbourhoodViewSet)
register_snippet(OrganisationViewSet)
