"""The verbs: the only code that changes a state. Each opens a transaction, locks the request (then
the volunteer, always in that order), checks the rules, writes with a line of history, and leaves the
telling to after the commit."""

from .ask import Asked, Wish, ask, confirm_consent, discuss, take_back_consent
from .flags import clear_flags
from .follow_up import end, follow_up, postpone_call_back
from .give import cancel, done, enough, move
from .match import accept, decline, drop, propose
from .referrals import (
    Draft,
    agree_to_referral,
    answer_referral,
    close_referral,
    draft_referral,
    give_new_code,
    pass_on,
    remind_service,
    stop_referral,
)

__all__ = [
    "Asked",
    "Draft",
    "Wish",
    "accept",
    "agree_to_referral",
    "answer_referral",
    "ask",
    "cancel",
    "clear_flags",
    "close_referral",
    "confirm_consent",
    "decline",
    "discuss",
    "done",
    "draft_referral",
    "drop",
    "end",
    "enough",
    "follow_up",
    "give_new_code",
    "move",
    "pass_on",
    "postpone_call_back",
    "propose",
    "remind_service",
    "stop_referral",
    "take_back_consent",
]
