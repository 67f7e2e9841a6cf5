from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from portal.people.models import Neighbourhood, Organisation, Person, User

from .enums import MessageState, Route
from .hearing import Told, hears
from .links import link_to
from .models import Message, Subscriber
from .sending import send_mail, send_soon

__all__ = ["About", "send_mail", "take_message", "tell", "tell_subscriber", "tick_off"]


@dataclass(frozen=True)
class About:
    """Whose team tells it, and the page where a broker finds what it is about."""

    neighbourhood_id: int
    path: str = ""


def tell(
    person: Person,
    kind: str,
    *,
    key: str,
    now: datetime,
    about: About | None = None,
    route: Route | None = None,
    needs_page: bool = False,
    **facts: Any,
) -> Message:
    """Put a message in the outbox, once per `key`, in the person's language.

    `emails/<kind>.txt` is the mail, its first line the subject; `calls/<kind>.txt` is what a broker says.
    How and when they hear it is decided in one place (`hearing.decide`); `route` goes before that.
    Whose data may not be used is told nothing: it becomes a call that waits until we may.
    What leaves, leaves after the transaction is committed.
    """
    language = person.written_language
    about = about or About(person.neighbourhood_id)
    told = Told(route) if route else hears(person, kind, needs_page=needs_page, now=now)
    is_seen = told.route == Route.PAGE
    with translation.override(language):
        script = render_to_string(f"calls/{kind}.txt", facts).strip()
        mail = "" if route == Route.CALL else render_to_string(f"emails/{kind}.txt", facts).strip()
    with translation.override(settings.LANGUAGE_CODE):
        gist = render_to_string(f"calls/{kind}.txt", facts).strip()
    subject, _, body = (mail or script).partition("\n")
    message, is_new = Message.objects.get_or_create(
        key=f"{kind}:{key}:{person.pk}",
        defaults={
            "person": person,
            "neighbourhood_id": about.neighbourhood_id,
            "path": about.path,
            "route": told.route,
            "send_after": told.send_after,
            "in_digest": told.in_digest,
            "state": MessageState.DONE if is_seen else MessageState.WAITING,
            "settled_at": now if is_seen else None,
            "kind": kind,
            "language": language,
            "subject": subject.strip()[:150],
            "body": body.strip() + "\n",
            "script": script,
            "gist": gist,
            "created_at": now,
        },
    )
    if is_new and message.route in {Route.MAIL, Route.TEXT} and message.send_after is None:
        transaction.on_commit(partial(send_soon, message.pk))
    return message


def tell_subscriber(subscriber: Subscriber, kind: str, *, key: str, now: datetime, **facts: Any) -> Message:
    """Put `emails/<kind>.txt` in the outbox, once per `key`, in the subscriber's language.

    Every such mail holds the link to stop (`stop_link`), and mail programs get it too (RFC 8058).
    """
    with translation.override(subscriber.language):
        facts["stop_link"] = link_to("stop_subscription", subscriber.key)
        subject, body = _mail(kind, facts)
    message, is_new = Message.objects.get_or_create(
        key=f"{kind}:{key}:s{subscriber.pk}",
        defaults={
            "subscriber": subscriber,
            "neighbourhood_id": subscriber.neighbourhood_id,
            "route": Route.MAIL,
            "kind": kind,
            "language": subscriber.language,
            "subject": subject,
            "body": body,
            "created_at": now,
        },
    )
    if is_new:
        transaction.on_commit(partial(send_soon, message.pk))
    return message


def tell_organisation(
    organisation: Organisation, kind: str, *, key: str, now: datetime, about: About, **facts: Any
) -> Message:
    """Put `emails/<kind>.txt` in the outbox for the direct address of an organisation, once per `key`.

    Without an address `calls/<kind>.txt` is a line on the call list. Neither holds anything of a resident.
    """
    with translation.override(settings.LANGUAGE_CODE):
        gist = render_to_string(f"calls/{kind}.txt", facts).strip()
        subject, body = _mail(kind, facts)
    message, is_new = Message.objects.get_or_create(
        key=f"{kind}:{key}:o{organisation.pk}",
        defaults={
            "organisation": organisation,
            "neighbourhood_id": about.neighbourhood_id,
            "path": about.path,
            "route": Route.MAIL if organisation.contact_email else Route.CALL,
            "kind": kind,
            "language": settings.LANGUAGE_CODE,
            "subject": subject,
            "body": body,
            "script": gist,
            "gist": gist,
            "created_at": now,
        },
    )
    if is_new and message.route == Route.MAIL:
        transaction.on_commit(partial(send_soon, message.pk))
    return message


@transaction.atomic
def take_message(
    kind: str,
    text: str,
    *,
    stranger: str,
    neighbourhood: Neighbourhood,
    now: datetime,
    key: str,
    path: str = "",
    **facts: Any,
) -> Message:
    """Put what somebody tells us, whom we do not know, on the call list, once per `key`.

    `calls/<kind>.txt` says to a broker what it is; `text` stays as it was written. The neighbourhood's
    secretary, where there is one, gets `emails/<kind>.txt`, which holds nothing of it.
    """
    language = translation.get_language() or settings.LANGUAGE_CODE
    with translation.override(settings.LANGUAGE_CODE):
        gist = render_to_string(f"calls/{kind}.txt", facts).strip()
        subject, body = _mail(kind, {"link": link_to("worklist")})
    shared = {"neighbourhood": neighbourhood, "kind": kind, "subject": subject, "created_at": now}
    line = {"route": Route.CALL, "language": language, "gist": gist, "script": text, "path": path}
    message, is_new = Message.objects.get_or_create(
        key=f"{kind}:{key}", defaults={**shared, **line, "stranger": stranger[:150]}
    )
    if is_new and neighbourhood.secretary:
        mail = {"route": Route.MAIL, "language": settings.LANGUAGE_CODE, "body": body}
        note = Message.objects.create(key=f"{kind}:{key}:office", **shared, **mail)
        transaction.on_commit(partial(send_soon, note.pk))
    return message


def _mail(kind: str, facts: dict[str, Any]) -> tuple[str, str]:
    """Subject and text of `emails/<kind>.txt`; its first line is the subject."""
    subject, _, body = render_to_string(f"emails/{kind}.txt", facts).strip().partition("\n")
    return subject.strip()[:150], body.strip() + "\n"


@transaction.atomic
def tick_off(message: Message, *, by: User, now: datetime) -> Message:
    """Someone was told by telephone. Ticking twice keeps the first tick."""
    message = Message.objects.select_for_update().get(pk=message.pk)
    if message.state == MessageState.WAITING and message.route == Route.CALL:
        message.state = MessageState.DONE
        message.settled_at = now
        message.settled_by = by
        message.save(update_fields=["state", "settled_at", "settled_by"])
    return message
