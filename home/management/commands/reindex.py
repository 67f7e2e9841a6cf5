from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from home.search.index import rebuild


class Command(BaseCommand):
    help = "Make the index of the search anew from all that is public."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{rebuild()} entries.")
