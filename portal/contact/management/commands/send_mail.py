import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.db.utils import InterfaceError, OperationalError

from portal.contact.sending import send_due


class Command(BaseCommand):
    help = "Send what waits and is due: mails, text messages, and the mails of the morning."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--watch", type=int, metavar="SECONDS", help="go on, and look again after this many seconds"
        )

    def handle(self, *args: Any, watch: int | None = None, **options: Any) -> None:
        if not watch:
            self._send()
            return
        while True:
            try:
                self._send()
            except (OperationalError, InterfaceError) as problem:
                self.stderr.write(f"the database is away: {type(problem).__name__}")
            close_old_connections()
            time.sleep(watch)

    def _send(self) -> None:
        sent, waiting = send_due()
        self.stdout.write(f"{sent} of {waiting} sent")
