from __future__ import annotations

from allauth.account import forms as allauth_forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .phones import link_of


class LoginForm(allauth_forms.LoginForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail or phone number")
        self.fields["login"].widget.attrs.pop("placeholder", None)
        self.fields["password"].widget.attrs.pop("placeholder", None)
        self.fields["password"].help_text = ""
        self.fields.pop("remember", None)

    def clean_login(self) -> str:
        """A phone number in any notation; anything else as it was typed."""
        login: str = self.cleaned_data["login"].strip()
        return login if "@" in login else link_of(login)


class RequestLoginCodeForm(allauth_forms.RequestLoginCodeForm):
    """Codes go by mail; a phone number gets a sentence that says how to come in."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Your e-mail address")
        self.fields["email"].required = True
        self.fields["email"].widget.attrs.pop("placeholder", None)
        self.fields.pop("phone", None)

    def clean(self) -> dict[str, object]:
        if "email" not in self.cleaned_data and not self.errors:
            raise ValidationError(_("Give your e-mail address."))
        cleaned: dict[str, object] = super().clean()
        return cleaned
