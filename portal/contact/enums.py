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


class InvitationRoute(models.TextChoices):
    """How somebody hears that they may have an account."""

    MAIL = "mail", _("a link by mail")
    TEXT = "text", _("a link by text message")
    LETTER = "letter", _("a letter with a code")


class AccountStep(models.TextChoices):
    """What happened to the account of a colleague."""

    MADE = "made", _("account made")
    ROLES = "roles", _("roles changed")
    PLACES = "places", _("neighbourhoods changed")
    CLOSED = "closed", _("account closed")
    REOPENED = "reopened", _("account opened again")
    KEY_GONE = "key_gone", _("second key taken away")


# A code to prove whose phone or address it is: how long it is good, how often it may be wrong or sent.
PROOF_MINUTES = 15
MOST_WRONG_PROOFS = 5
MOST_PROOFS = 5
