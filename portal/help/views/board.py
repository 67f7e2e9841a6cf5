"""`/nl/bord/`: what a volunteer may choose themselves."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from design.errors import RuleError
from design.limits import too_many
from design.post_only import post_only
from portal.people.data_views import private
from portal.people.guards import current_user, needs, signed_in
from portal.people.models import Volunteer
from portal.people.roles import Ability

from .. import actions
from ..board import board_for, cards
from ..board_paper import board_paper
from ..board_rules import check_may_look
from ..enums import MatchState
from ..forms.board import BoardFilter
from ..models import HelpRequest, Match

ON_A_PAGE = 12
SAID = {
    MatchState.OFFERED: _("Thank you! Your hand is up. We call you."),
    MatchState.ACCEPTED: _("Thank you! Below you see whom you help and how to reach them."),
    MatchState.PROPOSED: _("We asked you this already. You can answer here."),
}


def _volunteer(request: HttpRequest) -> Volunteer:
    found = Volunteer.objects.select_related("person").prefetch_related("absences")
    own: Volunteer = get_object_or_404(found, person__user=current_user(request))
    return own


@signed_in
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    return _page(request, _volunteer(request))


def _page(
    request: HttpRequest, volunteer: Volunteer, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    now = timezone.now()
    check_may_look(volunteer, timezone.localdate(now))
    form = BoardFilter(request.GET, auto_id="%s")
    pages = Paginator(board_for(volunteer, form.wanted(), now), ON_A_PAGE)
    at = pages.get_page(request.GET.get("pagina"))
    context = {
        "form": form,
        "at": at,
        "cards": cards(at),
        "is_filtered": any(request.GET.get(name) for name in form.fields),
        "refusal": refusal,
        "typed": [],
    }
    return private(render(request, "pages/board.html", context, status=status))


@signed_in
@post_only("board")
def act_on_board(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """A hand goes up, or comes down again."""
    volunteer = _volunteer(request)
    if verb not in {"hand", "toch-niet"}:
        raise Http404
    try:
        match = _hand(request, volunteer, pk) if verb == "hand" else _take_back(request, volunteer, pk)
    except RuleError as error:
        return _page(request, volunteer, refusal=str(error), status=error.status)
    state = MatchState(match.state)
    messages.success(request, SAID.get(state, _("Thank you for saying so. Your hand is down again.")))
    return redirect("board" if state == MatchState.OFFERED else "mine")


@needs(Ability.BROKER)
@require_GET
def board_file(request: HttpRequest, area: str) -> HttpResponse:
    """To hang up where the volunteers of a neighbourhood come."""
    if refused := too_many(request, "board", most=20, seconds=300):
        return refused
    place = get_object_or_404(current_user(request).neighbourhoods.all(), slug=area)
    made = board_paper(place, timezone.now())
    return private(HttpResponse(made, content_type="application/pdf"))


def _hand(request: HttpRequest, volunteer: Volunteer, pk: int) -> Match:
    """What was never on the board does not exist for who looks at it."""
    found = get_object_or_404(HelpRequest.objects.exclude(board_line=""), pk=pk)
    return actions.raise_hand(found, volunteer, by=current_user(request), now=timezone.now())


def _take_back(request: HttpRequest, volunteer: Volunteer, pk: int) -> Match:
    own = Match.objects.of_volunteer(current_user(request)).filter(request=pk, volunteer=volunteer)
    match = own.select_related("request", "volunteer__person").first()
    if match is None:
        raise Http404
    return actions.withdraw_hand(match, by=current_user(request), now=timezone.now())
