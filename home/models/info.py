from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail_localize.fields import SynchronizedField

from ..blocks import BODY
from .base import SitePage, panels


class HomePage(SitePage):
    about = RichTextField(_("about us"), features=["bold", "link"], blank=True)

    template = "pages/home_page.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "home.InfoPage",
        "home.AgendaPage",
        "home.StoriesPage",
        "home.NeighbourhoodPage",
        "home.DirectoryPage",
        "home.CampaignPage",
    ]
    # Its slug is the language, so each has its own.
    override_translatable_fields = [SynchronizedField("recordings", overridable=False)]
    content_panels = panels(FieldPanel("intro"), FieldPanel("about"))

    class Meta:
        verbose_name = _("first page")


class InfoPage(SitePage):
    body = StreamField(BODY, verbose_name=_("content"), blank=True)

    template = "pages/info_page.html"
    parent_page_types = ["home.HomePage", "home.InfoPage"]
    subpage_types = ["home.InfoPage", "home.InfoCardPage"]
    content_panels = panels(FieldPanel("intro"), FieldPanel("body"))

    class Meta:
        verbose_name = _("information page")


class InfoCardPage(SitePage):
    """What there is for one audience, on one sheet (004 Communicatie, "menukaart")."""

    audience = models.CharField(_("for whom"), max_length=80, help_text=_("For example: who lives alone."))
    body = StreamField(BODY, verbose_name=_("content"), blank=True)

    template = "pages/info_card_page.html"
    parent_page_types = ["home.InfoPage"]
    subpage_types: list[str] = []
    content_panels = panels(FieldPanel("audience"), FieldPanel("intro"), FieldPanel("body"))

    class Meta:
        verbose_name = _("information card")


class DirectoryPage(SitePage):
    """Organisations, shops and partners: the public part of the records."""

    body = StreamField(BODY, verbose_name=_("content above the list"), blank=True)

    template = "pages/directory_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    content_panels = panels(FieldPanel("intro"), FieldPanel("body"))

    class Meta:
        verbose_name = _("list of organisations")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..directory import directory

        context = super().get_context(request, *args, **kwargs)
        return {**context, **directory(request.GET)}
