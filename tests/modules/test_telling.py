"""Numbers about a group that point at nobody in it."""

import pytest

from learning.modules.completion.telling import Told, tell, tell_member


@pytest.mark.parametrize("counts", [(0, 2, 2), (4, 0, 0), (1, 1, 1)])
def test_a_group_of_less_than_five_is_not_counted(counts: tuple[int, ...]) -> None:
    assert tell(counts, size=sum(counts)) == ()


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ((3, 4, 5), (((0,), 3), ((1,), 4), ((2,), 5))),
        # Nobody, and everybody, point at no one: whoever prepares a day with the group may know.
        ((0, 0, 12), (((0,), 0), ((1,), 0), ((2,), 12))),
        ((0, 6, 6), (((0,), 0), ((1,), 6), ((2,), 6))),
        # One alone is told with the smaller part beside it.
        ((1, 5, 6), (((0, 1), 6), ((2,), 6))),
        ((4, 1, 7), (((0, 1), 5), ((2,), 7))),
        ((7, 4, 1), (((0,), 7), ((1, 2), 5))),
        ((1, 1, 10), (((0, 1), 2), ((2,), 10))),
        # All but one: together they are everyone, which says nothing, and is not said.
        ((1, 0, 11), ()),
        ((11, 0, 1), ()),
        ((0, 1, 11), ()),
    ],
)
def test_nobody_stands_alone(counts: tuple[int, ...], told: tuple[tuple[object, int], ...]) -> None:
    found = tell(counts, size=sum(counts))
    assert found == tuple(Told(parts, people) for parts, people in told)  # type: ignore[arg-type]
    assert all(each.people != 1 for each in found)


@pytest.mark.parametrize(
    ("done", "others", "told"),
    [
        (0, 11, None),
        (1, 11, None),
        (2, 11, 2),
        (7, 11, 7),
        (9, 11, 9),
        (10, 11, None),
        (11, 11, None),
        (2, 4, 2),
        (1, 3, None),
        (0, 0, None),
    ],
)
def test_a_member_is_told_of_the_others_between_two_and_all_but_two(
    done: int, others: int, told: int | None
) -> None:
    assert tell_member(done, others) == told
