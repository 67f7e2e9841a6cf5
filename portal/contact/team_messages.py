"""What a colleague hears of their own account; nothing in it says who they are."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from portal.people.models import User

from .enums import AccountStep
from .links import link_to
from .sms import NotSent, send_sms

log = logging.getLogger(__name__)


def tell_colleague(user_pk: int, kind: str) -> None:
    """By mail; by text message to who has no address."""
    user = User.objects.filter(pk=user_pk).first()
    if user is None:
        return
    with translation.override(settings.LANGUAGE_CODE):
        link = link_to("account_request_login_code")
        facts = {
            "link": link,
            "is_new": kind in {AccountStep.MADE, AccountStep.REOPENED},
            "is_closed": kind == AccountStep.CLOSED,
        }
        text = render_to_string("emails/colleague_account.txt", facts).strip()
    subject, _rest, body = text.partition("\n")
    if user.email:
        EmailMessage(subject.strip(), body.strip() + "\n", to=[user.email]).send()
    elif user.phone:
        try:
            send_sms(user.phone.as_e164, f"{subject.strip()}. {'' if facts['is_closed'] else link}".strip())
        except NotSent as problem:
            log.warning("a message to colleague %s did not leave: %s", user_pk, problem)
