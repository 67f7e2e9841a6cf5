from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from design.post_only import post_only
from portal.people.guards import current_user, needs
from portal.people.roles import Ability

from ..actions import tick_off
from ..models import Message


@needs(Ability.BROKER)
@post_only("worklist")
def told(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick a line off the call list."""
    user = current_user(request)
    message = get_object_or_404(Message.objects.visible_to(user), pk=pk)
    tick_off(message, by=user, now=timezone.now())
    messages.success(request, _("Ticked off."))
    return redirect("worklist")
