"""Inviting somebody to have an account, for the team."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from design.limits import too_many
from design.post_only import post_only
from portal.people.data_views import private
from portal.people.enums import Looked
from portal.people.guards import current_user, needs
from portal.people.kept_actions import note_access
from portal.people.models import Person
from portal.people.roles import Ability

from .. import invitations
from ..enums import InvitationRoute
from ..letters import letter

ROUTES = {"mail": InvitationRoute.MAIL, "bericht": InvitationRoute.TEXT, "brief": InvitationRoute.LETTER}


def _person(request: HttpRequest, pk: int) -> Person:
    visible = Person.objects.visible_to(current_user(request)).known().select_related("neighbourhood")
    found: Person = get_object_or_404(visible, pk=pk)
    return found


def _back(request: HttpRequest, person: Person) -> HttpResponse:
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return redirect(wanted if is_ours else reverse("dossier", args=[person.pk]))


@needs(Ability.BROKER)
@post_only("worklist")
def invite(request: HttpRequest, pk: int, way: str) -> HttpResponse:
    if way not in ROUTES:
        raise Http404(way)
    user, now, person = current_user(request), timezone.now(), _person(request, pk)
    if refused := too_many(request, "invite", most=60, seconds=3600):
        return refused
    invitation, secret = invitations.invite(person, ROUTES[way], by=user, now=now)
    if invitation.route != InvitationRoute.LETTER:
        messages.success(request, _("The invitation is on its way."))
        return _back(request, person)
    note_access([person], Looked.EXPORT, by=user, now=now)
    response = HttpResponse(letter(invitation, secret), content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="brief.pdf"'
    return private(response)


@needs(Ability.BROKER)
@post_only("worklist")
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    person = _person(request, pk)
    if invitations.take_back(person, by=current_user(request), now=timezone.now()):
        messages.success(request, _("The invitation does not work any more."))
    return _back(request, person)
