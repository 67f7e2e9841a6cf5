from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from ...sheets.bringing_in import forget_stale


class Command(BaseCommand):
    help = "Forget lists that waited for more than an hour to be brought in. Every quarter of an hour."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{forget_stale(timezone.now())} forgotten")
