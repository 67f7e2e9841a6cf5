"""`/nl/bemiddeling/eerlijk-verdeeld/`: who is asked often and who never."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from portal.people.enums import Looked
from portal.people.guards import current_user, needs
from portal.people.kept_actions import note_access
from portal.people.roles import Ability

from ..fairness import PERIODS, shared_out, supply_and_demand


@needs(Ability.BROKER)
@require_GET
def fairness(request: HttpRequest) -> HttpResponse:
    user, now = current_user(request), timezone.now()
    kinds = list(supply_and_demand(user, now))
    kind = next((each for each in kinds if each.code == request.GET.get("soort")), None)
    months = next((each for each in PERIODS if str(each) == request.GET.get("maanden")), PERIODS[0])
    groups = shared_out(user, months=months, kind=kind, now=now)
    shown = [one.person for each in groups.values() for one in each.volunteers]
    note_access(shown, Looked.LIST, by=user, now=now)
    context = {**groups, "kinds": kinds, "kind": kind, "months": months, "periods": PERIODS}
    return render(request, "pages/fairness.html", context)
