from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand
from django.db import transaction

from design.sealed import is_current, seal, unseal

NAMES = ("secret", "seed")


class Command(BaseCommand):
    help = "Encrypt the secrets of apps and recovery codes with the first key. Twice is the same as once."

    def handle(self, *args: Any, **options: Any) -> None:
        count = sum(self._seal(pk) for pk in list(Authenticator.objects.values_list("pk", flat=True)))
        self.stdout.write(f"{count} sealed")

    @transaction.atomic
    def _seal(self, pk: int) -> bool:
        found = Authenticator.objects.select_for_update().filter(pk=pk).first()
        if found is None:
            return False
        names = [name for name in NAMES if found.data.get(name) and not is_current(found.data[name])]
        if not names:
            return False
        for name in names:
            found.data[name] = seal(unseal(found.data[name]))
        found.save(update_fields=["data"])
        return True
