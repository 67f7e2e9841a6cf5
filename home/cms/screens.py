"""Addresses, menus and the first screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from home.models import AgendaPage, StoriesPage

from . import po_files, views

# What our editors never need.
HIDDEN = {"help"}
HIDDEN_REPORTS = {"page-types-usage", "workflow-tasks"}


def addresses() -> list[URLPattern]:
    return [
        path("wegwijzer/", views.GuideView.as_view(), name="cms_guide"),
        path("verslagen/vertalingen/", views.TranslationsView.as_view(), name="cms_translations"),
        path("verslagen/links/", views.BrokenLinksView.as_view(), name="cms_broken_links"),
        path("verslagen/gemist/", views.MissedView.as_view(), name="cms_missed"),
        path("verslagen/gemist/<int:pk>/", views.LeadOnView.as_view(), name="cms_lead_on"),
        # The same address as wagtail-localize's, found first.
        path("localize/translate/<int:translation_id>/pofile/upload/", po_files.upload),
    ]


def guide_item() -> MenuItem:
    return MenuItem(_("Start guide"), reverse("cms_guide"), name="guide", icon_name="help", order=20000)


def translations_item() -> MenuItem:
    return MenuItem(
        _("Translations"),
        reverse("cms_translations"),
        name="our-translations",
        icon_name="wagtail-localize-language",
        order=10,
    )


def links_item() -> MenuItem:
    return MenuItem(
        _("Links that do not work"),
        reverse("cms_broken_links"),
        name="broken-links",
        icon_name="link",
        order=20,
    )


def missed_item() -> MenuItem:
    return MenuItem(
        _("Pages that were not found"), reverse("cms_missed"), name="missed", icon_name="warning", order=30
    )


def shorter_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name not in HIDDEN]


def shorter_reports(request: HttpRequest, items: list[MenuItem]) -> None:
    """Ours takes the place of the report of wagtail-localize, which does not know what is missing."""
    theirs = reverse("wagtail_localize:translations_report")
    items[:] = [item for item in items if item.name not in HIDDEN_REPORTS and item.url != theirs]


class WelcomePanel(Component):
    """What people come to do most."""

    name = "welcome"
    template_name = "cms/welcome.html"
    order = 50

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        dutch = {"locale__language_code": "nl"}
        return {
            "agenda": AgendaPage.objects.filter(**dutch).defer_streamfields().first(),
            "stories": StoriesPage.objects.filter(**dutch).defer_streamfields().first(),
        }


def welcome(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(WelcomePanel())


def own_style() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("home/cms.css"))


hooks.register("insert_global_admin_css", own_style)
hooks.register("register_admin_urls", addresses)
hooks.register("register_admin_menu_item", guide_item)
hooks.register("register_reports_menu_item", translations_item)
hooks.register("register_reports_menu_item", links_item)
hooks.register("register_reports_menu_item", missed_item)
hooks.register("construct_main_menu", shorter_menu)
hooks.register("construct_reports_menu", shorter_reports)
hooks.register("construct_homepage_panels", welcome)
