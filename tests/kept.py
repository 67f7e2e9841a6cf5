"""A database that took long to build is built once per process; later tests get its rows back.

Building all pages in four languages takes Wagtail thirteen thousand queries; putting them back, a few dozen.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection, transaction

Rows = dict[str, tuple[list[str], list[tuple[Any, ...]]]]
_changes: dict[str, Rows] = {}  # the tables that were filled
_states: dict[str, Rows] = {}  # all tables


def added(name: str, make: Callable[[], object]) -> None:
    """Run `make` on the empty migrated database, or put the tables back that it changed the first time."""
    if name in _changes:
        _insert(_changes[name])
        return
    before = _read()
    make()
    _changes[name] = {table: found for table, found in _read().items() if found != before[table]}


def replaced(name: str, make: Callable[[], object]) -> None:
    """The same for tests that really commit: all rows of all tables are those of the first time."""
    if name not in _states:
        _insert(_states["migrated"])
        make()
        _states[name] = _read()
        return
    _insert(_states[name])


def remember_migrated() -> None:
    """Keep what migrations themselves wrote: a test that really commits empties that too."""
    _states["migrated"] = _read()


def _tables() -> list[str]:
    """Without the migrations, and without the full-text tables that triggers keep."""
    names = connection.introspection.table_names()
    return [name for name in names if name != "django_migrations" and "_fts" not in name]


def _read() -> Rows:
    found: Rows = {}
    with connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found[table] = ([column[0] for column in cursor.description], cursor.fetchall())
    return found


def _insert(rows: Rows) -> None:
    quote = connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        for table in reversed(rows):
            cursor.execute(f"DELETE FROM {quote(table)}")
        for table, (columns, values) in rows.items():
            if values:
                names = ", ".join(map(quote, columns))
                marks = ", ".join(["%s"] * len(columns))
                cursor.executemany(
                    f"INSERT INTO {quote(table)} ({names}) VALUES ({marks})",
                    [tuple(map(_bound, row)) for row in values],
                )
        models = [model for model in connection.introspection.installed_models(list(rows)) if model]
        for sql in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(sql)
    ContentType.objects.clear_cache()


def _bound(value: Any) -> Any:
    """As the driver takes it: PostgreSQL gives JSON as objects, SQLite takes no times."""
    if isinstance(value, dict | list) and connection.vendor == "postgresql":
        from psycopg.types.json import Jsonb

        return Jsonb(value)
    return value.isoformat() if isinstance(value, time) else value
