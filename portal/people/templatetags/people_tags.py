"""What people ask about their data, for the work list."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from portal.people.enums import Looked
from portal.people.kept_actions import note_access
from portal.people.models import DataRequest, User

register = template.Library()

MOST_SHOWN = 10


@register.inclusion_tag("components/worklist_data.html")
def data_questions(user: User) -> dict[str, Any]:
    """Open questions about data, the one to answer first on top; one query while there are none."""
    found = DataRequest.objects.visible_to(user).open().select_related("person").order_by("due_on", "pk")
    questions = list(found[:MOST_SHOWN])
    now = timezone.now()
    note_access([each.person for each in questions], Looked.LIST, by=user, now=now)
    return {"questions": questions, "today": timezone.localdate(now)}
