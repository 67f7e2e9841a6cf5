"""The 21 half-days of a week as one number: bit `weekday * 3 + part`, Monday morning is bit 0."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from .enums import HalfDay

PARTS = list(HalfDay)
ALL_HALF_DAYS = (1 << 21) - 1


def bit(weekday: int, part: HalfDay | str) -> int:
    return 1 << (weekday * 3 + PARTS.index(HalfDay(part)))


def bits(pairs: Iterable[tuple[int, HalfDay | str]]) -> int:
    return sum({bit(weekday, part) for weekday, part in pairs})


def bits_of(day: date | None, part: str) -> int:
    """The half-days that suit a wish: one, a whole day when the part is open, all when the day is."""
    if day is None:
        return bits((weekday, part) for weekday in range(7)) if part else ALL_HALF_DAYS
    parts = [HalfDay(part)] if part else PARTS
    return bits((day.weekday(), each) for each in parts)
