"""How somebody hears from us, and what did not arrive."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from design.errors import RuleError
from design.post_only import post_only
from portal.people.data_views import own, private
from portal.people.guards import current_user, needs, signed_in
from portal.people.models import Person, User
from portal.people.roles import Ability

from .. import hearing_actions
from ..models import Message

MOST_SHOWN = 100
VERBS = {"bellen", "opnieuw"}


@signed_in
@post_only("my_data")
def my_hearing(request: HttpRequest) -> HttpResponse:
    _set(request, own(request))
    return redirect("my_data")


@needs(Ability.BROKER)
@post_only("worklist")
def hearing(request: HttpRequest, pk: int) -> HttpResponse:
    _set(request, _person(current_user(request), pk))
    return redirect("person", pk)


def _person(user: User, pk: int) -> Person:
    found: Person = get_object_or_404(Person.objects.of_team(user).known(), pk=pk)
    return found


def _set(request: HttpRequest, person: Person) -> None:
    changed = hearing_actions.set_hearing(
        person,
        request.POST.get("way", ""),
        once_a_day="once_a_day" in request.POST,
        by=current_user(request),
        now=timezone.now(),
    )
    messages.success(request, _("Kept.") if changed else _("Nothing was changed."))


@needs(Ability.BROKER)
@post_only("worklist")
def wrong_address(request: HttpRequest, pk: int) -> HttpResponse:
    user = current_user(request)
    hearing_actions.mark_wrong(_person(user, pk), by=user, now=timezone.now())
    messages.success(request, _("We do not mail to this address any more. What waited is on the call list."))
    return redirect("person", pk)


@needs(Ability.BROKER)
@require_GET
def not_arrived(request: HttpRequest) -> HttpResponse:
    return _page(request, current_user(request))


def _page(request: HttpRequest, user: User, *, refusal: str = "", status: int = 200) -> HttpResponse:
    found = Message.objects.visible_to(user).not_arrived().select_related("person", "subscriber")
    rows = list(found.order_by("-created_at", "-pk")[: MOST_SHOWN + 1])
    context = {"rows": rows[:MOST_SHOWN], "more": len(rows) > MOST_SHOWN, "refusal": refusal, "typed": []}
    return private(render(request, "pages/not_arrived.html", context, status=status))


@needs(Ability.BROKER)
@post_only("not_arrived")
def act_on_not_arrived(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    user = current_user(request)
    message = get_object_or_404(Message.objects.visible_to(user), pk=pk)
    if verb not in VERBS:
        raise Http404
    try:
        if verb == "bellen":
            hearing_actions.call_instead(message, by=user)
            messages.success(request, _("It is on the call list."))
        else:
            hearing_actions.try_again(message, now=timezone.now())
            messages.success(request, _("We try again now."))
    except RuleError as error:
        return _page(request, user, refusal=str(error), status=error.status)
    return redirect("not_arrived")
