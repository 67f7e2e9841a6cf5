from __future__ import annotations

from allauth.account import forms as allauth_forms
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .models import User
from .phones import gets_texts, link_of


def sends_texts() -> bool:
    """Whether there is a gateway for text messages; the demo shows them on the console."""
    return bool(settings.SMS_URL) or settings.DEMO_ALLOWED


def _plain(field: forms.Field, label: object, hint: object = "") -> None:
    """Our words, above the field and not in it."""
    field.label = label  # type: ignore[assignment]
    field.help_text = hint  # type: ignore[assignment]
    field.widget.attrs.pop("placeholder", None)


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
    """One field for an e-mail address or a mobile number; what it says never depends on who is known."""

    _user: User | None

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = forms.CharField(
            label=_("Your e-mail address or mobile number") if sends_texts() else _("Your e-mail address"),
            max_length=254,
            widget=forms.TextInput({"autocomplete": "username", "dir": "ltr"}),
        )
        self.fields.pop("phone", None)

    def clean_email(self) -> str:
        """The address; empty when it is a number, which then stands in `cleaned_data["phone"]`."""
        typed: str = self.cleaned_data["email"].strip()
        if "@" in typed or not sends_texts():
            self.cleaned_data["email"] = forms.EmailField().clean(typed).lower()
            return str(super().clean_email())
        if not gets_texts(typed):
            raise ValidationError(
                _("This is no e-mail address and no mobile number. Look at it again, or call us.")
            )
        self.cleaned_data["phone"] = link_of(typed)
        self.cleaned_data["phone"] = super().clean_phone()
        user: User | None = self._user
        self._user = user if user and user.is_active else None
        return ""


CODE = _("Code from your app, or a recovery code")


class AuthenticateForm(mfa_forms.AuthenticateForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["code"], CODE)


class AuthenticateAgainForm(mfa_forms.ReauthenticateForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["code"], CODE)


class PasswordAgainForm(allauth_forms.ReauthenticateForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["password"], _("Your password"))


NEW_HINT = _("At least twelve characters. Three words that only you would put together do well.")


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        hint = _("Forgot it? Sign out, and sign in with a code.")
        _plain(self.fields["oldpassword"], _("Your password of now"), hint)
        _plain(self.fields["password1"], _("New password"), NEW_HINT)
        _plain(self.fields["password2"], _("The same once more"))


class SetPasswordForm(allauth_forms.SetPasswordForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["password1"], _("New password"), NEW_HINT)
        _plain(self.fields["password2"], _("The same once more"))


class ActivateAppForm(totp_forms.ActivateTOTPForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _plain(
            self.fields["code"], _("Code from the app"), _("Six digits. A new code comes every half minute.")
        )
        self.fields["code"].widget.attrs.update(inputmode="numeric", dir="ltr")


class AddPasskeyForm(webauthn_forms.AddWebAuthnForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _plain(
            self.fields["name"], _("Name of this passkey"), _("So that you know later which device it is on.")
        )
        self.fields["name"].widget.attrs["maxlength"] = 60
        _plain(
            self.fields["passwordless"],
            _("I want to sign in with this passkey alone"),
            _("Then you need no code. Your device asks for your finger, your face or your PIN."),
        )
        self.fields["passwordless"].initial = True
