from typing import Any

from django.core.management.base import BaseCommand

from portal.contact.actions import send_mail
from portal.contact.models import Message


class Command(BaseCommand):
    help = "Send every mail that still waits, for example after the mail server was down."

    def handle(self, *args: Any, **options: Any) -> None:
        waiting = list(Message.objects.to_mail().values_list("pk", flat=True))
        sent = sum(send_mail(pk) for pk in waiting)
        self.stdout.write(f"{sent} of {len(waiting)} sent")
