"""States, the sets everyone asks about, and the tables of legal moves. Two labels per state:
the choice's own label is the team's word, `PUBLIC_LABELS` is what the resident reads."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class RequestState(models.TextChoices):
    NEW = "new", _("new")
    DISCUSSED = "discussed", _("discussed")
    SEARCHING = "searching", _("looking for a volunteer")
    AGREED = "agreed", _("agreed")
    DONE = "done", _("help given")
    CLOSED = "closed", _("closed")
    REFERRED = "referred", _("referred")
    WITHDRAWN = "withdrawn", _("withdrawn")
    NOT_FOUND = "not_found", _("nobody found")
    NOT_FOR_US = "not_for_us", _("not for us")
    INDEPENDENT = "independent", _("works without us now")
    SKIPPED = "skipped", _("skipped")


BEFORE_AGREED = frozenset({RequestState.NEW, RequestState.DISCUSSED, RequestState.SEARCHING})
OPEN = BEFORE_AGREED | {RequestState.AGREED, RequestState.DONE}
ENDS = frozenset(RequestState) - OPEN

_S = RequestState
# A date of a series can be skipped; another request cannot (`check_end`).
_NO_LONGER = frozenset({_S.REFERRED, _S.WITHDRAWN, _S.INDEPENDENT, _S.SKIPPED})
REQUEST_MOVES: dict[RequestState, frozenset[RequestState]] = {
    _S.NEW: frozenset({_S.DISCUSSED, _S.SEARCHING, _S.NOT_FOR_US}) | _NO_LONGER,
    _S.DISCUSSED: frozenset({_S.SEARCHING, _S.NOT_FOR_US}) | _NO_LONGER,
    _S.SEARCHING: frozenset({_S.AGREED, _S.DONE, _S.NOT_FOUND, _S.NOT_FOR_US}) | _NO_LONGER,
    _S.AGREED: frozenset({_S.DONE, _S.SEARCHING}) | _NO_LONGER,
    _S.DONE: frozenset({_S.CLOSED}),
} | {end: frozenset() for end in ENDS}

# Only `actions.reopen` makes these moves: an ended question is not discussed or ended by accident.
REOPENS: dict[RequestState, frozenset[RequestState]] = {
    _S.CLOSED: frozenset({_S.DONE}),
} | {end: frozenset({_S.DISCUSSED, _S.SEARCHING}) for end in ENDS - {_S.CLOSED}}

PUBLIC_LABELS = {
    _S.NEW: _("We have your question. We will call you."),
    _S.DISCUSSED: _("We have your question. We will look for somebody."),
    _S.SEARCHING: _("We are looking for somebody."),
    _S.AGREED: _("We found somebody."),
    _S.DONE: _("You were helped. We will call you to hear how it went."),
    _S.CLOSED: _("You were helped."),
    _S.REFERRED: _("A service takes over your question."),
    _S.WITHDRAWN: _("You no longer need help."),
    _S.NOT_FOUND: _("We found nobody. Call us to look for another way."),
    _S.NOT_FOR_US: _("We cannot help with this. Call us to hear who can."),
    _S.INDEPENDENT: _("You arrange it together now, without us."),
    _S.SKIPPED: _("You do not need help on this day."),
}


class MatchState(models.TextChoices):
    PROPOSED = "proposed", _("asked")
    ACCEPTED = "accepted", _("said yes")
    DECLINED = "declined", _("said no")
    NO_ANSWER = "no_answer", _("no answer")
    TAKEN = "taken", _("somebody else was first")
    DROPPED = "dropped", _("no longer needed")
    DONE = "done", _("done")
    CANCELLED = "cancelled", _("did not happen")
    OFFERED = "offered", _("wants to help")
    THANKED = "thanked", _("thanked, not needed")
    WITHDRAWN = "withdrawn", _("took the hand back")


HOLDS_PLACE = frozenset({MatchState.ACCEPTED, MatchState.DONE})
# Nothing is settled yet: a volunteer was asked, or wants to and waits for a broker.
WAITING = frozenset({MatchState.PROPOSED, MatchState.OFFERED})
LIVE_MATCH = WAITING | HOLDS_PLACE

_M = MatchState
MATCH_MOVES: dict[MatchState, frozenset[MatchState]] = {
    _M.PROPOSED: frozenset({_M.ACCEPTED, _M.DECLINED, _M.NO_ANSWER, _M.TAKEN, _M.DROPPED}),
    _M.ACCEPTED: frozenset({_M.DONE, _M.CANCELLED}),
    _M.OFFERED: frozenset({_M.ACCEPTED, _M.THANKED, _M.WITHDRAWN, _M.TAKEN, _M.DROPPED}),
} | {state: frozenset() for state in set(_M) - {_M.PROPOSED, _M.ACCEPTED, _M.OFFERED}}


class Timing(models.TextChoices):
    DAY = "day", _("on a day")
    THIS_WEEK = "week", _("this week")
    NO_HURRY = "no_hurry", _("no hurry")


class Side(models.TextChoices):
    ASKER = "asker", _("resident")
    HELPER = "helper", _("volunteer")


class Face(models.IntegerChoices):
    BAD = 1, _("not good")
    SO_SO = 2, _("so-so")
    GOOD = 3, _("good")


class Reason(models.IntegerChoices):
    """Why a request is on the work list; the lowest number is the most urgent."""

    OVERDUE = 1, _("The day is past or it takes too long, and nobody was found")
    CALL_BACK = 2, _("To call back")
    NEW = 3, _("New")
    NO_VOLUNTEER = 4, _("No volunteer yet")
    WAITING = 5, _("Waiting for an answer")


class Verb(models.TextChoices):
    """What a line of history tells."""

    ASKED = "asked", _("asked")
    DISCUSSED = "discussed", _("discussed with the resident")
    CONSENTED = "consented", _("consent confirmed")
    TOOK_BACK = "took_back", _("consent withdrawn")
    PROPOSED = "proposed", _("volunteer asked")
    ACCEPTED = "accepted", _("volunteer said yes")
    DECLINED = "declined", _("volunteer said no")
    DROPPED = "dropped", _("volunteer no longer asked")
    DONE = "done", _("help given")
    NOT_DONE = "not_done", _("did not happen")
    MOVED = "moved", _("moved")
    CALLED_BACK = "called_back", _("called back")
    POSTPONED = "postponed", _("call back later")
    ENOUGH = "enough", _("enough helpers")
    RESTRICTED = "restricted", _("waits: the data may not be used")
    RELEASED = "released", _("the data may be used again")
    ENDED = "ended", _("ended")
    UNFLAGGED = "unflagged", _("volunteers may do this after all")
    REF_DRAFTED = "ref_drafted", _("referral written")
    REF_AGREED = "ref_agreed", _("agrees to the referral")
    REF_PASSED = "ref_passed", _("passed on to a service")
    REF_REMINDED = "ref_reminded", _("service reminded")
    REF_YES = "ref_yes", _("the service helps")
    REF_NO = "ref_no", _("the service cannot")
    REF_CLOSED = "ref_closed", _("referral rounded off")
    REF_STOPPED = "ref_stopped", _("referral stopped")
    TROUBLE = "trouble", _("something went wrong")
    NOT_SO = "not_so", _("taken back: it was not so")
    SETTLED = "settled", _("dealt with")
    REOPENED = "reopened", _("opened again")
    THANKED = "thanked", _("thank you passed on")
    HIDDEN = "hidden", _("thank you hidden")
    ON_BOARD = "on_board", _("put on the board")
    OFF_BOARD = "off_board", _("taken off the board")
    HAND_UP = "hand_up", _("volunteer wants to help")
    HAND_DOWN = "hand_down", _("volunteer took the hand back")
    HAND_THANKED = "hand_thanked", _("volunteer thanked")
    AT_ONCE = "at_once", _("agreed from the board, without a broker")
    FROM_SERIES = "from_series", _("made from the fixed days")
    IN_SERIES = "in_series", _("became the first of fixed days")
    SKIPPED = "skipped", _("skipped")


class TroubleKind(models.TextChoices):
    NO_SHOW = "no_show", _("did not come")
    LATE_CANCEL = "late_cancel", _("cancelled late")
    COMPLAINT = "complaint", _("complaint")
    INCIDENT = "incident", _("accident, damage, theft or danger")


_T = TroubleKind
# What the coordinator settles, and what is only a matter of the day.
FOR_COORDINATOR = frozenset({_T.COMPLAINT, _T.INCIDENT})
OF_THE_DAY = frozenset({_T.NO_SHOW, _T.LATE_CANCEL})

NEXT_STEPS = {
    _T.NO_SHOW: _("Call both today. Ask the resident whether help is still wanted."),
    _T.LATE_CANCEL: _("Nothing to do. After the third time in three months a kind word is on the call list."),
    _T.COMPLAINT: _(
        "The coordinator talks with both within five working days. Do not tell who complained. "
        "These two are not put together again."
    ),
    _T.INCIDENT: _(
        "Call both now. The coordinator reports it to the insurer. These two wait until it is settled."
    ),
}


class Outcome(models.TextChoices):
    """How something that went wrong ended."""

    SORTED = "sorted", _("sorted out")
    MISTAKEN = "mistaken", _("it was a misunderstanding")
    TAKEN_BACK = "taken_back", _("taken back: it was not so")


# What turned out not to be so counts for nothing.
NOTHING_WRONG = frozenset({Outcome.MISTAKEN, Outcome.TAKEN_BACK})
