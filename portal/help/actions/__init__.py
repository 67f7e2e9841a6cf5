"""The verbs: the only code that changes a state. Each opens a transaction, locks the request (then
the volunteer, always in that order), checks the rules, writes with a line of history, and leaves the
telling to after the commit."""

from .ask import Asked, Wish, ask, confirm_consent, discuss, take_back_consent
from .follow_up import end, follow_up, postpone_call_back
from .give import cancel, done, enough, move
from .match import accept, decline, drop, propose
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

__all__ = [
    "Asked",
    "Plan",
    "Wish",
    "accept",
    "ask",
    "begin_series",
    "cancel",
    "change_helper",
    "confirm_consent",
    "decline",
    "discuss",
    "done",
    "drop",
    "end",
    "end_series",
    "end_when_over",
    "enough",
    "follow_up",
    "make_dates",
    "move",
    "pause_series",
    "postpone_call_back",
    "propose",
    "resume_series",
    "skip_date",
    "stop_helping",
    "take_back_consent",
    "tell_nobody_found",
]
