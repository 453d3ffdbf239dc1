"""Statements that PostgreSQL plans once."""

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from portal.prepared import prepared_cursor

pytestmark = pytest.mark.django_db
STATEMENT = "SELECT id FROM accounts_user WHERE username = %s AND id > %s"


def run(username: str) -> None:
    with prepared_cursor() as cursor:
        cursor.execute(STATEMENT, [username, 0])
        assert cursor.fetchall() == []


def test_django_counts_and_logs_them() -> None:
    with CaptureQueriesContext(connection) as seen:
        for name in ("x", "y", "z"):
            run(name)
    assert [query["sql"][:9] for query in seen.captured_queries] == ["SELECT id"] * 3


def test_a_mistake_is_a_database_error_of_django() -> None:
    with pytest.raises(DatabaseError), prepared_cursor() as cursor:
        cursor.execute("SELECT nothing_like_it FROM accounts_user", [])


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite prepares by itself, unseen")
def test_postgresql_keeps_the_plan() -> None:
    for name in ("x", "y", "z"):
        run(name)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s",
            ["%username = $1%"],
        )
        assert cursor.fetchone() == (1,)
