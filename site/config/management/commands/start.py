from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    help = "For looking around: bring the database up to date, build the demo once, and serve; in one go."
    requires_system_checks: list[str] = []  # runserver checks

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("port", nargs="?", default="8000")

    def handle(self, *args: Any, port: str = "8000", **options: Any) -> None:
        call_command("migrate", verbosity=0, skip_checks=True)
        call_command("demo", stdout=self.stdout)
        self.stdout.write(f"\nOpen http://localhost:{port}/ (stop with Ctrl-C)\n\n")
        self.stdout.flush()
        call_command("runserver", port, use_reloader=False)
