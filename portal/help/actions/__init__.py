"""The verbs: the only code that changes a state. Each opens a transaction, locks the request (then
the volunteer, always in that order), checks the rules, writes with a line of history, and leaves the
telling to after the commit."""

from .ask import Asked, Wish, ask, confirm_consent, discuss, take_back_consent
from .follow_up import end, follow_up, postpone_call_back
from .give import cancel, done, enough, move
from .match import accept, decline, drop, propose
from .reopen import reopen
from .thank import hide_thanks, thank
from .trouble import report, settle_trouble, take_back_trouble

__all__ = [
    "Asked",
    "Wish",
    "accept",
    "ask",
    "cancel",
    "confirm_consent",
    "decline",
    "discuss",
    "done",
    "drop",
    "end",
    "enough",
    "follow_up",
    "hide_thanks",
    "move",
    "postpone_call_back",
    "propose",
    "reopen",
    "report",
    "settle_trouble",
    "take_back_consent",
    "take_back_trouble",
    "thank",
]
