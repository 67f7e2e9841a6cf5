from django.db import models
from django.utils.translation import gettext_lazy as _


class Route(models.TextChoices):
    MAIL = "mail", _("mail")
    CALL = "call", _("call")
    TEXT = "text", _("text message")
    PAGE = "page", _("on their own page")


class Way(models.TextChoices):
    """How somebody wants to hear from us; left empty, we choose."""

    MAIL = "mail", _("by mail")
    TEXT = "text", _("by text message")
    PAGE = "page", _("only on the own page, and otherwise when it is urgent")
    CALL = "call", _("by telephone")


class Problem(models.TextChoices):
    """Why something did not arrive (yet), in words for a broker."""

    MAIL_DOWN = "mail_down", _("The mail server did not take it.")
    REFUSED = "refused", _("The mail server says that this address does not exist.")
    NO_ADDRESS = "no_address", _("There is no address (any more) that works.")
    TEXT_DOWN = "text_down", _("The text message did not leave.")


class MessageState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    SENT = "sent", _("sent")
    DONE = "done", _("told")
    FAILED = "failed", _("did not arrive")


# How many minutes pass before a mail is tried again. After the last of them a mail to a person becomes
# a line on the call list; other mail is given up.
BACK_OFF = (1, 5, 30, 120, 720)
MOST_ATTEMPTS = len(BACK_OFF) + 1
# A text message is about something soon: it becomes a mail or a call earlier.
MOST_TEXT_ATTEMPTS = 3
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
