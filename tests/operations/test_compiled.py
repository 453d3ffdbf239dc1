"""Compiled queries: the same rows as the queryset, the SQL made once."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.models import CharField, DateField
from django.test.utils import CaptureQueriesContext

from learning.programmes.models import Programme
from portal.compiled import CompiledQuery, Slot


@pytest.fixture
def builds() -> list[tuple[Any, ...]]:
    return []


@pytest.fixture
def titles(builds: list[tuple[Any, ...]]) -> CompiledQuery:
    def build(count: int) -> Any:
        builds.append((count,))
        slugs: list[Any] = [Slot(f"slug_{number}", CharField()) for number in range(count)]
        after: Any = Slot("after", DateField())
        found = Programme.objects.filter(slug__in=slugs, starts_on__gt=after)
        return found.order_by("slug").values_list("slug", "starts_on", "title")

    return CompiledQuery(build)


def test_rows_are_those_of_the_queryset(
    titles: CompiledQuery, programme: Programme, other_programme: Programme
) -> None:
    for slug in ("stevig-aan-tafel", "ruimte-maken", "onbekend"):
        expected = Programme.objects.filter(slug=slug).values_list("slug", "starts_on", "title")
        assert titles.rows(1, slug_0=slug, after=date(2000, 1, 1)) == list(expected)
    assert titles.rows(1, slug_0="ruimte-maken", after=date(2999, 1, 1)) == []


def test_a_shape_is_built_once(
    titles: CompiledQuery, builds: list[tuple[Any, ...]], programme: Programme
) -> None:
    day = date(2000, 1, 1)
    with CaptureQueriesContext(connection) as queries:
        titles.rows(1, slug_0="a", after=day)
        titles.rows(1, slug_0="b", after=day)
        titles.rows(2, slug_0="a", slug_1="stevig-aan-tafel", after=day)
    assert builds == [(1,), (2,)]
    assert len(queries) == 3


def test_a_value_is_never_part_of_the_sql(titles: CompiledQuery, programme: Programme) -> None:
    assert titles.rows(1, slug_0="x' OR '1'='1", after=date(2000, 1, 1)) == []


def test_a_missing_value_is_an_error(titles: CompiledQuery, programme: Programme) -> None:
    with pytest.raises(KeyError, match="after"):
        titles.rows(1, slug_0="a")
