"""A plan of the quarter as a matrix: actions by level, months side by side (002:133-160)."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from io import StringIO
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext

from .models import PlanPage
from .models.quarter import MOST_MONTHS
from .plan_blocks import ActionState, Form, Level

# What a spreadsheet would take for a formula (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class Cell:
    """A month of an action: its texts, or only that it goes on then."""

    month: date
    texts: list[str]
    goes_on: bool


@dataclass(frozen=True)
class Action:
    goal: str
    title: str
    level: Level
    state: ActionState
    form: str
    who: str
    partners: str
    output: str
    timing: str
    cells: list[Cell]
    outside: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Goal:
    title: str
    why: str
    actions: list[Action]


@dataclass(frozen=True)
class Matrix:
    months: list[date]
    groups: list[tuple[Level, list[Action]]]


def months_of(page: PlanPage) -> list[date]:
    """The first days of its months; none while the two ends are not filled in or the wrong way round."""
    if not page.first_month or not page.last_month:
        return []
    first, last = _number(page.first_month), _number(page.last_month)
    return [date(at // 12, at % 12 + 1, 1) for at in range(first, min(last + 1, first + MOST_MONTHS))]


def goals_of(page: PlanPage) -> list[Goal]:
    months = months_of(page)
    return [
        Goal(
            title=block.value["title"],
            why=block.value["why"] or "",
            actions=[_action(block.value["title"], each, months) for each in block.value["actions"]],
        )
        for block in page.goals
    ]


def matrix_of(page: PlanPage) -> Matrix:
    """Levels without an action are left out."""
    actions = [action for goal in goals_of(page) for action in goal.actions]
    by_level = [(level, [action for action in actions if action.level == level]) for level in Level]
    return Matrix(months_of(page), [(level, found) for level, found in by_level if found])


def _action(goal: str, value: Any, months: list[date]) -> Action:
    texts: dict[int, list[str]] = {}
    for cell in value["cells"]:
        if cell["month"]:
            text = cell["text"] if cell["is_sure"] else f"{cell['text'].rstrip('? ')}?"
            texts.setdefault(_number(cell["month"]), []).append(text)
    span = _span(value, months)
    shown = {_number(month) for month in months}
    return Action(
        goal=goal,
        title=value["title"],
        level=_choice(Level, value["level"], Level.MICRO),
        state=_choice(ActionState, value["state"], ActionState.PLANNED),
        form=str(dict(Form.choices).get(value["form"] or "", "")),
        who=value["who"] or "",
        partners=value["partners"] or "",
        output=value["output"] or "",
        timing=_timing(value["first_month"], value["last_month"]),
        cells=[Cell(month, texts.get(_number(month), []), _number(month) in span) for month in months],
        outside=[f"{_written(at)}: {text}" for at in sorted(texts) if at not in shown for text in texts[at]],
    )


def _span(value: Any, months: list[date]) -> range:
    """The months in which it goes on; an end that is not filled in is that of the plan."""
    first, last = value["first_month"], value["last_month"]
    if not months or not (first or last):
        return range(0)
    if first and last:
        first, last = min(first, last), max(first, last)
    return range(_number(first or months[0]), _number(last or months[-1]) + 1)


def _timing(first: date | None, last: date | None) -> str:
    if first and last:
        first, last = min(first, last), max(first, last)
        if _number(first) == _number(last):
            return _written(_number(first))
        ends = {"first": _written(_number(first)), "last": _written(_number(last))}
        return gettext("from %(first)s until %(last)s") % ends
    if first:
        return gettext("from %(first)s") % {"first": _written(_number(first))}
    return gettext("until %(last)s") % {"last": _written(_number(last))} if last else ""


def _choice(choices: Any, value: str, otherwise: Any) -> Any:
    return choices(value) if value in choices.values else otherwise


def _number(day: date) -> int:
    """Months since the year 0, so that they can be counted."""
    return day.year * 12 + day.month - 1


def _written(number: int) -> str:
    return date_format(date(number // 12, number % 12 + 1, 1), "YEAR_MONTH_FORMAT")


def plan_rows(page: PlanPage) -> list[list[str]]:
    """The matrix for a spreadsheet, with what else is known of every action."""
    matrix = matrix_of(page)
    heads = [
        gettext("Level"),
        gettext("Goal"),
        gettext("Action"),
        gettext("How far we are"),
        gettext("Who does it"),
        gettext("Partners"),
        gettext("What comes of it"),
        *(_written(_number(month)) for month in matrix.months),
        gettext("Other months"),
    ]
    return [heads, *(_row(action) for _level, actions in matrix.groups for action in actions)]


def _row(action: Action) -> list[str]:
    known = [action.goal, action.title, str(action.state.label), action.who, action.partners, action.output]
    months = [" / ".join(cell.texts) or ("x" if cell.goes_on else "") for cell in action.cells]
    return [str(action.level.label), *known, *months, " / ".join(action.outside)]


def written_csv(rows: Iterable[Iterable[str]]) -> str:
    """With semicolons, as a spreadsheet here expects; no cell is ever a formula."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
