from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from home.krant import send_krant


class Command(BaseCommand):
    help = "Send this month's mail to who subscribed, once. Run it every month."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Only say how many would get it.")

    def handle(self, *args: Any, **options: Any) -> None:
        count = send_krant(now=timezone.now(), dry_run=options["dry_run"])
        self.stdout.write(f"{count} would get it" if options["dry_run"] else f"{count} in the outbox")
