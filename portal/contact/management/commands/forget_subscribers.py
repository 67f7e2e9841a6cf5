from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.contact.subscribing import forget_subscribers


class Command(BaseCommand):
    help = "Forget addresses that were not confirmed in time, and those of who stopped. Once a day."

    def handle(self, *args: Any, **options: Any) -> None:
        late, erased = forget_subscribers(now=timezone.now())
        self.stdout.write(f"{late} forgotten, {erased} erased")
