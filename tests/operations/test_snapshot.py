"""After a test with real transactions the next one finds what the migrations made, and no more."""

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import Page, Site

from learning.organisation.models import Organisation
from portal.accounts.models import User
from tests.snapshot import Snapshot


def difference(one: Snapshot, other: Snapshot) -> dict[str, object]:
    """What differs, by table; the order of rows means nothing."""
    return {
        table: (rows, other.rows[table])
        for table, rows in one.rows.items()
        if sorted(map(repr, rows)) != sorted(map(repr, other.rows[table]))
    }


@pytest.mark.django_db
def test_puts_back_what_was_changed_dropped_and_added() -> None:
    before = Snapshot.take()
    Organisation.objects.create(name="Gemeente Elders", slug="elders")
    Group.objects.all().delete()
    Site.objects.update(hostname="elders.example")
    assert Snapshot.take() != before

    before.restore()

    assert difference(Snapshot.take(), before) == {}


@pytest.fixture(scope="module")
def seen() -> list[Snapshot]:
    return []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_a_test_with_real_transactions_starts_from_the_migrations(
    turn: int, seen: list[Snapshot]
) -> None:
    seen.append(Snapshot.take())
    User.objects.create(username=f"left-{turn}")

    assert Page.objects.exists()
    assert Permission.objects.exists()
    assert difference(seen[0], seen[-1]) == {}
