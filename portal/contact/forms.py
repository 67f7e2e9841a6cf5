from __future__ import annotations

from django import forms
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from design.traps import TrapForm

from .models import Message

MOST_FEEDBACK = 1000
MOST_PATH = 200


class SubscribeForm(TrapForm):
    email = forms.EmailField(
        label=_("Your e-mail"),
        widget=forms.EmailInput({"autocomplete": "email", "dir": "ltr"}),
        error_messages={
            "required": _("Fill in your e-mail address."),
            "invalid": _("This is no e-mail address. Look at it again."),
        },
    )


class FeedbackForm(TrapForm):
    page = forms.CharField(
        label=_("Which page?"),
        max_length=MOST_PATH,
        required=False,
        widget=forms.TextInput({"dir": "auto"}),
        help_text=_("The address, or what the page is about."),
    )
    text = forms.CharField(
        label=_("What does not work?"),
        max_length=MOST_FEEDBACK,
        widget=forms.Textarea({"rows": 5, "dir": "auto"}),
        error_messages={"required": _("Write in a few words what does not work.")},
    )
    reach = forms.CharField(
        label=_("How do we reach you?"),
        max_length=Message._meta.get_field("stranger").max_length,
        required=False,
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
        help_text=_("A phone number or an e-mail address, so that we can answer."),
    )


def local_path(typed: str) -> str:
    """The page of ours that is meant; empty when it is something else."""
    is_ours = typed.startswith("/") and url_has_allowed_host_and_scheme(typed, allowed_hosts=None)
    return typed if is_ours and len(typed) <= MOST_PATH else ""
