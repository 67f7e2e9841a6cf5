"""The verbs: the only code that changes a state. Each opens a transaction, locks the request (then
the volunteer, always in that order), checks the rules, writes with a line of history, and leaves the
telling to after the commit."""

from .ask import Asked, Wish, ask, confirm_consent, discuss, take_back_consent
from .board import put_on_board, take_off_board
from .follow_up import end, follow_up, postpone_call_back
from .give import cancel, done, enough, move
from .hand import raise_hand, thank, withdraw_hand
from .match import accept, decline, drop, propose

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
    "move",
    "postpone_call_back",
    "propose",
    "put_on_board",
    "raise_hand",
    "take_back_consent",
    "take_off_board",
    "thank",
    "withdraw_hand",
]
