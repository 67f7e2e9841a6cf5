from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from design.forms import Choices, DateInput, ManyChoices

COLOURS = ["ground", "quiet", "sun", "brick", "leaf", "night"]
PICTOGRAMS = [
    "chores",
    "rubbish",
    "garden",
    "transport",
    "company",
    "dog",
    "documents",
    "ask",
    "help",
    "lend",
    "call",
    "logo",
]
ICONS = [
    "phone",
    "phone-incoming",
    "check",
    "minus",
    "list-checks",
    "pencil",
    "user-round",
    "log-in",
    "log-out",
    "smile",
    "meh",
    "frown",
]
STATES = {
    "new": _("new"),
    "discussed": _("discussed"),
    "searching": _("looking for a volunteer"),
    "agreed": _("agreed"),
    "done": _("help given"),
    "closed": _("closed"),
    "referred": _("referred"),
    "withdrawn": _("withdrawn"),
}


class Sample(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("First name"), help_text=_("As people call you."))
    text = forms.CharField(label=_("Question"), widget=forms.Textarea({"rows": 3}), required=False)
    day = forms.DateField(label=_("Day"), widget=DateInput())
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    timing = forms.ChoiceField(
        label=_("When?"), choices=[("a", _("this week")), ("b", _("no hurry"))], widget=Choices(inline=True)
    )
    parts = forms.MultipleChoiceField(
        label=_("Part of the day"),
        choices=[("a", _("morning")), ("b", _("evening"))],
        widget=ManyChoices(inline=True),
    )
    agree = forms.BooleanField(label=_("Agrees that we keep the question"))


def style_guide(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for the team and for whoever builds."""
    may_see: Any = getattr(request.user, "may", None)
    if not settings.DEBUG and not (may_see and may_see("see_style_guide")):
        raise PermissionDenied
    filled = {"name": "Rosa", "text": "Een lamp vervangen.", "timing": "a", "parts": ["a"], "agree": True}
    context = {
        "empty": Sample(auto_id="empty_%s"),
        "filled": Sample(initial=filled, auto_id="filled_%s"),
        "wrong": Sample({"day": "31 februari"}, auto_id="wrong_%s"),
        "colours": COLOURS,
        "pictograms": PICTOGRAMS,
        "icons": ICONS,
        "states": STATES,
    }
    return render(request, "pages/style_guide.html", context)
