"""When two records of people may become one, and when they may become two again."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from .data_rules import Gone, NotForYou, NotNow, check_known, is_team
from .enums import VolunteerState
from .kept import before, holdings
from .merge_models import Merge
from .models import Person, User, Volunteer

# How much a volunteer's record is in use: a live one stays, who only came or stopped goes along with it.
WORTH = {VolunteerState.STOPPED.value: 0, VolunteerState.SIGNED_UP.value: 1}
LIVE = 2


def worth(volunteer: Volunteer) -> int:
    return WORTH.get(volunteer.state, LIVE)


def check_both(kept: Person, gone: Person, by: User) -> None:
    for each in (kept, gone):
        if not is_team(each, by):
            raise NotForYou(_("You can only put people together of neighbourhoods where you work."))
        check_known(each)


def what_stops(kept: Person, gone: Person, now: datetime) -> list[str]:
    """What keeps these two apart, in sentences; empty when they can be put together."""
    found = []
    if kept.pk == gone.pk:
        found.append(_("This is one and the same person."))
    if kept.user_id and gone.user_id:
        found.append(_("Both have an account. First ask the coordinator to close one of the two."))
    if kept.is_restricted or gone.is_restricted:
        found.append(_("We may not use the data of one of the two now. First use it again."))
    live = [each for each in Volunteer.objects.filter(person__in=[kept, gone]) if worth(each) == LIVE]
    if len(live) > 1:
        found.append(_("Both are volunteers at this moment. First stop one of the two."))
    for holding in holdings():
        if holding.prevents_merge:
            found += holding.prevents_merge(kept, gone, now)
    return found


def check_can_merge(kept: Person, gone: Person, by: User, now: datetime) -> None:
    check_both(kept, gone, by)
    if found := what_stops(kept, gone, now):
        raise NotNow(" ".join(found))


def can_be_undone(merge: Merge, now: datetime) -> bool:
    return merge.undone_at is None and bool(merge.undo) and merge.at >= before("merge", now)


def check_can_undo(merge: Merge, by: User, now: datetime) -> None:
    if not Merge.objects.visible_to(by).filter(pk=merge.pk).exists():
        raise NotForYou(_("Only the team of this neighbourhood may do this."))
    if merge.undone_at is not None:
        raise NotNow(_("These two were taken apart already."))
    if not can_be_undone(merge, now):
        raise Gone(_("This is too long ago. What was needed to take them apart is erased."))
    later = Merge.objects.standing().filter(Q(kept=merge.kept) | Q(gone=merge.kept), pk__gt=merge.pk)
    if later.exists():
        raise NotNow(_("This person was put together with somebody again later. First undo that."))
