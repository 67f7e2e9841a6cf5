from __future__ import annotations

import logging

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from portal.people.models import User

from .sms import NotSent, send_sms

log = logging.getLogger(__name__)


def send_code(user_pk: int, code: str, language: str) -> None:
    """By text message; by mail when the gateway fails and there is an address."""
    user = User.objects.filter(pk=user_pk, is_active=True, phone__isnull=False).first()
    if user is None:
        return
    with translation.override(language):
        try:
            send_sms(user.phone.as_e164, render_to_string("sms/login_code.txt", {"code": code}).strip())
        except NotSent as problem:
            log.warning("a code by text message did not leave: %s", problem)
            if user.email:
                subject = render_to_string("account/email/login_code_subject.txt").strip()
                body = render_to_string("account/email/login_code_message.txt", {"code": code}).strip()
                EmailMessage(subject, body, to=[user.email]).send()
