from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import translation

from portal.people import adapters
from portal.people.models import Person, User


class AccountAdapter(adapters.AccountAdapter):
    """What an account needs of the outside: text messages."""

    def send_verification_code_sms(self, user: User, phone: str, code: str, **kwargs: Any) -> None:
        """By the worker, so that an answer for a known number takes no longer than for an unknown one."""
        from .tasks import send_login_code

        person = Person.objects.filter(user=user).first()
        page = translation.get_language() or settings.LANGUAGE_CODE
        send_login_code.enqueue(user.pk, code, person.written_language if person else page)
