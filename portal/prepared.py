"""Statements that run at every click: PostgreSQL plans each of them once for every connection.

Planning costs it more than finding the answer does. Django puts the values into a statement itself,
so that each is a new one to the database. A cursor from here sends them apart, and has a statement
prepared at its second use. SQLite's driver does so by itself.
"""

from typing import Any

from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor

USES_BEFORE = 1


class PreparedCursor(ServerBindingCursor):
    """psycopg's own cursor, which also tells Django's log of queries what it ran."""

    def _convert_query(self, *args: Any, **kwargs: Any) -> Any:
        self._query = super()._convert_query(*args, **kwargs)  # type: ignore[misc]
        return self._query


def prepared_cursor() -> Any:
    """A cursor that Django counts and logs as its own. One ``%s`` is one value: no lists."""
    if connection.vendor != "postgresql":
        return connection.cursor()
    connection.ensure_connection()
    link: Any = connection.connection
    link.prepare_threshold = USES_BEFORE
    make: Any = PreparedCursor
    return connection._prepare_cursor(make(link))  # type: ignore[attr-defined]
