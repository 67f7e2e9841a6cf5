"""Our own screens in the CMS. Wagtail lets in who may use the CMS; the others ask for more."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminPageChooser
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from home.broken_links import broken_links
from home.models import MissedAddress
from home.translating import overview


class OwnScreen(WagtailAdminTemplateMixin):
    """With its title as a heading."""

    breadcrumbs_items: list[dict[str, str]] = []


class TranslationsView(OwnScreen, TemplateView):
    page_title = gettext_lazy("Translations")
    header_icon = "wagtail-localize-language"
    template_name = "cms/translations.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = overview()
        return super().get_context_data(
            rows=rows, languages=[cell.language for cell in rows[0].cells] if rows else [], **kwargs
        )


class BrokenLinksView(OwnScreen, TemplateView):
    page_title = gettext_lazy("Links that do not work")
    header_icon = "link"
    template_name = "cms/broken_links.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(broken=broken_links(), **kwargs)


class MissedView(OwnScreen, TemplateView):
    page_title = gettext_lazy("Pages that were not found")
    header_icon = "warning"
    template_name = "cms/missed.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(missed=MissedAddress.objects.all()[:100], **kwargs)


class LeadOnForm(forms.Form):
    page = forms.ModelChoiceField(
        Page.objects.live().filter(depth__gt=1),
        label=gettext_lazy("Page that people should come to"),
        widget=AdminPageChooser(),
    )


class LeadOnView(PermissionRequiredMixin, OwnScreen, FormView):  # type: ignore[type-arg]  # not at run time
    """Makes a redirect of an address that was missed."""

    permission_required = "wagtailredirects.add_redirect"
    raise_exception = True
    form_class = LeadOnForm
    page_title = gettext_lazy("Lead people on")
    header_icon = "redirect"
    template_name = "cms/lead_on.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        missed = get_object_or_404(MissedAddress, pk=self.kwargs["pk"])
        return super().get_context_data(missed=missed, **kwargs)

    def form_valid(self, form: LeadOnForm) -> HttpResponse:
        missed = get_object_or_404(MissedAddress, pk=self.kwargs["pk"])
        Redirect.objects.update_or_create(
            old_path=Redirect.normalise_path(missed.path),
            site=None,
            defaults={"redirect_page": form.cleaned_data["page"], "is_permanent": True},
        )
        missed.delete()
        messages.success(self.request, _("From now on this address leads to the page."))
        return redirect("cms_missed")


class GuideView(OwnScreen, TemplateView):
    page_title = gettext_lazy("Start guide")
    header_icon = "help"
    template_name = "cms/guide.html"
