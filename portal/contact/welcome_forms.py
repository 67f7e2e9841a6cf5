from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from design.forms import Choices

from .invitation_rules import Way

TO = {
    "phone": _("By text message to %(shown)s"),
    "email": _("By mail to %(shown)s"),
}


class CodeForm(forms.Form):
    """The code of the letter."""

    code = forms.CharField(
        label=_("The code from your letter"),
        help_text=_("Eight characters. Capitals and dashes do not matter."),
        max_length=60,
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "dir": "ltr"}
        ),
    )


class WayForm(forms.Form):
    way = forms.ChoiceField(label=_("Where may we send your second code?"), widget=Choices)

    def __init__(self, *args: Any, ways: list[Way], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = [(way.slug, TO[way.slug] % {"shown": f"\u2066{way.shown}\u2069"}) for way in ways]
        self.fields["way"].choices = found  # type: ignore[attr-defined]
        self.fields["way"].initial = found[0][0] if found else None


class ProofForm(forms.Form):
    code = forms.CharField(
        label=_("The second code"),
        max_length=40,
        widget=forms.TextInput({"autocomplete": "one-time-code", "spellcheck": "false", "dir": "ltr"}),
    )
