"""What we told somebody, by mail or by calling, and what still has to be told."""

from __future__ import annotations

from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from portal.people.models import Person, User
from portal.people.moments import Moment

from .models import Message


def contact_moments(person: Person, by: User, most: int) -> list[Moment]:
    messages = Message.objects.visible_to(by).filter(person=person).select_related("settled_by")
    return [
        Moment(
            each.settled_at or each.created_at,
            each.get_route_display(),
            _("%(subject)s: %(state)s") % {"subject": each.subject, "state": each.get_state_display()},
            each.path,
            str(each.settled_by or ""),
        )
        for each in messages.order_by(Coalesce("settled_at", "created_at").desc(), "-pk")[:most]
    ]
