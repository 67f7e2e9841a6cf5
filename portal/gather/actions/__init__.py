"""The verbs: the only code that changes a state. Each opens a transaction, locks the event and then its
date (always in that order), checks the rules, writes with a line of history, and tells through the outbox."""

from .hold import call_off, came, count
from .publish import EventFacts, name, publish, roll_on, withdraw
from .queue import expire_offers
from .sign_up import accept_offer, cancel, sign_up
from .streets import Plan, confirm, enter, score, tell_story, withdraw_street

__all__ = [
    "EventFacts",
    "Plan",
    "accept_offer",
    "call_off",
    "came",
    "cancel",
    "confirm",
    "count",
    "enter",
    "expire_offers",
    "name",
    "publish",
    "roll_on",
    "score",
    "sign_up",
    "tell_story",
    "withdraw",
    "withdraw_street",
]
