"""Everything a broker needs about one request, on one page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from portal.people import scripts
from portal.people.enums import Purpose, ScriptKind
from portal.people.models import User

from .enums import ENDS, REQUEST_MOVES, MatchState, RequestState, Side
from .forms import team
from .forms.board import PutOnBoardForm
from .forms.series import begin_form
from .matching import candidates, wishes
from .models import HelpRequest, Match
from .rules import check_can_propose, check_enough, check_move, why_not

MOST_CANDIDATES = 15


def request_page(request: HelpRequest, *, by: User, now: datetime) -> dict[str, Any]:
    version = {"version": request.version}
    no_proposal = why_not(check_can_propose, request, now)
    consents = list(request.person.consents.filter(withdrawn_at=None))
    newest = scripts.asking()
    return {
        "request_": request,
        "consents": consents,
        "ask_again": [each for each in consents if scripts.is_asked_again(each, newest)],
        "needs_consent": not request.person.agrees_to(Purpose.KEEP_REQUEST, Purpose.SHARE_CONTACT),
        "read_aloud": scripts.sentences(ScriptKind.READ_ALOUD),
        "matches": _matches(request),
        "history": list(request.history.select_related("by", "match__volunteer__person")),
        "why_no_proposal": no_proposal,
        "candidates": []
        if no_proposal and request.state == RequestState.AGREED
        else _candidates(request, by, now),
        "forms": {
            "besproken": team.DiscussForm(initial=version),
            "toestemming": team.ConsentForm(initial=version),
            "toestemming-weg": team.TakeBackForm(initial=version, auto_id="id_back_%s"),
            "verplaatsen": team.MoveForm(
                initial={**version, "day": request.day, "half_day": request.half_day}
            ),
            "later-bellen": team.PostponeForm(initial=version),
            "afsluiten": end_form(request),
            "reeks": begin_form(request),
            "toch-vrijwilligers": team.ClearFlagsForm(initial=version, auto_id="id_clear_%s"),
            "bord": PutOnBoardForm(initial={**version, "line": request.board_line}),
        },
        "can_discuss": not why_not(check_move, request, RequestState.DISCUSSED),
        "can_move": request.is_open and request.state != RequestState.DONE,
        "can_say_enough": not why_not(check_enough, request),
        "script_language": request.person.written_language,
        "can_postpone": request.state in {RequestState.AGREED, RequestState.DONE},
    }


def end_form(request: HelpRequest, data: Any = None) -> team.EndForm:
    """Only the ends that can be reached from here."""
    form = team.EndForm(data, initial={"version": request.version})
    reachable = (REQUEST_MOVES[RequestState(request.state)] & ENDS) - {RequestState.SKIPPED}
    field = form.fields["outcome"]
    ends = [(state.value, state.label) for state in RequestState if state in reachable]
    field.choices = [("", _("choose")), *ends]  # type: ignore[attr-defined]
    return form


def _matches(request: HelpRequest) -> list[dict[str, Any]]:
    found: list[Match] = list(
        request.matches.select_related("volunteer__person", "request").prefetch_related("follow_ups")
    )
    return [
        {
            "match": match,
            "answers": _answers(match, request),
            "is_waiting": match.state == MatchState.PROPOSED,
            "is_agreed": match.state == MatchState.ACCEPTED,
            "is_done": match.state == MatchState.DONE,
            "is_hand": match.state == MatchState.OFFERED,
        }
        for match in found
    ]


def _answers(match: Match, request: HelpRequest) -> list[dict[str, Any]]:
    """For each side: what they said, or the form to note it."""
    if match.state != MatchState.DONE:
        return []
    said = {answer.side: answer for answer in match.follow_ups.all()}
    return [
        {
            "side": side,
            "answer": said.get(side),
            "form": team.FollowUpForm(
                initial={"side": side.value, "version": request.version}, auto_id=f"id_{match.pk}_{side}_%s"
            ),
        }
        for side in Side
    ]


def _candidates(request: HelpRequest, by: User, now: datetime) -> list[dict[str, Any]]:
    if not request.is_open or request.state in {RequestState.AGREED, RequestState.DONE}:
        return []
    best = candidates(request, by=by, now=now)[:MOST_CANDIDATES]
    return [{"volunteer": volunteer, "wishes": wishes(volunteer, request, now=now)} for volunteer in best]
