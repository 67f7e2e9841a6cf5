from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from .blocks import BODY


class SitePage(Page):
    """What all our pages share: their own addresses in the other languages, and the Dutch source."""

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        urls = {
            page.locale.language_code: page.get_url(request)
            for page in self.get_translations(inclusive=True).live().select_related("locale")
        }
        context["translated_urls"] = urls
        context["dutch_url"] = urls.get("nl") if self.locale.language_code != "nl" else None
        return context


class HomePage(SitePage):
    intro = models.CharField(_("introduction"), max_length=200, blank=True)
    about = RichTextField(_("about us"), features=["bold", "link"], blank=True)

    template = "pages/home_page.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["home.InfoPage"]
    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("about")]

    class Meta:
        verbose_name = _("first page")


class InfoPage(SitePage):
    intro = models.CharField(
        _("introduction"),
        max_length=250,
        blank=True,
        help_text=_("One or two short sentences under the title."),
    )
    body = StreamField(BODY, verbose_name=_("content"), blank=True)

    template = "pages/info_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body")]

    class Meta:
        verbose_name = _("information page")
