from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail_localize.fields import SynchronizedField

from design.fields import ListField
from portal.gather.enums import EventKind, Repeats
from portal.people.enums import Language

from ..blocks import BODY
from ..page_forms import EventForm
from .base import SitePage, panels

FACTS = (
    "neighbourhood",
    "kind",
    "starts_on",
    "start_time",
    "end_time",
    "repeats",
    "repeats_until",
    "place",
    "street",
    "city",
    "languages",
    "price",
    "seats",
    "takes_sign_ups",
    "image",
)


class AgendaPage(SitePage):
    template = "pages/agenda_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.EventPage"]
    max_count_per_parent = 1
    content_panels = panels(FieldPanel("intro"))

    class Meta:
        verbose_name = _("agenda")


class EventPage(SitePage):
    """Tells about an event. Its facts are typed on the Dutch page and published to `gather.Event`;
    every language shows the published facts, so that no translation names another hour."""

    neighbourhood = models.ForeignKey(
        "people.Neighbourhood", verbose_name=_("neighbourhood"), on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(_("sort"), max_length=15, choices=EventKind.choices, default=EventKind.INFO)
    starts_on = models.DateField(_("day"))
    start_time = models.TimeField(_("from"))
    end_time = models.TimeField(_("until"))
    repeats = models.CharField(_("how often"), max_length=12, choices=Repeats.choices, default=Repeats.NEVER)
    repeats_until = models.DateField(_("last day"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    street = models.CharField(_("street and number"), max_length=120, blank=True)
    city = models.CharField(_("postcode and city"), max_length=80, blank=True)
    access = models.CharField(
        _("getting in"),
        max_length=250,
        blank=True,
        help_text=_("Is there a step, a lift, a toilet for wheelchairs? Where is the door?"),
    )
    languages = ListField(_("languages spoken there"), choices=Language.choices, blank=True)
    price = models.DecimalField(
        _("price in euro"), max_digits=6, decimal_places=2, default=0, help_text=_("0 is free.")
    )
    seats = models.PositiveSmallIntegerField(
        _("seats"), null=True, blank=True, help_text=_("Empty: there is room for everybody.")
    )
    takes_sign_ups = models.BooleanField(_("people sign up"), default=True)
    image = models.ForeignKey(
        "home.SiteImage",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    body = StreamField(BODY, verbose_name=_("content"), blank=True)
    report = StreamField(
        BODY,
        verbose_name=_("report"),
        blank=True,
        help_text=_("Afterwards: what was said, what comes of it."),
    )

    base_form_class = EventForm
    template = "pages/event_page.html"
    parent_page_types = ["home.AgendaPage"]
    subpage_types: list[str] = []
    override_translatable_fields = [
        *SitePage.override_translatable_fields,
        *(SynchronizedField(name, overridable=False) for name in FACTS),
    ]
    content_panels = panels(
        FieldPanel("intro"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("kind"), FieldPanel("neighbourhood")]),
                FieldRowPanel([FieldPanel("starts_on"), FieldPanel("start_time"), FieldPanel("end_time")]),
                FieldRowPanel([FieldPanel("repeats"), FieldPanel("repeats_until")]),
            ],
            heading=_("When"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("place"),
                FieldRowPanel([FieldPanel("street"), FieldPanel("city")]),
                FieldPanel("access"),
            ],
            heading=_("Where"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("takes_sign_ups"), FieldPanel("seats"), FieldPanel("price")]),
                FieldPanel("languages"),
            ],
            heading=_("Coming along"),
        ),
        FieldPanel("image"),
        FieldPanel("body"),
        FieldPanel("report"),
    )

    class Meta:
        verbose_name = _("event")

    def clean(self) -> None:
        super().clean()
        wrong: dict[str, Any] = {}
        if self.start_time and self.end_time and self.end_time <= self.start_time:
            wrong["end_time"] = _("The end comes after the beginning.")
        if self.repeats_until and self.starts_on and self.repeats_until < self.starts_on:
            wrong["repeats_until"] = _("The last day comes after the first.")
        if self.seats == 0:
            wrong["seats"] = _("At least one seat, or leave it empty.")
        if wrong:
            raise ValidationError(wrong)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..agenda import event_context

        context = super().get_context(request, *args, **kwargs)
        return {**context, **event_context(self, timezone.now())}
