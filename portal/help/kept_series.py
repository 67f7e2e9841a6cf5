"""Fixed days that somebody asked for, or comes on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.people.kept import Line, Term, facts, made_fact
from portal.people.models import Person

from .models import Series
from .series_enums import SeriesState

COVERS = frozenset({"help.Series", "help.SeriesEvent"})


def lines(person: Person) -> list[Line]:
    asked = Series.objects.filter(Q(person=person) | Q(asked_by=person)).select_related("kind")
    helps = Series.objects.filter(helper__person=person).select_related("kind")
    return [*(_asked(each, person) for each in asked), *(_helps(each) for each in helps)]


def _asked(series: Series, person: Person) -> Line:
    own = series.person_id == person.pk
    names = ("text", "relation", "rhythm", "starts_on", "ends_on", "half_day", "places", "language", "state")
    found = [made_fact("kind", _("Kind of help"), str(series.kind)), *facts(series, *names)]
    what = _("You asked for help on fixed days") if own else _("You asked for fixed days for somebody else")
    return Line("series" if own else "series_for_other", series.created_at, what, found)


def _helps(series: Series) -> Line:
    """For whom is that other person's; it is not in here."""
    found = [made_fact("kind", _("Kind of help"), str(series.kind)), *facts(series, "rhythm", "state")]
    return Line("helps_in_series", series.created_at, _("You come on fixed days"), found)


def prevents(person: Person) -> list[str]:
    going_on = Series.objects.exclude(state=SeriesState.ENDED)
    asks = going_on.filter(Q(person=person) | Q(asked_by=person)).exists()
    helps = going_on.filter(helper__person=person).exists()
    asked = [_("Help still comes on fixed days. First stop those.")] if asks else []
    return asked + ([_("You still come on fixed days. First stop with those.")] if helps else [])


def forget(person: Person) -> int:
    count = Series.objects.filter(person=person).update(text="")
    Series.objects.filter(Q(person=person) | Q(asked_by=person)).update(asked_by=None, relation="")
    return count


def locks_merge(people: Sequence[Person]) -> None:
    """Before their requests, as everywhere; all of them, because each row of a series moves along."""
    mine = Q(person__in=people) | Q(asked_by__in=people) | Q(helper__person__in=people)
    for pk in Series.objects.filter(mine).order_by("pk").values_list("pk", flat=True):
        Series.objects.select_for_update().get(pk=pk)


def prevents_merge(kept: Person, gone: Person) -> list[str]:
    pair = [kept, gone]
    going_on = Series.objects.exclude(state=SeriesState.ENDED)
    if going_on.filter(person__in=pair, helper__person__in=pair).exists():
        return [_("One of the two helps the other on fixed days. So they are two people.")]
    return []


def _old_words(since: datetime) -> QuerySet[Series]:
    return Series.objects.filter(ended_at__lt=since).exclude(text="").select_related("person")


def _erase_words(series: QuerySet[Series], now: datetime) -> int:
    return Series.objects.filter(pk__in=list(series.values_list("pk", flat=True))).update(text="")


TERM = Term("request_text", gettext_lazy("Words of fixed days that ended"), _old_words, _erase_words)
