"""What the portal holds about a person, gathered for that person.

Each subject says what it holds by an exporter, beside its models, that it adds when the app is
ready::

    @exports("learning.LessonProgress.person")
    def lesson_progress(person: User) -> Part: ...

Named are the relations to a person that the exporter answers for; ``tests/accounts/test_my_data.py``
sees that each relation of every model is answered for, or left out for a reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models.fields.files import FieldFile

from portal.accounts.models import User


@dataclass(frozen=True)
class Part:
    """What one subject holds: a table, in which each row is one thing.

    Nothing in it is about others: not their words, and no more of their name than the person
    already sees.
    """

    name: str
    """What it is called in ``data.json``."""
    title: str
    headings: Mapping[str, str]
    """What each value is called, for a reader."""
    rows: Sequence[Mapping[str, Any]]
    says: str = ""
    files: Iterable[tuple[str, FieldFile]] = field(default=())
    """Files that go along, under the name that they have in the archive."""


Exporter = Callable[[User], Part]

EXPORTERS: dict[str, tuple[frozenset[str], Exporter]] = {}
"""By name: the relations that the exporter answers for, and the exporter."""


def exports(*relations: str) -> Callable[[Exporter], Exporter]:
    """Add an exporter that answers for these relations, each ``app.Model.field``."""

    def add(exporter: Exporter) -> Exporter:
        EXPORTERS[f"{exporter.__module__}.{exporter.__name__}"] = (frozenset(relations), exporter)
        return exporter

    return add


def parts_of(person: User) -> list[Part]:
    """Everything that the portal holds about a person, lowest subject first."""
    return [exporter(person) for _relations, exporter in EXPORTERS.values()]
