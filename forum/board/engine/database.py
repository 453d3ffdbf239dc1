"""The database, for the few statements that are written by hand.

They run at every click. Composing the same statement with the ORM costs 1 to 3 ms each time, more
than all the rest of the page; by hand it costs 0.1 ms (docs/decisions/0006-forum-on-machina.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from portal.prepared import prepared_cursor


def fetch(statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows of a statement; none where a number is larger than the database can hold."""
    with prepared_cursor() as cursor:
        try:
            cursor.execute(statement, parameters)
        except OverflowError:  # SQLite's driver; PostgreSQL compares it and finds nothing
            return []
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def fetch_one(statement: str, parameters: Sequence[Any]) -> tuple[Any, ...] | None:
    """The first row of a statement, or None."""
    return next(iter(fetch(statement, parameters)), None)


def execute(statement: str, parameters: Sequence[Any]) -> None:
    """Run a statement that gives nothing back."""
    with prepared_cursor() as cursor:
        cursor.execute(statement, parameters)


def moment(value: datetime) -> Any:
    """A moment as the database takes it."""
    return connection.ops.adapt_datetimefield_value(value)


def aware(value: datetime | None) -> datetime | None:
    """A moment as the database gave it; SQLite leaves the time zone out."""
    return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)


def for_update_of(table: str) -> str:
    """Hold the rows of a table until the transaction ends. SQLite holds the whole database anyway."""
    return f" FOR UPDATE OF {table}" if connection.features.has_select_for_update else ""
