"""A file per word; everybody imports from here."""

from datetime import timedelta

from .kinds import PICTOGRAMS, HelpKind
from .matches import CONTACT_SHARED_FOR, Event, FollowUp, Match
from .requests import HelpRequest
from .thanks import Thanks
from .troubles import Trouble

CALL_BACK_AFTER = timedelta(days=2)

__all__ = [
    "CALL_BACK_AFTER",
    "CONTACT_SHARED_FOR",
    "PICTOGRAMS",
    "Event",
    "FollowUp",
    "HelpKind",
    "HelpRequest",
    "Match",
    "Thanks",
    "Trouble",
]
