"""What the team sees of the agenda: the list, and the page of a date."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from portal.people.enums import Looked
from portal.people.finding import find_people
from portal.people.kept_actions import note_access
from portal.people.models import Person, User
from portal.people.querysets import not_hidden_from

from .enums import OPEN
from .forms.team import AddForm, CallOffForm, CountForm
from .models import Gathering, SignUp
from .rules import check_begun, check_goes_on, check_not_over, check_takes_sign_ups, is_team, why_not

PAST_SHOWN = timedelta(days=30)
MOST_SHOWN = 200


def agenda(user: User, now: datetime) -> dict[str, list[Gathering]]:
    """Upcoming dates and those of the last month; one query each."""
    visible = Gathering.objects.visible_to(user).with_counts().select_related("event__neighbourhood")
    return {
        "coming": list(visible.upcoming(now)[:MOST_SHOWN]),
        "past": list(visible.past(now).filter(ends_at__gt=now - PAST_SHOWN)[:MOST_SHOWN]),
    }


def date_page(date: Gathering, *, by: User, now: datetime) -> dict[str, Any]:
    """`knows_names` only for brokers of this neighbourhood; others get the numbers."""
    knows_names = is_team(date.event.neighbourhood_id, by)
    return {
        "date": date,
        "event": date.event,
        "knows_names": knows_names,
        "sign_ups": sign_ups(date, by) if knows_names else [],
        "history": _history(date, by) if knows_names else [],
        "can_add": knows_names and not why_not(check_takes_sign_ups, date, now),
        "can_count": not why_not(check_begun, date, now),
        "can_call_off": not why_not(check_goes_on, date) and not why_not(check_not_over, date, now),
        "forms": {
            "toevoegen": AddForm(),
            "tellen": CountForm(initial={"attended": date.attended}),
            "afgelasten": CallOffForm(),
        },
    }


def _history(date: Gathering, by: User) -> list[Any]:
    known = date.history.filter(not_hidden_from(by, "sign_up__person__"))
    return list(known.select_related("by", "sign_up__person"))


def sign_ups(date: Gathering, by: User) -> list[SignUp]:
    """Who comes first, then who waits, in order; then the others."""
    found = list(SignUp.objects.visible_to(by).filter(gathering=date).select_related("person"))
    states = [*sorted(OPEN, key=["going", "offered", "waiting"].index), "expired", "cancelled"]
    return sorted(found, key=lambda each: states.index(each.state))


def people_found(words: str, by: User) -> list[Person]:
    found = find_people(Person.objects.visible_to(by), words)
    note_access(found, Looked.LIST, by=by, now=timezone.now())
    return found
