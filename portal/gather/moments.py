"""What somebody came to, and the streets they entered."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.people.models import Person, User
from portal.people.moments import Moment

from .models import Happening, StreetEntry


def gather_moments(person: Person, by: User, most: int) -> list[Moment]:
    areas = by.neighbourhoods.values("pk")
    happened = Happening.objects.filter(
        sign_up__person=person, gathering__event__neighbourhood__in=areas
    ).select_related("gathering__event", "by")
    entered = StreetEntry.objects.filter(person=person, neighbourhood__in=areas).order_by("-created_at")
    found = [
        Moment(
            each.at,
            _("activity"),
            _("%(title)s: %(what)s") % {"title": each.gathering.event, "what": each},
            reverse("keep_date", args=[each.gathering_id]),
            str(each.by or ""),
        )
        for each in happened.order_by("-at", "-pk")[:most]
    ]
    return found + [
        Moment(
            each.created_at,
            _("street that takes part"),
            _("%(street)s: %(state)s") % {"street": each.street, "state": each.get_state_display()},
            reverse("keep_streets"),
        )
        for each in entered[:most]
    ]
