from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from design.sealed import seal, unseal

from . import second_factor
from .models import User
from .phones import link_of

WRONG = _("This does not fit together. Look at the e-mail address or phone number, and at the password.")
PASSKEY_AGAIN = "mfa_reauthenticate:webauthn"
METHODS = {
    "reauthenticate": _("Use your password"),
    "mfa_reauthenticate": _("Use a code from your app, or a recovery code"),
    PASSKEY_AGAIN: _("Use your passkey"),
}


class AccountAdapter(DefaultAccountAdapter):
    """Lets people in with the phone number or e-mail address that we know; opens no accounts."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": WRONG,
        "phone_password_mismatch": WRONG,
        "username_password_mismatch": WRONG,
        "incorrect_code": _("This is not the right code. Look at the mail again."),
        "too_many_login_attempts": _("You tried very often. Wait a few minutes, or call us."),
        "rate_limited": _("You tried very often. Wait a few minutes, or call us."),
        "incorrect_password": _("This is not your password. Look at it again."),
        "enter_current_password": _("This is not your password. Look at it again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        return (str(user.phone.as_e164), True) if user.phone else None

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        user.phone = phone
        user.save(update_fields=["phone"])

    def set_phone_verified(self, user: User, phone: str) -> None:
        self.set_phone(user, phone, True)

    def get_user_by_phone(self, phone: str) -> User | None:
        """By any notation of the number."""
        return User.objects.filter(phone=link_of(phone)).first()

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        user = request.user
        if isinstance(user, User) and second_factor.is_asked_of(user) and not second_factor.has_one(user):
            return reverse("mfa_index")
        url: str = super().get_login_redirect_url(request)
        return url

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not for who came in, or used a second factor, minutes ago."""
        user = self.request.user
        if isinstance(user, User) and second_factor.proved_recently(self.request, user):
            return False
        required: bool = super().is_reauthentication_required(app=app, **kwargs)
        return required

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """The passkey first; the password only where there is nothing stronger."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        strong = [method for method in methods if method["id"] != "reauthenticate"]
        for method in methods:
            method["description"] = METHODS[method["id"]]
        return sorted(strong, key=lambda method: method["id"] != PASSKEY_AGAIN) or methods

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """One mail for whatever changed in how somebody signs in; it holds no address on the network."""
        if user.email:
            self.send_mail("account/email/way_in_changed", user.email, {})

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        # "Somebody tried an address that we do not know" would be mail to a stranger.
        if "unknown_account" not in template_prefix:
            super().send_mail(template_prefix, email, context)

    def send_unknown_account_sms(self, phone: str, **kwargs: Any) -> None:
        return None


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This is not right. Try it once more."),
    }

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def build_totp_svg(self, url: str) -> str:
        """To stand in the page itself, which loads no `data:` address; white behind it, also in the dark."""
        import qrcode
        from qrcode.image.svg import SvgPathFillImage

        drawn: bytes = qrcode.make(url, image_factory=SvgPathFillImage).to_string()
        return drawn.decode()

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002  theirs
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey %(number)s") % {"number": number}
