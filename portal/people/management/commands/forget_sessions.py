from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from ...sessions import forget_ended


class Command(BaseCommand):
    help = "Forget on which devices people were signed in, once that ended. Run it after clearsessions."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{forget_ended()} forgotten")
