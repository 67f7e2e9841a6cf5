"""What the night forgets of itself, by the terms of each holding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from .kept import Holding, Term, before, holdings
from .kept_models import Forgetting


@dataclass(frozen=True)
class Due:
    holding: Holding
    term: Term
    found: QuerySet[Any]


def all_due(now: datetime) -> Iterator[Due]:
    """In the order in which it is forgotten: what people did before who they are."""
    for holding in reversed(holdings()):
        for term in holding.terms:
            yield Due(holding, term, term.due(before(term.period, now)))


def forget_all(now: datetime) -> dict[str, int]:
    """Erase what was kept long enough, and write down how much of what; by holding.

    Each term is a transaction of its own. The same run once more finds nothing.
    """
    counts = {holding.slug: 0 for holding in holdings()}
    for due in all_due(now):
        with transaction.atomic():
            counts[due.holding.slug] += due.term.erase(due.found, now)
    Forgetting.objects.bulk_create(
        [Forgetting(at=now, holding=slug, count=count) for slug, count in counts.items()]
    )
    return counts


def runs(most: int = 60) -> list[dict[str, Any]]:
    """The last runs, each with its count by holding: `at`, `counts`, `total`."""
    moments = list(Forgetting.objects.order_by("-at").values_list("at", flat=True).distinct()[:most])
    found: dict[datetime, dict[str, int]] = {at: {} for at in moments}
    for each in Forgetting.objects.filter(at__in=moments):
        found[each.at][each.holding] = each.count
    return [
        {
            "at": at,
            "counts": [counts.get(holding.slug, 0) for holding in holdings()],
            "total": sum(counts.values()),
        }
        for at, counts in found.items()
    ]
