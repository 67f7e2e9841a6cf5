from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from .models import User
from .phones import link_of


class AccountAdapter(DefaultAccountAdapter):
    """Lets people in with the phone number or e-mail address that we know; opens no accounts."""

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
