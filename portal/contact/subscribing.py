"""The monthly mail: asking for it, confirming from the mailbox itself, stopping, being forgotten."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone, translation

from portal.people.models import Neighbourhood

from .actions import tell_subscriber
from .enums import DAYS_TO_CONFIRM
from .errors import LinkIsOver
from .links import link_to
from .models import Subscriber


@transaction.atomic
def subscribe(email: str, *, neighbourhood: Neighbourhood, language: str, now: datetime) -> Subscriber:
    """Ask the mailbox whether it wants the mail. Whoever sends the form sees the same for every address.

    Who has it already gets a mail that says so. One mail a day to one address, however often it is asked.
    """
    # One at a time per neighbourhood, so that an address is there once.
    Neighbourhood.objects.select_for_update(no_key=True).get(pk=neighbourhood.pk)
    open_ones = Subscriber.objects.select_for_update().filter(neighbourhood=neighbourhood, stopped_at=None)
    subscriber = open_ones.filter(email__iexact=email).first() or Subscriber(
        neighbourhood=neighbourhood, email=email, key=secrets.token_urlsafe(32)
    )
    day = timezone.localdate(now).isoformat()
    if subscriber.confirmed_at:
        tell_subscriber(subscriber, "subscribed_already", key=day, now=now)
        return subscriber
    subscriber.language = language
    subscriber.asked_at = now
    subscriber.save()
    with translation.override(language):
        link = link_to("confirm_subscription", subscriber.key)
    tell_subscriber(subscriber, "confirm_subscription", key=day, now=now, link=link, days=DAYS_TO_CONFIRM)
    return subscriber


@transaction.atomic
def confirm(subscriber: Subscriber, *, now: datetime) -> Subscriber:
    """Confirming twice keeps the first time. Raises `LinkIsOver`."""
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    too_late = not subscriber.confirmed_at and subscriber.asked_at <= now - timedelta(days=DAYS_TO_CONFIRM)
    if subscriber.stopped_at or too_late:
        raise LinkIsOver
    if not subscriber.confirmed_at:
        subscriber.confirmed_at = now
        subscriber.save(update_fields=["confirmed_at"])
    return subscriber


@transaction.atomic
def stop(subscriber: Subscriber, *, now: datetime) -> Subscriber:
    """No mail any more, and the address is erased at once. Stopping twice keeps the first time."""
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    if not subscriber.stopped_at:
        subscriber.stopped_at = now
        subscriber.email = ""
        subscriber.save(update_fields=["stopped_at", "email"])
    return subscriber


@transaction.atomic
def forget_subscribers(*, now: datetime) -> tuple[int, int]:
    """Delete who did not confirm in time, erase addresses of who was stopped; how many of each."""
    asked_before = now - timedelta(days=DAYS_TO_CONFIRM)
    late = Subscriber.objects.filter(confirmed_at=None, stopped_at=None, asked_at__lte=asked_before)
    _all, deleted = late.delete()
    erased = Subscriber.objects.exclude(stopped_at=None).exclude(email="").update(email="")
    return deleted.get(Subscriber._meta.label, 0), erased
