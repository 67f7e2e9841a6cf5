from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config.demo import DemoRefused, load_demo
from config.demo.cast import CAST, DOMAIN, PASSWORD


class Command(BaseCommand):
    help = "Build the demo neighbourhood in an empty database; a second time changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = load_demo(timezone.now())
        except DemoRefused as reason:
            raise CommandError(str(reason)) from None
        self.stdout.write(
            "The demo neighbourhood is ready." if made else "The demo neighbourhood was there already."
        )
        self.stdout.write(f"\nSign in with one of these, and the password {PASSWORD}")
        self.stdout.write("(or ask for a code: it is printed here on the console):")
        for each in CAST:
            if each.login:
                roles = ", ".join(role.value.replace("_", " ") for role in each.roles)
                self.stdout.write(f"  {each.login}@{DOMAIN:<16} {roles}")
