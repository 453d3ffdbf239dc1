"""The rows that the migrations made, kept to put them back after a test with real transactions.

Django's own answer is to flush every table, which also drops the site, the root page, the groups and
the content types: the next test of the process would then find a database that no migration made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction


@dataclass(frozen=True)
class Snapshot:
    """All rows of all tables, as the database gives them."""

    rows: dict[str, list[tuple[Any, ...]]]

    @classmethod
    def take(cls) -> Snapshot:
        """Read the database; cheap as long as it holds little more than migrations put there."""
        with connection.cursor() as cursor:
            rows = {}
            for table in connection.introspection.django_table_names(only_existing=True):
                if table.endswith("_fts"):
                    continue  # SQLite's search tables: triggers on the others keep them
                cursor.execute(f"SELECT * FROM {quote(table)}")  # noqa: S608 - our own tables
                rows[table] = cursor.fetchall()
        return cls(rows)

    def restore(self) -> None:
        """Bring the database back to what it held then; what refers to what is checked at the end."""
        with transaction.atomic(), connection.cursor() as cursor:
            for table in self.rows:
                cursor.execute(f"DELETE FROM {quote(table)}")  # noqa: S608
            for table, rows in self.rows.items():
                if rows:
                    places = ", ".join(["%s"] * len(rows[0]))
                    cursor.executemany(f"INSERT INTO {quote(table)} VALUES ({places})", rows)  # noqa: S608


def quote(table: str) -> str:
    """The name of a table as SQL wants it."""
    return connection.ops.quote_name(table)
