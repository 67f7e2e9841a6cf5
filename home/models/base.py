from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Locale, Page, PageViewRestriction
from wagtail_localize.fields import SynchronizedField

from design.freshness import shows
from design.known import known

from ..blocks import RECORDINGS

MOST_INTRO = 250


def path_in_site(language: str, url_path: str) -> str:
    """The address of a page without the host; the trees of all languages have the same shape."""
    below = url_path.strip("/").split("/")[1:]
    return "/".join(["", language, *below, ""])


def _any_restriction() -> bool:
    shows("site")
    return bool(PageViewRestriction.objects.exists())


def panels(*fields: Any) -> list[Any]:
    """The title, what is given, and the recordings, which every page may have."""
    listen = MultiFieldPanel([FieldPanel("recordings")], heading=_("Listen"), classname="collapsed")
    return [*Page.content_panels, *fields, listen]


class SitePage(Page):
    """What all our pages share: their own addresses in the other languages, and the Dutch source."""

    intro = models.CharField(
        _("introduction"),
        max_length=MOST_INTRO,
        blank=True,
        help_text=_("One or two short sentences under the title."),
    )
    recordings = StreamField(
        RECORDINGS,
        verbose_name=_("recordings"),
        blank=True,
        help_text=_("This page read aloud, in any language. One message, at most 45 seconds."),
    )
    # One Dutch address in every language: who passes on a link can read it out.
    override_translatable_fields = [
        SynchronizedField("recordings", overridable=False),
        SynchronizedField("slug", overridable=False),
    ]

    class Meta:
        abstract = True

    @property
    def path_in_site(self) -> str:
        return path_in_site(self.locale.language_code, self.url_path)

    def _above(self) -> list[dict[str, str]]:
        """The pages between the first page and this one."""
        return known(("above", self.path), self._crumbs)

    def _crumbs(self) -> list[dict[str, str]]:
        code = self.locale.language_code
        shows(f"menu:{code}")
        above = self.get_ancestors().filter(depth__gt=2).order_by("path")
        return [{"title": page.title, "url": path_in_site(code, page.url_path)} for page in above]

    def below(self) -> list[dict[str, str]]:
        """The live pages under this one, as links."""
        if not self.numchild:
            return []
        return [
            {"title": page.title, "url": f"{self.path_in_site}{page.slug}/"}
            for page in self.get_children().live().order_by("path")
        ]

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """How an editor may look at a page before it is published."""
        arabic = [("ar", _("In Arabic"))] if self.locale.language_code == "nl" and self.pk else []
        return [("", _("On the website")), ("paper", _("On paper")), *arabic]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> Any:
        page, language = self, self.locale.language_code
        if mode_name == "ar":
            language = "ar"
            page = self.get_translations().filter(locale__language_code="ar").first() or self
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response: Any = super(SitePage, page).serve_preview(request, mode_name)
            response = response.render() if hasattr(response, "render") else response
        if mode_name == "paper":
            response.content = response.content.replace(b'media="print"', b'media="all"')
        # Shown in a frame of the CMS, with Wagtail's own check for accessibility in it.
        response._csp_exempt = True
        return response

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        shows(f"page:{self.translation_key}")
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        urls, mine = self._addresses()
        context["translated_urls"] = urls
        context["crumbs"] = self._above() if self.depth > 3 else []
        # An alias shows the Dutch text in the tree of another language, until somebody translates it.
        context["is_untranslated"] = self.alias_of_id is not None
        context["dutch_url"] = urls.get("nl") if mine != "nl" else None
        return context

    def get_view_restrictions(self) -> Any:
        """None, in one look, as long as no page of the site is closed to anybody."""
        if known("restrictions", _any_restriction):
            return super().get_view_restrictions()
        return PageViewRestriction.objects.none()

    def _versions(self) -> list[tuple[int, str, str]]:
        shows(f"page:{self.translation_key}")
        found = Page.objects.filter(translation_key=self.translation_key).live().order_by("path")
        return list(found.values_list("pk", "locale__language_code", "url_path"))

    def _addresses(self) -> tuple[dict[str, str], str]:
        """Where each language of this page stands, and the language of this one; one query."""
        urls, mine = {}, ""
        for pk, code, url_path in known(("versions", self.translation_key), self._versions):
            urls[code] = path_in_site(code, url_path)
            mine = code if pk == self.pk else mine
        if mine:  # spares a query for what is known now
            self.locale = Locale(pk=self.locale_id, language_code=mine)
        return urls, mine or self.locale.language_code
