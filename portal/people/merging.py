"""Moving all that points at one row to another, in steps that can be taken back.

It knows no room: whatever points to a person, or to a row that moves along, is found in the models.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from copy import copy
from datetime import date, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import F, Field, ForeignKey, Model, Q, QuerySet, UniqueConstraint
from django.db.models.lookups import Exact

Row = Any
Pointer = tuple[type[Model], Field[Any, Any]]
# What says of two rows that they are one, or two, stays where it is; so do the rows that only lead on.
STAYS = {"people.Merge", "people.NotTheSame"}
STAYING_FIELDS = {"people.Person.merged_into"}

_pointers: dict[str, list[Pointer]] = {}
_worth: dict[str, Callable[[Row], Any]] = {}


def prefer(label: str, worth: Callable[[Row], Any]) -> None:
    """Of two rows of which one may stay, the one worth most does; without this, that of who is kept."""
    _worth[label] = worth


def pointers(model: type[Model]) -> list[Pointer]:
    """Every column of every table that points to `model`, also those without a way back."""
    label = model._meta.label
    if label not in _pointers:
        _pointers[label] = [
            (other, field)
            for other in apps.get_models(include_auto_created=True)
            if other._meta.managed and not other._meta.proxy and other._meta.label not in STAYS
            for field in other._meta.local_concrete_fields
            if isinstance(field, ForeignKey)
            and field.related_model is model
            and f"{other._meta.label}.{field.name}" not in STAYING_FIELDS
        ]
    return _pointers[label]


def columns(model: type[Model]) -> list[Field[Any, Any]]:
    return [each for each in model._meta.concrete_fields if not getattr(each, "generated", False)]


def stored(row: Row, field: Field[Any, Any]) -> Any:
    """A value as JSON holds it; `restored` reads it back whole."""
    value = field.get_prep_value(getattr(row, field.attname))
    if isinstance(value, date | time):  # a moment too
        return value.isoformat()
    return str(value) if isinstance(value, UUID | Decimal) else value


def restored(field: Field[Any, Any], value: Any) -> Any:
    if value is None:
        return None
    return (field.target_field if isinstance(field, ForeignKey) else field).to_python(value)


def snapshot(row: Row) -> dict[str, Any]:
    return {field.name: stored(row, field) for field in columns(type(row))}


def rivals(row: Row, field: Field[Any, Any], value: Any) -> Iterator[Row]:
    """The rows that stand in the way when `field` of `row` becomes `value`."""
    model = type(row)
    for names, condition in _uniques(model, field):
        wanted = {}
        for each in map(model._meta.get_field, names):
            wanted[each.attname] = value if each == field else getattr(row, each.attname)
        if None in wanted.values():
            continue
        here = model._base_manager.exclude(pk=row.pk).filter(**wanted)
        if condition is not None:
            if not model._base_manager.filter(condition, pk=row.pk).exists():
                continue
            here = here.filter(condition)
        yield from here
    for each in model._meta.constraints:
        if isinstance(each, UniqueConstraint) and _speaks_of(each.expressions, field):
            yield from _same_by(each, row, field, value)


def _speaks_of(expressions: Iterable[Any], field: Field[Any, Any]) -> bool:
    return any(part == F(field.name) for each in expressions for part in [each, *each.flatten()])


def _same_by(constraint: UniqueConstraint, row: Row, field: Field[Any, Any], value: Any) -> QuerySet[Any]:
    """The rows that give the same as `row` would, by the expressions of a constraint."""
    twin = copy(row)
    setattr(twin, field.attname, value)
    known = twin._get_field_expression_map(meta=row._meta)
    values: dict[Any, Any] = {F(name): each for name, each in known.items()}
    expressions: Iterable[Any] = constraint.expressions
    same = [Exact(each, each.replace_expressions(values)) for each in expressions]
    found: QuerySet[Any] = type(row)._base_manager.exclude(pk=row.pk).filter(*same)
    return found


def _uniques(model: type[Model], field: Field[Any, Any]) -> Iterator[tuple[tuple[str, ...], Q | None]]:
    if field.unique:
        yield (field.name,), None
    for names in model._meta.unique_together:
        if field.name in names:
            yield tuple(names), None
    for each in model._meta.constraints:
        if isinstance(each, UniqueConstraint) and field.name in each.fields:
            yield tuple(each.fields), each.condition


class Steps:
    """What is done, in order: each step holds what undoing it needs."""

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []

    def _note(self, do: str, row: Row, /, **more: Any) -> None:
        self.taken.append({"do": do, "model": row._meta.label, "pk": row.pk, **more})

    def change(self, row: Row, field: Field[Any, Any], value: Any) -> None:
        before = stored(row, field)
        setattr(row, field.attname, value)
        type(row)._base_manager.filter(pk=row.pk).update(**{field.attname: value})
        self._note("change", row, field=field.name, before=before, after=stored(row, field))

    def save(self, row: Row, before: dict[str, Any]) -> None:
        """Save `row`, of which `before` is the snapshot; what saving itself computes is noted too."""
        row.save()
        fresh = type(row)._base_manager.get(pk=row.pk)
        for name, after in snapshot(fresh).items():
            if after != before[name]:
                self._note("change", row, field=name, before=before[name], after=after)

    def set_aside(self, row: Row) -> None:
        """Take a row out of its table, after what still points at it."""
        for model, field in pointers(type(row)):
            for each in model._base_manager.filter(**{field.attname: row.pk}).order_by("pk"):
                if field.null:
                    self.change(each, field, None)
                else:
                    self.set_aside(each)
        self._note("set_aside", row, values=snapshot(row))
        type(row)._base_manager.filter(pk=row.pk).delete()

    def move_all(self, gone: Row, kept: Row) -> None:
        for model, field in pointers(type(gone)):
            found = model._base_manager.filter(**{field.attname: gone.pk}).order_by("pk")
            for pk in list(found.values_list("pk", flat=True)):
                row = found.filter(pk=pk).first()
                if row is not None:  # not set aside with another one
                    self._move(row, field, kept)

    def _move(self, row: Row, field: Field[Any, Any], kept: Row) -> None:
        if not self._keeps_two(row, field, kept):
            return
        for rival in rivals(row, field, kept.pk):
            worth = _worth.get(row._meta.label)
            if worth is None or worth(row) <= worth(rival):
                self.move_all(row, rival)
                self.set_aside(row)
                return
            self.move_all(rival, row)
            self.set_aside(rival)
        self.change(row, field, kept.pk)

    def _keeps_two(self, row: Row, field: Field[Any, Any], kept: Row) -> bool:
        """Nobody stands beside themselves: such a link is emptied, or its whole row set aside."""
        for model, other in pointers(type(kept)):
            if model is type(row) and other != field and getattr(row, other.attname) == kept.pk:
                if field.null:
                    self.change(row, field, None)
                    return False
                if not other.null:
                    self.set_aside(row)
                    return False
                self.change(row, other, None)
        return True


def take_back(steps: list[dict[str, Any]]) -> list[tuple[str, int, str]]:
    """Put everything back, the last step first. Returns model, key and field of what was left as it is now:
    what changed since, or has no place any more. What was deleted since stays deleted.
    """
    left = []
    for step in reversed(steps):
        done = _change_back(step) if step["do"] == "change" else _put_back(step)
        if not done:
            left.append((step["model"], step["pk"], step.get("field", "")))
    return left


def _change_back(step: dict[str, Any]) -> bool:
    model = apps.get_model(step["model"])
    field = model._meta.get_field(step["field"])
    row = model._base_manager.filter(pk=step["pk"]).first()
    if row is None:
        return True
    value = restored(field, step["before"])
    if stored(row, field) != step["after"] or not _points_somewhere(field, value):
        return False
    return _fits(lambda: model._base_manager.filter(pk=row.pk).update(**{field.attname: value}))


def _put_back(step: dict[str, Any]) -> bool:
    model = apps.get_model(step["model"])
    row = model(pk=step["pk"])
    for field in columns(model):
        value = restored(field, step["values"].get(field.name))
        if not _points_somewhere(field, value):
            if not field.null:
                return False
            value = None
        setattr(row, field.attname, value)
    return _fits(lambda: row.save_base(raw=True, force_insert=True))


def _points_somewhere(field: Any, value: Any) -> bool:
    if value is None or not isinstance(field, ForeignKey):
        return True
    target: type[models.Model] = field.related_model
    return target._base_manager.filter(pk=value).exists()


def _fits(write: Callable[[], Any]) -> bool:
    try:
        with transaction.atomic():
            write()
    except IntegrityError:
        return False
    return True
