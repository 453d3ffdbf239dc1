"""The cache in the database, written in one statement instead of five.

Every attempt to sign in is counted in the cache a few times. Django's own backend counts the whole
table, opens a transaction, looks and then writes; SQLite and PostgreSQL can do that in one upsert.
"""

import base64
import pickle
import random
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import DatabaseError, connections, router
from django.utils import timezone

LOOK_ONCE_IN = 200
"""Writes between two looks at how full the table is, on average."""


class UpsertCache(DatabaseCache):
    """Django's database cache for databases with ``ON CONFLICT``: SQLite and PostgreSQL."""

    _table: str

    def _base_set(
        self, mode: str, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT
    ) -> bool:
        if mode == "touch":
            return bool(super()._base_set(mode, key, value, timeout))  # type: ignore[misc]
        db = router.db_for_write(self.cache_model_class)
        connection = connections[db]
        until = self.get_backend_timeout(timeout)
        now = timezone.now().replace(microsecond=0)
        expires = datetime.max if until is None else datetime.fromtimestamp(until, tz=UTC)
        text = base64.b64encode(pickle.dumps(value, self.pickle_protocol)).decode("latin1")
        table = connection.ops.quote_name(self._table)
        statement = (
            f"INSERT INTO {table} (cache_key, value, expires) VALUES (%s, %s, %s)"
            " ON CONFLICT (cache_key) DO UPDATE SET value = excluded.value,"
            " expires = excluded.expires"
        )
        adapt = connection.ops.adapt_datetimefield_value
        values = [key, text, adapt(expires.replace(microsecond=0))]
        if mode == "add":  # what has expired is as good as gone
            statement += f" WHERE {table}.expires < %s"
            values.append(adapt(now))
        try:
            with connection.cursor() as cursor:
                if random.randrange(LOOK_ONCE_IN) == 0:  # noqa: S311
                    cursor.execute(f"SELECT count(*) FROM {table}")
                    count = cursor.fetchone()[0]
                    if count > self._max_entries:
                        self._cull(db, cursor, now, count)  # type: ignore[attr-defined]
                cursor.execute(statement, values)
                return bool(cursor.rowcount)
        except DatabaseError:
            return False  # a cache that cannot be written is no reason to fail, as in Django's own
