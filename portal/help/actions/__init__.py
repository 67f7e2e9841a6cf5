"""The verbs: the only code that changes a state. Each opens a transaction, locks the request (then
the volunteer, always in that order), checks the rules, writes with a line of history, and leaves the
telling to after the commit."""

from .ask import Asked, Wish, ask, confirm_consent, discuss, take_back_consent
from .board import put_on_board, take_off_board
from .flags import clear_flags
from .follow_up import end, follow_up, postpone_call_back
from .give import cancel, done, enough, move
from .hand import raise_hand, thank_hand, withdraw_hand
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
from .reopen import reopen
from .series import (
    Plan,
    begin_series,
    change_helper,
    end_series,
    end_when_over,
    pause_series,
    resume_series,
    stop_helping,
)
from .series_dates import make_dates, skip_date, tell_nobody_found
from .thank import hide_thanks, thank
from .trouble import report, settle_trouble, take_back_trouble

__all__ = [
    "Asked",
    "Draft",
    "Plan",
    "Wish",
    "accept",
    "agree_to_referral",
    "answer_referral",
    "ask",
    "begin_series",
    "cancel",
    "change_helper",
    "clear_flags",
    "close_referral",
    "confirm_consent",
    "decline",
    "discuss",
    "done",
    "draft_referral",
    "drop",
    "end",
    "end_series",
    "end_when_over",
    "enough",
    "follow_up",
    "give_new_code",
    "hide_thanks",
    "make_dates",
    "move",
    "pass_on",
    "pause_series",
    "postpone_call_back",
    "propose",
    "put_on_board",
    "raise_hand",
    "remind_service",
    "reopen",
    "report",
    "resume_series",
    "settle_trouble",
    "skip_date",
    "stop_helping",
    "stop_referral",
    "take_back_consent",
    "take_back_trouble",
    "take_off_board",
    "tell_nobody_found",
    "thank",
    "thank_hand",
    "withdraw_hand",
]
