from __future__ import annotations

import logging

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from portal.people.models import Person, User

from .sms import NotSent, send_sms

log = logging.getLogger(__name__)


def send_code(user_pk: int, code: str, page_language: str, by_mail: bool) -> None:
    """To who asked for it; by mail also when the gateway for text messages fails and there is an address."""
    user = User.objects.filter(pk=user_pk, is_active=True).first()
    if user is None:
        return
    person = Person.objects.filter(user=user).first()
    language = person.written_language if person and not by_mail else page_language
    phone = "" if by_mail or not user.phone else str(user.phone.as_e164)
    deliver(code, phone=phone, email=user.email or "", language=language)


def deliver(code: str, *, phone: str, email: str, language: str) -> None:
    """By text message where there is a number; else, or when that fails, by mail."""
    with translation.override(language):
        if phone:
            try:
                send_sms(phone, render_to_string("sms/login_code.txt", {"code": code}).strip())
                return
            except NotSent as problem:
                log.warning("a code by text message did not leave: %s", problem)
        if email:
            subject = render_to_string("account/email/login_code_subject.txt").strip()
            body = render_to_string("account/email/login_code_message.txt", {"code": code}).strip()
            EmailMessage(subject, body, to=[email]).send()
