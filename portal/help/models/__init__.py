"""A file per word; everybody imports from here."""

from datetime import timedelta

from .calendar_feeds import CalendarFeed
from .kinds import PICTOGRAMS, HelpKind
from .matches import CONTACT_SHARED_FOR, Event, FollowUp, Match
from .questions import AnswerType, KindQuestion, Told
from .red_flags import RedFlag
from .referrals import Referral
from .requests import HelpRequest
from .series import Series, SeriesEvent
from .thanks import Thanks
from .troubles import Trouble

CALL_BACK_AFTER = timedelta(days=2)

__all__ = [
    "CALL_BACK_AFTER",
    "CONTACT_SHARED_FOR",
    "PICTOGRAMS",
    "AnswerType",
    "CalendarFeed",
    "Event",
    "FollowUp",
    "HelpKind",
    "HelpRequest",
    "KindQuestion",
    "Match",
    "RedFlag",
    "Referral",
    "Series",
    "SeriesEvent",
    "Thanks",
    "Told",
    "Trouble",
]
