from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.help.actions.series import end_when_over
from portal.help.actions.series_dates import make_dates, tell_nobody_found
from portal.help.models import Series
from portal.help.series_enums import SeriesState


class Command(BaseCommand):
    help = "Every night: make the dates of fixed days that come into sight, end what is over, warn who waits."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        going_on = Series.objects.exclude(state=SeriesState.ENDED).order_by("pk")
        ended = sum(end_when_over(series, now=now) for series in going_on)
        made = sum(len(make_dates(series, now=now)) for series in going_on)
        told = tell_nobody_found(now)
        self.stdout.write(f"{made} dates made, {ended} series over, {told} dates without anybody")
