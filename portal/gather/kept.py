"""What somebody came to, and the streets they entered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from design.freshness import changed
from design.templatetags.design import written_day
from portal.people.kept import Holding, Line, Term, facts, made_fact
from portal.people.models import Person

from .actions.base import lock
from .enums import StreetState
from .models import Gathering, Happening, SignUp, StreetEntry, new_key


def lines(person: Person) -> list[Line]:
    sign_ups = person.sign_ups.select_related("gathering__event").prefetch_related("history")
    found = [
        Line(
            "sign_up",
            each.created_at,
            str(each.gathering.event),
            [
                made_fact("starts_at", _("When"), each.gathering.starts_at),
                *facts(each, "party", "state", "note", "came"),
                *(
                    made_fact("remark", _("Written down by us"), happened.note)
                    for happened in each.history.all()
                    if happened.note
                ),
            ],
        )
        for each in sign_ups
    ]
    return found + [
        Line("street", each.created_at, _("Your street takes part"), _street(each))
        for each in person.street_entries.all()
    ]


def _street(entry: StreetEntry) -> list[Any]:
    state = made_fact("state", _("state"), entry.state, shown=entry.get_state_display())
    return [*facts(entry, "street", "plan", "help_wanted"), state]


def prevents(person: Person, now: datetime) -> list[str]:
    return [
        _("You are on the list for “%(title)s” on %(day)s. First say that you do not come.")
        % {"title": each.gathering.event, "day": written_day(each.gathering.starts_at)}
        for each in _coming(person, now).select_related("gathering__event")
    ]


def _coming(person: Person, now: datetime) -> QuerySet[SignUp]:
    return person.sign_ups.open().filter(gathering__ends_at__gt=now, gathering__called_off_at=None)


def locks_merge(people: Sequence[Person]) -> None:
    open_ones = SignUp.objects.open().filter(person__in=people).values("gathering")
    for each in Gathering.objects.filter(pk__in=open_ones).order_by("event", "pk"):
        lock(each)


def prevents_merge(kept: Person, gone: Person, now: datetime) -> list[str]:
    both = _coming(kept, now).filter(gathering__in=_coming(gone, now).values("gathering"))
    return [
        _("Both are on the list for “%(title)s” on %(day)s. First take one of the two off the list.")
        % {"title": each.gathering.event, "day": written_day(each.gathering.starts_at)}
        for each in both.select_related("gathering__event")
    ]


def busy(since: datetime) -> Iterable[QuerySet[Any]]:
    sign_ups = SignUp.objects.order_by()
    return [
        sign_ups.filter(Q(created_at__gte=since) | Q(gathering__ends_at__gte=since)).values("person"),
        StreetEntry.objects.order_by().filter(created_at__gte=since).values("person"),
    ]


def forget(person: Person, now: datetime) -> int:
    """Dates keep how many came; streets keep that they took part."""
    sign_ups = list(person.sign_ups.all())
    for each in sign_ups:
        each.note, each.key, each.submission = "", new_key(), None
    SignUp.objects.bulk_update(sign_ups, ["note", "key", "submission"], batch_size=200)
    Happening.objects.filter(sign_up__in=sign_ups).update(note="")
    return len(sign_ups) + _forget_streets(person.street_entries.all(), now)


def _forget_streets(entries: QuerySet[StreetEntry], now: datetime) -> int:
    campaigns = {each.campaign for each in entries}
    count = entries.update(plan="", help_wanted="", submission=None)
    if campaigns:
        changed(*(f"streets:{campaign}" for campaign in campaigns))
    return count


def _old_sign_ups(since: datetime) -> QuerySet[SignUp]:
    noted = Happening.objects.filter(sign_up=OuterRef("pk")).exclude(note="")
    old = SignUp.objects.filter(gathering__ends_at__lt=since).select_related("person")
    return old.filter(~Q(note="") | Exists(noted))


def _erase_notes(sign_ups: QuerySet[SignUp], now: datetime) -> int:
    found = list(sign_ups.values_list("pk", flat=True))
    Happening.objects.filter(sign_up__in=found).update(note="")
    return SignUp.objects.filter(pk__in=found).update(note="")


def _old_wishes(since: datetime) -> QuerySet[StreetEntry]:
    """What a street still needed, and plans that were not carried out; the others are on the site."""
    idle = Q(state__in=[StreetState.IDEA, StreetState.WITHDRAWN]) & ~Q(plan="")
    old = StreetEntry.objects.filter(created_at__lt=since).select_related("person")
    return old.filter(idle | ~Q(help_wanted=""))


def _erase_wishes(entries: QuerySet[StreetEntry], now: datetime) -> int:
    found = list(entries.values_list("pk", flat=True))
    idle = [StreetState.IDEA, StreetState.WITHDRAWN]
    _forget_streets(StreetEntry.objects.filter(pk__in=found, state__in=idle), now)
    return StreetEntry.objects.filter(pk__in=found).update(help_wanted="")


HOLDING = Holding(
    slug="gather",
    order=20,
    title=gettext_lazy("What you came to"),
    why=gettext_lazy("We keep what you signed up for, to keep a place for you and to count who came."),
    basis=gettext_lazy("Your consent."),
    period="activity",
    covers=frozenset({"gather.SignUp", "gather.Happening", "gather.StreetEntry"}),
    lines=lines,
    forget=forget,
    prevents=prevents,
    busy=busy,
    locks_merge=locks_merge,
    prevents_merge=prevents_merge,
    terms=(
        Term("activity", gettext_lazy("Remarks with sign-ups"), _old_sign_ups, _erase_notes),
        Term("activity", gettext_lazy("Plans and wishes of streets"), _old_wishes, _erase_wishes),
    ),
)
