from django.db import models
from django.utils.translation import gettext_lazy as _


class Route(models.TextChoices):
    MAIL = "mail", _("mail")
    CALL = "call", _("call")


class MessageState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    SENT = "sent", _("sent")
    DONE = "done", _("told")
    FAILED = "failed", _("did not arrive")


# Tried this often, a mail to a person becomes a line on the call list; other mail is given up.
MOST_ATTEMPTS = 5
# Who did not confirm within this many days is forgotten.
DAYS_TO_CONFIRM = 7
