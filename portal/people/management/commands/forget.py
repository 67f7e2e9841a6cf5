from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from portal.people.forgetting import all_due, forget_all
from portal.people.models import Person


class Command(BaseCommand):
    help = "Forget what was kept long enough (settings.KEPT_FOR). Every night; --dry-run shows who and what."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Change nothing; show who and what.")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        if options["dry_run"]:
            for due in all_due(now):
                found = list(due.found)
                self.stdout.write(f"{due.holding.title} – {due.term.what} ({due.term.period}): {len(found)}")
                for each in found:
                    self.stdout.write(f"  {each._meta.label} {each.pk}: {_who(each)}")
            return
        for slug, count in forget_all(now).items():
            self.stdout.write(f"{slug}: {count}")


def _who(record: Any) -> str:
    """Whose it is, as far as it is somebody's."""
    person = record if isinstance(record, Person) else getattr(record, "person", None)
    person = person or getattr(record, "volunteer", None)
    return str(person or record)
