from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from design.freshness import changed
from portal.people.actions import Who, complete, person_for, record_consent
from portal.people.enums import Channel, Purpose
from portal.people.models import Neighbourhood, Person, User

from ..campaigns import campaign
from ..enums import StreetState
from ..models import Score, StreetEntry
from ..rules import check_can_score, check_own_or_team, check_street_move, check_team


@dataclass(frozen=True)
class Plan:
    """What a street wants to do, and what it still needs."""

    street: str
    plan: str
    help_wanted: str = ""


@transaction.atomic
def enter(
    key: uuid.UUID,
    who: Person | Who,
    plan: Plan,
    *,
    neighbourhood: Neighbourhood,
    by: User | None,
    now: datetime,
    submission: uuid.UUID | None = None,
    channel: Channel = Channel.WEB,
) -> StreetEntry:
    """A street takes part in the campaign `key`; the team looks at it before it shows."""
    # Two who send the same form at once wait for each other here.
    Neighbourhood.objects.select_for_update().get(pk=neighbourhood.pk)
    if submission:
        sent_before: StreetEntry | None = StreetEntry.objects.filter(submission=submission).first()
        if sent_before:
            return sent_before
    if isinstance(who, Person):
        person, is_new = who, False
    else:
        person, is_new = person_for(who, neighbourhood)
        if by is not None:
            complete(person, who)
    check_own_or_team(neighbourhood.pk, person, by)
    record_consent(
        person,
        Purpose.TAKE_PART,
        channel=channel,
        language=person.language,
        by=by,
        now=now,
        is_proven=is_new or by is not None,
    )
    return StreetEntry.objects.create(
        campaign=key,
        neighbourhood=neighbourhood,
        person=person,
        street=plan.street,
        plan=plan.plan,
        help_wanted=plan.help_wanted,
        created_at=now,
        submission=submission,
    )


def confirm(entry: StreetEntry, *, by: User, now: datetime) -> StreetEntry:
    return _settle(entry, StreetState.CONFIRMED, by=by, now=now)


def withdraw_street(entry: StreetEntry, *, by: User, now: datetime) -> StreetEntry:
    return _settle(entry, StreetState.WITHDRAWN, by=by, now=now)


def tell_story(entry: StreetEntry, *, by: User, now: datetime) -> StreetEntry:
    return _settle(entry, StreetState.STORY, by=by, now=now)


def _lock(entry: StreetEntry, by: User) -> StreetEntry:
    entry = StreetEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    check_team(entry.neighbourhood_id, by)
    return entry


@transaction.atomic
def _settle(entry: StreetEntry, to: StreetState, *, by: User, now: datetime) -> StreetEntry:
    entry = _lock(entry, by)
    if entry.state == to:
        return entry
    check_street_move(entry, to)
    entry.state = to
    entry.settled_by = by
    entry.settled_at = now
    entry.save(update_fields=["state", "settled_by", "settled_at"])
    changed(f"streets:{entry.campaign}")
    return entry


@transaction.atomic
def score(
    entry: StreetEntry, juror: User, *, lasting: int, effort: int, creative: int, diverse: int, now: datetime
) -> Score:
    """One score per member of the jury, 1 to 5 on each point; may be changed until the result is shown."""
    entry = _lock(entry, juror)
    of = campaign(entry.campaign)
    check_can_score(entry, is_shown=of is not None and of.shows_scores)
    made, _is_new = Score.objects.update_or_create(
        entry=entry,
        juror=juror,
        defaults={
            "lasting": lasting,
            "effort": effort,
            "creative": creative,
            "diverse": diverse,
            "at": now,
        },
    )
    changed(f"streets:{entry.campaign}")
    return made
