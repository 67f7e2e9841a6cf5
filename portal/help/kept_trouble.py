"""What went wrong, as the one it is about or who told it may read it: without the other."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.people.kept import Line, Term, facts, made_fact
from portal.people.models import Person

from .enums import FOR_COORDINATOR, OF_THE_DAY, Side
from .models import Thanks, Trouble


def trouble_lines(person: Person) -> list[Line]:
    asked = Q(match__request__person=person) | Q(match__request__asked_by=person)
    helped = Q(match__volunteer__person=person)
    sides = {Side.ASKER: asked, Side.HELPER: helped}
    found = []
    for side, mine in sides.items():
        for each in Trouble.objects.filter(mine, Q(side=side) | Q(told_by=side)).select_related(
            "match__request"
        ):
            found.append(_trouble(each, side))
    said = Thanks.objects.filter(asked).select_related("match__request")
    return found + [Line("thanks", each.at, _("You said thank you"), facts(each, "text")) for each in said]


def _trouble(trouble: Trouble, side: str) -> Line:
    """The words of another can tell who that is: only who told it reads them here."""
    told = trouble.told_by == side
    reference = made_fact("reference", _("Number"), trouble.match.request.spoken_reference)
    names = ("kind", "day", "outcome", "note") if told else ("kind", "day", "outcome")
    what = _("You told us that something went wrong") if told else _("Something went wrong, about you")
    return Line("trouble", trouble.at, what, [reference, *facts(trouble, *names)])


def _slips(since: datetime) -> QuerySet[Trouble]:
    return Trouble.objects.filter(kind__in=OF_THE_DAY, at__lt=since)


def _delete(found: QuerySet[Trouble], now: datetime) -> int:
    return found.delete()[0]


def _old(since: datetime) -> QuerySet[Trouble]:
    """Settled that long ago; that the two are kept apart stays."""
    return Trouble.objects.filter(kind__in=FOR_COORDINATOR, settled_at__lt=since).exclude(note="")


def _erase(found: QuerySet[Trouble], now: datetime) -> int:
    return found.update(note="")


TERMS = (
    Term("slip", gettext_lazy("Appointments that went wrong"), _slips, _delete),
    Term("trouble", gettext_lazy("Words of complaints and accidents"), _old, _erase),
)
