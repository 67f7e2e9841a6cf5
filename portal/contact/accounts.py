from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import translation

from portal.people import adapters
from portal.people.models import User

LOGIN_CODE = "account/email/login_code"
NOBODY = 0


class AccountAdapter(adapters.AccountAdapter):
    """What an account needs of the outside: codes by mail and by text message.

    Both leave by the worker, which gets a task for who is unknown too: the time of the answer tells nothing.
    """

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        if template_prefix == LOGIN_CODE:
            user = User.objects.filter(email__iexact=email).first()
            _hand_over(user.pk if user else NOBODY, str(context["code"]), by_mail=True)
        elif "unknown_account" in template_prefix:
            User.objects.filter(email__iexact=email).first()
            _hand_over(NOBODY, self.generate_login_code(), by_mail=True)
        else:
            super().send_mail(template_prefix, email, context)

    def send_verification_code_sms(self, user: User, phone: str, code: str, **kwargs: Any) -> None:
        _hand_over(user.pk, code, by_mail=False)

    def send_unknown_account_sms(self, phone: str, **kwargs: Any) -> None:
        _hand_over(NOBODY, self.generate_login_code(), by_mail=False)


def _hand_over(user_pk: int, code: str, *, by_mail: bool) -> None:
    from .tasks import send_login_code

    page = translation.get_language() or settings.LANGUAGE_CODE
    send_login_code.enqueue(user_pk, code, page, by_mail)
