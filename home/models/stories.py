from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail_localize.fields import SynchronizedField

from portal.people.enums import Channel

from ..blocks import BODY
from ..page_forms import StoryForm
from .base import SitePage, panels

PER_PAGE = 12


class StoryKind(models.TextChoices):
    STORY = "story", _("story")
    NEWS = "news", _("news")


class StoriesPage(SitePage):
    template = "pages/stories_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.StoryPage"]
    max_count_per_parent = 1
    content_panels = panels(FieldPanel("intro"))

    class Meta:
        verbose_name = _("stories and news")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """`pages` of twelve, by `?pagina=`; a number that is none shows the first or the last."""
        from ..stories import newest, shown

        context = super().get_context(request, *args, **kwargs)
        found = newest(self.locale.language_code, timezone.localdate())
        pages = Paginator(found, PER_PAGE)
        page = pages.get_page(request.GET.get("pagina"))
        context.update(stories=shown(list(page.object_list)), at=page, pages=pages)
        return context


class StoryPage(SitePage):
    """A story of neighbours, with their consent, until a day that works by itself; or a piece of news."""

    kind = models.CharField(_("sort"), max_length=5, choices=StoryKind.choices, default=StoryKind.STORY)
    day = models.DateField(_("date"), default=timezone.localdate)
    image = models.ForeignKey(
        "home.SiteImage",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    body = StreamField(BODY, verbose_name=_("content"), blank=True)
    take_down_on = models.DateField(
        _("take down on"), null=True, blank=True, help_text=_("From this day nobody sees it any more.")
    )

    base_form_class = StoryForm
    template = "pages/story_page.html"
    parent_page_types = ["home.StoriesPage"]
    subpage_types: list[str] = []
    override_translatable_fields = [
        *SitePage.override_translatable_fields,
        *(SynchronizedField(name, overridable=False) for name in ("kind", "day", "image", "take_down_on")),
    ]
    content_panels = panels(
        FieldPanel("intro"),
        FieldPanel("kind"),
        FieldPanel("day"),
        FieldPanel("image"),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("take_down_on"), InlinePanel("consents", label=_("person in this story"))],
            heading=_("Consent"),
            help_text=_("Everybody in the text or on the picture, and the day on which they agreed."),
        ),
    )

    class Meta:
        verbose_name = _("story or news")

    def is_up(self, on: date) -> bool:
        """Published, not past its day, and nobody in it took their consent back, in any language."""
        from ..stories import shown, up

        return bool(shown(list(up(StoryPage.objects.filter(pk=self.pk), on))))

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """410 once it is down: it was here, and is gone for good reason."""
        if not getattr(request, "is_preview", False) and not self.is_up(timezone.localdate()):
            return render(request, "pages/error_410.html", status=410)
        served: HttpResponse = super().serve(request, *args, **kwargs)
        return served


class StoryConsent(Orderable):
    """Who is in a story or on its picture, and how that person agreed. Never shown to the public."""

    page = ParentalKey(StoryPage, on_delete=models.CASCADE, related_name="consents")
    name = models.CharField(_("who"), max_length=80)
    in_text = models.BooleanField(_("told about in the text"), default=True)
    in_picture = models.BooleanField(_("is on the picture"), default=False)
    given_on = models.DateField(_("agreed on"), null=True, blank=True)
    how = models.CharField(_("how"), max_length=10, choices=Channel.choices, default=Channel.PAPER)
    withdrawn_on = models.DateField(_("taken back on"), null=True, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("consent for a story")

    def __str__(self) -> str:
        return self.name

    def is_in_force(self) -> bool:
        return self.given_on is not None and self.withdrawn_on is None
