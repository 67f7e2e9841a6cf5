"""What keeps programs out of the forms that anybody may send: a field nobody sees, and hardly any time."""

from __future__ import annotations

import time
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

# Nobody fills in a form in three seconds; a program does.
LEAST_SECONDS = 3
_SALT = "ask"


def start_stamp() -> str:
    """When the form was opened, signed."""
    return signing.dumps(time.time(), salt=_SALT)


def too_quick(stamp: str) -> bool:
    try:
        started: float = signing.loads(stamp, salt=_SALT)
    except signing.BadSignature:
        return True
    return time.time() - started < LEAST_SECONDS


def check_traps(website: Any, stamp: str) -> None:
    """Raise `ValidationError` when a program filled this in."""
    if website or too_quick(stamp):
        raise forms.ValidationError(_("That went very fast. Wait a moment and send it again, or call us."))


class TrapForm(forms.Form):
    """Both traps, for a form of one screen; give it `initial={"started": start_stamp()}`."""

    # Filled in by programs only; people do not see it.
    website = forms.CharField(
        required=False, label=_("Leave this empty"), widget=forms.TextInput({"tabindex": "-1"})
    )
    started = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        check_traps(cleaned.get("website"), cleaned.get("started", ""))
        return cleaned
