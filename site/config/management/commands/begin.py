from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from config.begin import begin_site
from portal.people.models import User
from portal.people.roles import Role, group


class Command(BaseCommand):
    help = "Make a new site ready: neighbourhoods, kinds of help and pages; and its first coordinator."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--coordinator", metavar="E-MAIL", help="opens an account that signs in with a mailed code"
        )

    @transaction.atomic
    def handle(self, *args: Any, coordinator: str | None = None, **options: Any) -> None:
        places = begin_site()
        if coordinator:
            user, _new = User.objects.get_or_create(email=coordinator.lower())
            user.groups.add(group(Role.COORDINATOR))
            user.neighbourhoods.add(*places)
        self.stdout.write("Ready. Fill in the phone number and the address under Neighbourhoods in /cms/.")
