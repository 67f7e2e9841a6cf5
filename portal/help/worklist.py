"""What needs doing today, and why."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from portal.contact.models import Message
from portal.people.models import User
from portal.people.scripts import people_to_ask

from .enums import Reason
from .models import HelpRequest

MOST_PER_REASON = 20
MOST_OF_ONE_REASON = 500
MOST_CALLS = 100
REASON = "reason"  # the name that `with_reason` annotates


def worklist(user: User, now: datetime, *, only: Reason | None = None) -> dict[str, Any]:
    """`groups` of requests by reason, most urgent first, each with its full `count`; and `calls`.

    `only` one reason shows many more of it.
    """
    todo = HelpRequest.objects.of_team(user).with_reason(timezone.localdate(now))
    if only:
        todo = todo.filter(**{REASON: only})
    most = MOST_OF_ONE_REASON if only else MOST_PER_REASON
    rows = todo.select_related("kind", "person", "neighbourhood").first_of_each_reason(most)
    by_reason: dict[int, list[Any]] = {}
    for row in rows:
        by_reason.setdefault(getattr(row, REASON), []).append(row)
    calls = list(
        Message.objects.visible_to(user).to_call().select_related("person", "organisation")[: MOST_CALLS + 1]
    )
    people = [each.person for rows in by_reason.values() for each in rows]
    asked_again = people_to_ask(each.pk for each in people)
    return {
        "people": [*people, *(each.person for each in calls[:MOST_CALLS])],
        "asked_again": asked_again,
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
        "only": only,
        "calls": calls[:MOST_CALLS],
        "more_calls": len(calls) > MOST_CALLS,
    }
