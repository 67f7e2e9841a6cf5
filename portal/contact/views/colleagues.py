"""Colleagues and their second factor, for the coordinator."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from design.post_only import post_only
from portal.people.data_views import private
from portal.people.guards import current_user, needs
from portal.people.models import User
from portal.people.roles import Ability, Role

from ..colleagues import colleagues_of, reset_second_factor, with_factor
from ..models import AccountChange
from ..team_rules import COLLEAGUES, accounts_of

MOST_CHANGES = 30


@needs(Ability.HELP_COLLEAGUES)
@require_GET
def colleagues(request: HttpRequest) -> HttpResponse:
    user = current_user(request)
    helped, changed = colleagues_of(user), accounts_of(user)
    shown = User.objects.filter(pk__in=helped.values("pk")) | User.objects.filter(pk__in=changed.values("pk"))
    found = with_factor(shown).annotate(
        may_help=Exists(helped.filter(pk=OuterRef("pk"))),
        may_change=Exists(changed.filter(pk=OuterRef("pk"))),
    )
    found = found.prefetch_related("groups", "neighbourhoods")
    rows = [
        {
            "colleague": each,
            "roles": [Role(group.name).label for group in each.groups.all() if group.name in COLLEAGUES],
            "places": [place.name for place in each.neighbourhoods.all()],
            "is_oneself": each.pk == user.pk,
        }
        for each in found.order_by("-is_active", "first_name", "last_name", "pk")
    ]
    history = AccountChange.objects.filter(whom__in=shown).select_related("by", "whom")[:MOST_CHANGES]
    return private(render(request, "pages/colleagues.html", {"rows": rows, "history": list(history)}))


@needs(Ability.HELP_COLLEAGUES)
@post_only("colleagues")
def reset(request: HttpRequest, pk: int) -> HttpResponse:
    user = current_user(request)
    reset_second_factor(get_object_or_404(colleagues_of(user), pk=pk), by=user, now=timezone.now())
    messages.success(request, _("The second key is gone. Your colleague is told, and makes a new one."))
    return redirect("colleagues")
