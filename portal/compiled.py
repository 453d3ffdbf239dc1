"""Reads on every page: the SQL of a queryset is made once, and run with other values after that.

Django makes the SQL of a queryset anew each time, which costs several times what the database then
does with it. Here a queryset is built with slots where the values come, compiled at its first use
and kept for the life of the process. What it returns is what ``values_list`` returns::

    _titles = CompiledQuery(lambda: Page.objects.filter(slug=Slot("slug", SlugField())).values_list("title"))
    _titles.rows(slug="privacy")

Use it where a measurement asks for it; everywhere else a queryset says it better.
"""

from collections.abc import Callable, Hashable
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Expression, Field, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from portal.prepared import prepared_cursor


class Slot(Expression):
    """The place of a value in a compiled query: in a filter, or in a list after ``__in``."""

    def __init__(self, name: str, output_field: "Field[Any, Any]") -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)


class _Compiled(NamedTuple):
    sql: str
    params: tuple[Any, ...]
    converters: tuple[tuple[int, list[Callable[..., Any]], Expression], ...]


class CompiledQuery:
    """A ``values_list`` queryset with slots. ``build`` may take a shape: how many values, which filters."""

    def __init__(self, build: Callable[..., "QuerySet[Any, Any]"]) -> None:
        self._build = build
        self._compiled: dict[tuple[Hashable, ...], _Compiled] = {}

    def rows(self, *shape: Hashable, **values: Any) -> list[tuple[Any, ...]]:
        """The rows with these values in the slots: one query."""
        key = (connection.vendor, *shape)
        query = self._compiled.get(key)
        if query is None:
            query = self._compiled[key] = _compile(self._build(*shape))
        params = [_fill(each, values) if isinstance(each, Slot) else each for each in query.params]
        with prepared_cursor() as cursor:
            cursor.execute(query.sql, params)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return _converted(found, query) if query.converters else found


def _fill(slot: Slot, values: dict[str, Any]) -> Any:
    return slot.output_field.get_db_prep_value(values[slot.name], connection)


def _compile(queryset: "QuerySet[Any, Any]") -> _Compiled:
    compiler = queryset.query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    columns = [column for column, _sql, _alias in compiler.select]
    converters = compiler.get_converters(columns)
    return _Compiled(sql, tuple(params), tuple((at, *each) for at, each in converters.items()))


def _converted(rows: list[tuple[Any, ...]], query: _Compiled) -> list[tuple[Any, ...]]:
    """The rows with what the database stores made into what the fields hold."""
    converted = []
    for row in map(list, rows):
        for at, functions, expression in query.converters:
            for convert in functions:
                row[at] = convert(row[at], expression, connection)
        converted.append(tuple(row))
    return converted
