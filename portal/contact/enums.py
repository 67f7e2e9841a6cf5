from django.db import models
from django.utils.translation import gettext_lazy as _


class Route(models.TextChoices):
    MAIL = "mail", _("mail")
    CALL = "call", _("call")


class MessageState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    SENT = "sent", _("sent")
    DONE = "done", _("told")


# Tried this often, a mail becomes a line on the call list.
MOST_ATTEMPTS = 5
