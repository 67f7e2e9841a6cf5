"""What leaves the outbox, and what happens when it does not.

The row is locked while its mail leaves, and marked in the same transaction. A worker that is killed lets go
of the lock, and the next one takes the row. One double sending is left: the mail server took the mail, and
the process or the database died before the commit. Both mails then have the same Message-ID, by which
mailboxes know them to be one.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction
from django.db.utils import InterfaceError, OperationalError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from .enums import BACK_OFF, MOST_ATTEMPTS, MOST_TEXT_ATTEMPTS, MessageState, Problem, Route
from .hearing import next_loud
from .links import link_to
from .mails import digest, make_mail
from .models import Message, MessageQuerySet
from .sms import NotSent, send_sms

log = logging.getLogger(__name__)
PERMANENT = 500


def send_soon(pk: int) -> None:
    from .tasks import send_message

    send_message.enqueue(pk)


def send(pk: int, *, now: datetime | None = None) -> bool:
    """By mail or by text message, whichever it waits for. Return whether it left."""
    return send_mail(pk, now=now) or send_text(pk, now=now)


def send_due(now: datetime | None = None) -> tuple[int, int]:
    """All that waits and is due: how much left, and of how much. What the database lost waits again."""
    left = 0
    waiting = Message.objects.filter(route__in=[Route.MAIL, Route.TEXT], state=MessageState.WAITING)
    keys = list(waiting.due(now or timezone.now()).values_list("pk", flat=True))
    for pk in keys:
        try:
            left += send(pk, now=now)
        except (OperationalError, InterfaceError) as problem:
            log.warning("message %s waits: the database went away (%s)", pk, type(problem).__name__)
            connection.close()
    return left, len(keys)


def _locked(found: MessageQuerySet) -> list[Message]:
    """Those that no other worker has in hand, in the order of their keys."""
    skips = connection.features.has_select_for_update_skip_locked
    return list(found.select_for_update(of=("self",), skip_locked=skips).order_by("pk"))


def send_mail(pk: int, *, now: datetime | None = None) -> bool:
    """Send one mail that is due, with all others of that person that wait for the same morning.

    Return whether it left. After `MOST_ATTEMPTS` a mail to a person becomes a call; others are given up.
    """
    now = now or timezone.now()
    with transaction.atomic():
        together = _locked(_together(pk, now))
        if pk not in {each.pk for each in together}:
            return False
        ready = [each for each in together if _can_be_mailed(each, now)]
        return bool(ready) and _mail(ready, now)


def _together(pk: int, now: datetime) -> MessageQuerySet:
    due = Message.objects.to_mail().due(now)
    one = due.filter(pk=pk)
    person = one.filter(in_digest=True).values_list("person", flat=True).first()
    return due.filter(in_digest=True, person=person) if person else one


def _can_be_mailed(message: Message, now: datetime) -> bool:
    if not message.address:  # taken away, or stopped, since
        _give_up(message, now, Problem.NO_ADDRESS)
        return False
    message.body = _whole(message, now)
    if not message.body:  # taken back, or replaced by another
        message.state, message.settled_at = MessageState.FAILED, now
        message.save(update_fields=["state", "settled_at"])
        return False
    return True


def _mail(ready: list[Message], now: datetime) -> bool:
    first, last = ready[0], ready[-1]
    subject, body = (first.subject, first.body) if first == last else digest(ready)
    mail_id = f"<{first.pk}.{last.pk}.{first.created_at:%Y%m%d%H%M%S}@{urlsplit(settings.SITE_URL).hostname}>"
    headers = {"Message-ID": mail_id, **_headers(first)}
    try:
        make_mail(subject, body, to=first.address, language=first.language, headers=headers).send()
    except Exception as problem:  # noqa: BLE001  down, refusing or odd: it is tried again, and then called
        for message in ready:
            _failed(message, problem, now)
        return False
    for message in ready:
        message.attempts += 1
        message.state, message.settled_at = MessageState.SENT, now
        message.mail_id, message.problem = mail_id, ""
        message.save(update_fields=["attempts", "state", "settled_at", "mail_id", "problem"])
    return True


def _failed(message: Message, problem: Exception, now: datetime) -> None:
    message.attempts += 1
    message.problem = Problem.REFUSED if _is_refused(problem) else Problem.MAIL_DOWN
    log.warning(
        "mail %s did not leave (attempt %s): %s", message.pk, message.attempts, type(problem).__name__
    )
    if message.attempts >= MOST_ATTEMPTS or message.problem == Problem.REFUSED:
        _give_up(message, now, Problem(message.problem))
    else:
        message.send_after = now + timedelta(minutes=BACK_OFF[message.attempts - 1])
    message.save(update_fields=["attempts", "problem", "send_after"])


def _is_refused(problem: Exception) -> bool:
    """For good: trying again changes nothing."""
    if not isinstance(problem, SMTPRecipientsRefused) or not problem.recipients:
        return False
    return all(code >= PERMANENT for code, _why in problem.recipients.values())


def send_text(pk: int, *, now: datetime | None = None) -> bool:
    """Send one text message that is due: that there is news, never what. When it fails, a mail or a call."""
    now = now or timezone.now()
    with transaction.atomic():
        message = next(iter(_locked(Message.objects.to_text().due(now).filter(pk=pk))), None)
        if message is None or message.person is None:
            return False
        if message.person.is_restricted or not message.person.phone:
            _give_up(message, now, Problem.NO_ADDRESS)
            return False
        message.attempts += 1
        try:
            send_sms(message.person.phone.as_e164, _news(message))
        except NotSent as problem:
            log.warning("text message %s did not leave: %s", pk, problem)
            _text_failed(message, now)
            return False
        message.state, message.settled_at, message.problem = MessageState.SENT, now, ""
        message.save(update_fields=["attempts", "state", "settled_at", "problem"])
    return True


def _news(message: Message) -> str:
    with translation.override(message.language):
        facts = {"link": settings.SITE_URL + reverse("mine"), "phone": message.neighbourhood.phone}
        return render_to_string("sms/news.txt", facts).strip()


def _text_failed(message: Message, now: datetime) -> None:
    message.problem = Problem.TEXT_DOWN
    if message.attempts < MOST_TEXT_ATTEMPTS:
        later = now + timedelta(minutes=BACK_OFF[message.attempts - 1])
        message.send_after = next_loud(later) or later
    elif message.address:
        message.route, message.attempts, message.send_after = Route.MAIL, 0, None
    else:
        message.route = Route.CALL
    message.save(update_fields=["route", "attempts", "problem", "send_after"])


def _whole(message: Message, now: datetime) -> str:
    """The text as it leaves; a link that is a secret comes in only now. Empty when it is over."""
    from . import invitations

    if message.kind != invitations.KIND:
        return message.body
    return invitations.filled_in(message.body, message.key, now)


def _give_up(message: Message, now: datetime, problem: Problem) -> None:
    """Somebody we know is called instead; of a subscriber we know nothing but the address."""
    message.problem = problem
    if message.person_id or message.organisation_id:
        message.route = Route.CALL
    else:
        message.state = MessageState.FAILED
        message.settled_at = now
    message.save(update_fields=["route", "state", "settled_at", "problem"])


def _headers(message: Message) -> dict[str, str]:
    """One click in the mail program stops the mail (RFC 2369, RFC 8058)."""
    if message.subscriber is None:
        return {}
    with translation.override(message.subscriber.language):
        link = link_to("stop_subscription", message.subscriber.key)
    return {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
