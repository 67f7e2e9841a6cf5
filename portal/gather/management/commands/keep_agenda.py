from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from design.days import midnight
from portal.gather import messages
from portal.gather.actions import expire_offers, roll_on
from portal.gather.enums import Repeats, SignUpState
from portal.gather.models import Event, SignUp


class Command(BaseCommand):
    help = "Every hour: offer places on, add dates of series that come into sight, remind of tomorrow."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        expired = expire_offers(now)
        series = Event.objects.filter(withdrawn_at=None).exclude(repeats=Repeats.NEVER)
        added = sum(roll_on(event, now) for event in series)
        self.stdout.write(f"{expired} offers over, {added} dates added, {remind(now)} people come tomorrow")


def remind(now: datetime) -> int:
    """Tell who comes tomorrow; the outbox holds each reminder once, however often this runs."""
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    begin = midnight(tomorrow)
    end = midnight(tomorrow + timedelta(days=1))
    coming = SignUp.objects.filter(
        state=SignUpState.GOING,
        gathering__starts_at__gte=begin,
        gathering__starts_at__lt=end,
        gathering__called_off_at=None,
        gathering__event__withdrawn_at=None,
    ).select_related("person", "gathering__event")
    with transaction.atomic():
        for sign_up in coming:
            messages.remind(sign_up, now=now)
    return len(coming)
