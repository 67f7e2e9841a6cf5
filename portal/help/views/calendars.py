"""Appointments for the calendar of who helps and of who is helped."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from design.calendars import Entry, calendar_of, calendar_response
from design.errors import RuleError
from design.limits import too_many
from design.post_only import post_only
from portal.people.data_views import private
from portal.people.guards import current_user, signed_in
from portal.people.models import Volunteer

from ..actions.calendar_feeds import make_feed, renew_feed, stop_feed
from ..calendars import entry_of, feed_entries, open_feeds
from ..enums import HOLDS_PLACE
from ..models import HelpRequest, Match
from .mine import my_page

VERBS = {"maken": make_feed, "nieuw": renew_feed, "uit": stop_feed}
SAYS = {
    "maken": _("Your link is there. Put it in your calendar."),
    "nieuw": _("You have a new link. The old one no longer works."),
    "uit": _("Your link is off. Your calendar gets nothing from us any more."),
}
# A calendar asks once an hour or less; many may ask from one address of a big calendar service.
MOST_ASKED = 600


@signed_in
@require_GET
def match_file(request: HttpRequest, pk: int) -> HttpResponse:
    """What I help with, once it has a day. What was cancelled is no longer an appointment."""
    user = current_user(request)
    own = Match.objects.visible_to(user).of_volunteer(user).filter(state__in=HOLDS_PLACE)
    found = own.filter(request__day__isnull=False).select_related("request__kind")
    return _file([entry_of(get_object_or_404(found, pk=pk).request)], f"{pk}.ics")


@signed_in
@require_GET
def request_file(request: HttpRequest, reference: str) -> HttpResponse:
    """What I am helped with, once somebody said yes for a day."""
    held = Match.objects.filter(state__in=HOLDS_PLACE).values("request")
    own = HelpRequest.objects.own(current_user(request)).filter(day__isnull=False, pk__in=held)
    found = get_object_or_404(own.select_related("kind"), reference=reference)
    return _file([entry_of(found)], f"{reference}.ics")


@require_GET
def own_feed(request: HttpRequest, key: str) -> HttpResponse:
    """All that a volunteer agreed to, for a calendar that has no login; the key is the door."""
    if slow_down := too_many(request, "calendar", most=MOST_ASKED, seconds=3600):
        return slow_down
    feed = get_object_or_404(open_feeds(), key=key)
    response = _file(feed_entries(feed, timezone.now()), "agenda.ics")
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


@signed_in
@post_only("my_help")
def change_feed(request: HttpRequest, verb: str) -> HttpResponse:
    user = current_user(request)
    volunteer = get_object_or_404(Volunteer, person__user=user)
    if verb not in VERBS:
        raise Http404
    try:
        VERBS[verb](volunteer, by=user, now=timezone.now())
    except RuleError as error:
        return my_page(request, user, timezone.now(), refusal=str(error), typed=[], status=error.status)
    messages.success(request, SAYS[verb])
    return redirect("my_help")


def _file(entries: list[Entry], name: str) -> HttpResponse:
    content = calendar_of(entries, name=str(_("My appointments")), now=timezone.now())
    return private(calendar_response(content, name))
