"""Colleagues and their second factor, for the coordinator."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from design.post_only import post_only
from portal.people.guards import current_user, needs
from portal.people.roles import Ability, Role

from ..colleagues import colleagues_of, reset_second_factor


@needs(Ability.HELP_COLLEAGUES)
@require_GET
def colleagues(request: HttpRequest) -> HttpResponse:
    user = current_user(request)
    found = colleagues_of(user).prefetch_related("groups").order_by("first_name", "last_name", "pk")
    rows = [
        {
            "colleague": each,
            "roles": [Role(group.name).label for group in each.groups.all() if group.name in Role.values],
            "is_oneself": each.pk == user.pk,
        }
        for each in found
    ]
    return render(request, "pages/colleagues.html", {"rows": rows})


@needs(Ability.HELP_COLLEAGUES)
@post_only("colleagues")
def reset(request: HttpRequest, pk: int) -> HttpResponse:
    user = current_user(request)
    reset_second_factor(get_object_or_404(colleagues_of(user), pk=pk), by=user, now=timezone.now())
    messages.success(request, _("The second key is gone. Your colleague is told, and makes a new one."))
    return redirect("colleagues")
