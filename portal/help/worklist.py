"""What needs doing today, and why."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from portal.contact.models import Message
from portal.people.models import User

from .enums import Reason
from .models import HelpRequest

MOST_PER_REASON = 20
MOST_CALLS = 30
REASON = "reason"  # the name that `with_reason` annotates


def worklist(user: User, now: datetime) -> dict[str, Any]:
    """`groups` of requests by reason, most urgent first, each with its full `count`; and `calls`."""
    todo = HelpRequest.objects.of_team(user).with_reason(timezone.localdate(now))
    rows = todo.select_related("kind", "person", "neighbourhood").first_of_each_reason(MOST_PER_REASON)
    by_reason: dict[int, list[Any]] = {}
    for row in rows:
        by_reason.setdefault(getattr(row, REASON), []).append(row)
    calls = Message.objects.visible_to(user).to_call().select_related("person")[:MOST_CALLS]
    return {
        "groups": [
            {
                "reason": reason,
                "label": reason.label,
                "requests": by_reason[reason],
                "count": by_reason[reason][0].in_reason,
                "hidden": by_reason[reason][0].in_reason - len(by_reason[reason]),
            }
            for reason in Reason
            if reason in by_reason
        ],
        "calls": list(calls),
    }
