"""The steps of a volunteer, from signing up to stopping."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.people.models import Person, User
from portal.people.moments import Moment

from .models import History


def team_moments(person: Person, by: User, most: int) -> list[Moment]:
    steps = History.objects.filter(volunteer__person=person).select_related("by")
    return [
        Moment(
            each.at,
            _("volunteer"),
            str(each.get_step_display()),
            reverse("volunteer", args=[each.volunteer_id]),
            str(each.by or ""),
        )
        for each in steps.order_by("-at", "-pk")[:most]
    ]
