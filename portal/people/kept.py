"""What each room keeps about a person: why, how long, to show it, to take it along, and to forget it.

A room registers its `Holding` in `AppConfig.ready`. `tests/people/test_kept.py` fails on a model with
personal data that no holding covers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy, ngettext
from phonenumber_field.phonenumber import PhoneNumber

from design.days import midnight, months_later
from design.templatetags.design import written_day, written_moment

from .phones import written
from .roles import Ability

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from .enums import Purpose
    from .models import Person, User

    Words = str | _StrPromise


@dataclass(frozen=True)
class Fact:
    """`key` and `raw` are the same in every language (JSON); `label` and `value` are to read."""

    key: str
    label: str
    value: str
    raw: Any


@dataclass(frozen=True)
class Line:
    """One thing that we keep. `key` says what sort, the same in every language."""

    key: str
    when: datetime
    what: str
    facts: Sequence[Fact] = ()


@dataclass(frozen=True)
class Term:
    """What the night forgets of itself: `due(before)` finds it, `erase` returns how many it erased.

    What was erased is not due any more, so that running twice is the same as once.
    """

    period: str
    what: Words
    due: Callable[[datetime], QuerySet[Any]]
    erase: Callable[[QuerySet[Any], datetime], int]


def _nothing(person: Person, now: datetime) -> list[str]:
    return []


def _nobody(since: datetime) -> list[Any]:
    return []


_WHOSE = gettext_lazy("Residents and volunteers.")
_RECEIVERS = gettext_lazy("Nobody outside our team.")


@dataclass(frozen=True)
class Holding:
    slug: str
    # Shown in this order; forgotten the other way round, the person's own details last.
    order: int
    title: Words
    why: Words
    basis: Words
    # Of `settings.KEPT_FOR`.
    period: str
    # Labels of the models whose data about a person this shows and forgets.
    covers: frozenset[str]
    lines: Callable[[Person], list[Line]]
    # Erases or anonymises what is kept about one person; returns how many records.
    forget: Callable[[Person, datetime], int]
    # Translated sentences: what must end before this person can be forgotten.
    prevents: Callable[[Person, datetime], list[str]] = _nothing
    # Querysets of primary keys of people with whom there was contact since, or who have something open.
    busy: Callable[[datetime], Iterable[QuerySet[Any]]] = _nobody
    terms: Sequence[Term] = field(default=())
    # What else must know when somebody agrees or changes their mind: locked before the person, told after.
    locks: Callable[[Person], None] | None = None
    consented: Callable[[Person, Purpose, bool, User, datetime], None] | None = None
    # Before two records of one person become one: locked before both people, and what keeps them apart.
    locks_merge: Callable[[Sequence[Person]], None] | None = None
    prevents_merge: Callable[[Person, Person, datetime], list[str]] | None = None
    # The same when their data is no longer used (True), or used again.
    restricted: Callable[[Person, bool, User, datetime], None] | None = None
    # For the register of processing (GDPR art. 30): whose data, who sees it, who gets it.
    whose: Words = _WHOSE
    seen_with: frozenset[Ability] = frozenset({Ability.BROKER})
    receivers: Words = _RECEIVERS


_found: dict[str, Holding] = {}


def register(holding: Holding) -> None:
    assert holding.period in settings.KEPT_FOR, holding.period
    _found[holding.slug] = holding


def holdings() -> list[Holding]:
    return sorted(_found.values(), key=lambda each: each.order)


def before(period: str, now: datetime) -> datetime:
    """What ended earlier than this was kept long enough."""
    kept_for = settings.KEPT_FOR[period]
    return midnight(months_later(timezone.localdate(now), -kept_for.months) - timedelta(days=kept_for.days))


def period_words(period: str) -> str:
    """`30 days`, `6 months`, `2 years`, in the language of the moment; none is an hour."""
    months, days = settings.KEPT_FOR[period].months, settings.KEPT_FOR[period].days
    if days:
        return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}
    if not months:
        return gettext("1 hour")
    years, rest = divmod(months, 12)
    if years and not rest:
        return ngettext("%(years)d year", "%(years)d years", years) % {"years": years}
    return ngettext("%(months)d month", "%(months)d months", months) % {"months": months}


def fact(record: Model, name: str, *, label: Words = "") -> Fact | None:
    """A field of a record as a fact; None when it is empty."""
    value = getattr(record, name)
    if value is None or value == "":
        return None
    words = str(label or capfirst(str(record._meta.get_field(name).verbose_name)))  # type: ignore[union-attr]
    display = getattr(record, f"get_{name}_display", None)
    return made_fact(name, words, value, shown=str(display()) if display else "")


def made_fact(key: str, label: Words, value: Any, *, shown: str = "") -> Fact:
    return Fact(key, str(label), shown or _shown(value), _raw(value))


def facts(record: Model, *names: str) -> list[Fact]:
    return [found for name in names if (found := fact(record, name)) is not None]


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, datetime):
        return written_moment(value)
    if isinstance(value, date):
        return written_day(value)
    if isinstance(value, PhoneNumber):
        return written(value)
    if isinstance(value, list | tuple):
        return ", ".join(map(_shown, value))
    return str(value)


def _raw(value: Any) -> Any:
    if isinstance(value, date):  # a moment too
        return value.isoformat()
    if isinstance(value, PhoneNumber):
        return str(value.as_e164)
    if isinstance(value, list | tuple):
        return [_raw(each) for each in value]
    return value if isinstance(value, bool | int | float) else str(value)
