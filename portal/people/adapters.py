from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .models import User
from .phones import link_of

WRONG = _("This does not fit together. Look at the e-mail address or phone number, and at the password.")


class AccountAdapter(DefaultAccountAdapter):
    """Lets people in with the phone number or e-mail address that we know; opens no accounts."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": WRONG,
        "phone_password_mismatch": WRONG,
        "username_password_mismatch": WRONG,
        "incorrect_code": _("This is not the right code. Look at the mail again."),
        "too_many_login_attempts": _("You tried very often. Wait a few minutes, or call us."),
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

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        # "Somebody tried an address that we do not know" would be mail to a stranger.
        if "unknown_account" not in template_prefix:
            super().send_mail(template_prefix, email, context)

    def send_unknown_account_sms(self, phone: str, **kwargs: Any) -> None:
        return None
