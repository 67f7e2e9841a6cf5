"""Pages about a neighbourhood: what was found, what is planned, which streets take part."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail_localize.fields import SynchronizedField

from design.days import midnight
from design.freshness import shows
from portal.gather.templatetags import gather_tags

from ..blocks import BODY
from ..plan_blocks import ANALYSIS, GOALS
from .base import SitePage, panels


class NeighbourhoodPage(SitePage):
    neighbourhood = models.ForeignKey(
        "people.Neighbourhood", verbose_name=_("neighbourhood"), on_delete=models.PROTECT, related_name="+"
    )
    body = StreamField(BODY, verbose_name=_("content"), blank=True)

    template = "pages/neighbourhood_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.AnalysisPage", "home.PlanPage", "home.InfoPage"]
    override_translatable_fields = [
        *SitePage.override_translatable_fields,
        SynchronizedField("neighbourhood", overridable=False),
    ]
    content_panels = panels(FieldPanel("neighbourhood"), FieldPanel("intro"), FieldPanel("body"))

    class Meta:
        verbose_name = _("neighbourhood page")


class AnalysisPage(SitePage):
    """What we know of the quarter: figures with their source, what people said, points of attention."""

    body = StreamField(ANALYSIS, verbose_name=_("content"), blank=True)

    template = "pages/analysis_page.html"
    parent_page_types = ["home.NeighbourhoodPage"]
    subpage_types: list[str] = []
    content_panels = panels(FieldPanel("intro"), FieldPanel("body"))

    class Meta:
        verbose_name = _("what we know of the quarter")


class PlanPage(SitePage):
    """Goals with their actions, and the same as a matrix of levels and months (002:133-160)."""

    first_month = models.DateField(_("first month"))
    last_month = models.DateField(_("last month"))
    goals = StreamField(GOALS, verbose_name=_("goals"), blank=True)

    template = "pages/plan_page.html"
    parent_page_types = ["home.NeighbourhoodPage"]
    subpage_types: list[str] = []
    override_translatable_fields = [
        *SitePage.override_translatable_fields,
        SynchronizedField("first_month", overridable=False),
        SynchronizedField("last_month", overridable=False),
    ]
    content_panels = panels(
        FieldPanel("intro"), FieldPanel("first_month"), FieldPanel("last_month"), FieldPanel("goals")
    )

    class Meta:
        verbose_name = _("plan of the quarter")

    def clean(self) -> None:
        from django.core.exceptions import ValidationError

        super().clean()
        if self.first_month and self.last_month:
            months = (self.last_month.year - self.first_month.year) * 12
            months += self.last_month.month - self.first_month.month
            if not 0 <= months < MOST_MONTHS:
                raise ValidationError(
                    {"last_month": _("From one month to three years, not the other way round.")}
                )


MOST_MONTHS = 36


class CampaignKind(models.TextChoices):
    NEIGHBOURS_DAY = "neighbours_day", _("neighbours' day")
    CONTEST = "contest", _("contest with a jury")


class CampaignPage(SitePage):
    """Streets take part: neighbours' day, or a contest of streets with a jury."""

    kind = models.CharField(
        _("sort"), max_length=15, choices=CampaignKind.choices, default=CampaignKind.NEIGHBOURS_DAY
    )
    neighbourhood = models.ForeignKey(
        "people.Neighbourhood", verbose_name=_("neighbourhood"), on_delete=models.PROTECT, related_name="+"
    )
    takes_entries_until = models.DateField(_("streets sign up until"), null=True, blank=True)
    shows_scores = models.BooleanField(
        _("show the result of the jury"), default=False, help_text=_("Tick this when the jury is ready.")
    )
    body = StreamField(BODY, verbose_name=_("content"), blank=True)

    template = "pages/campaign_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    override_translatable_fields: list[Any] = [
        *SitePage.override_translatable_fields,
        *(
            SynchronizedField(name, overridable=False)
            for name in ("kind", "neighbourhood", "takes_entries_until", "shows_scores")
        ),
    ]
    content_panels = panels(
        FieldPanel("intro"),
        FieldPanel("kind"),
        FieldPanel("neighbourhood"),
        FieldPanel("takes_entries_until"),
        FieldPanel("shows_scores"),
        FieldPanel("body"),
    )

    class Meta:
        verbose_name = _("campaign of streets")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        last = self.takes_entries_until
        has_result = self.shows_scores and self.kind == CampaignKind.CONTEST
        streets = gather_tags.street_results if has_result else gather_tags.streets
        is_open = last is None or timezone.localdate() <= last
        if last is not None and is_open:
            shows(until=midnight(last + timedelta(days=1)))
        return {**context, "streets": streets(self.translation_key), "is_open": is_open}
