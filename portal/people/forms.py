"""Fields with which anybody says who they are, asked the same way everywhere."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from .actions import Who
from .enums import SPOKEN_FIRST, Language


def language_choices() -> list[tuple[str, Any]]:
    first = [(language.value, language.label) for language in SPOKEN_FIRST]
    return first + [choice for choice in Language.choices if choice[0] not in {*SPOKEN_FIRST}]


class ReachForm(forms.Form):
    """Who somebody is and how we reach them: a phone number or an e-mail address is enough."""

    first_name = forms.CharField(
        label=_("First name"),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "given-name"}),
        error_messages={"required": _("Fill in a first name.")},
    )
    last_name = forms.CharField(
        label=_("Family name"),
        max_length=60,
        required=False,
        widget=forms.TextInput({"autocomplete": "family-name"}),
    )
    phone = PhoneNumberField(
        label=_("Phone number"),
        required=False,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel", "inputmode": "tel", "dir": "ltr"}),
        error_messages={"invalid": _("We cannot call this number. Look at the digits again.")},
    )
    email = forms.EmailField(
        label=_("E-mail"), required=False, widget=forms.EmailInput({"autocomplete": "email", "dir": "ltr"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("phone", "email"):
            setattr(self.fields[name], "one_of_two", True)  # noqa: B010  read by components/field.html

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        given = cleaned.get("phone") or cleaned.get("email")
        if not given and "phone" not in self.errors and "email" not in self.errors:
            self.add_error("phone", _("Give a phone number or an e-mail address. One of the two is enough."))
        return cleaned

    def who(self) -> Who:
        """Somebody as they introduced themselves; for a form that asks the language too."""
        data = self.cleaned_data
        return Who(
            first_name=data["first_name"].strip(),
            last_name=data["last_name"].strip(),
            phone=str(data["phone"].as_e164) if data["phone"] else "",
            email=data["email"].lower(),
            language=data["language"],
        )
