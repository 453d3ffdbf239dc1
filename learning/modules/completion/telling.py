"""What a group's progress may be told as: numbers that say something of the group, of no one in it."""

from collections.abc import Sequence
from typing import NamedTuple

FLOOR = 5


class Told(NamedTuple):
    """A number of people, and the parts of the group in which they are: one, or some together."""

    parts: tuple[int, ...]
    people: int


def tell(counts: Sequence[int], *, size: int) -> tuple[Told, ...]:
    """How many are where, without pointing at anybody. ``counts`` are the parts of the group in order
    (not started, busy, done); ``size`` is how many are in the group.

    Below five people nothing is told: who knows the group fills in the names. One person alone in a
    part is told with the part beside it ("2 not started or busy"), for "11 of 12 have done it" points
    at the one who has not, and a number that can be worked out from the others is told as well. What
    is left as one part tells nothing, and is not told. Nobody, and everybody, may be told to who
    guides the group: it points at no one, and it is what one prepares a day with.
    """
    if size < FLOOR:
        return ()
    parts = [Told((at,), people) for at, people in enumerate(counts)]
    while len(parts) > 1 and (alone := _alone(parts)) is not None:
        beside = _smaller_neighbour(parts, alone)
        first, second = sorted((alone, beside))
        together = Told(
            parts[first].parts + parts[second].parts, parts[first].people + parts[second].people
        )
        parts[first : second + 1] = [together]
    return tuple(parts) if len(parts) > 1 else ()


def tell_member(done: int, others: int) -> int | None:
    """How many of the others in someone's group have done a module, for who is in the group; None
    where that is not told.

    Who reads it knows of one person, so what is told has to hold among the others. Nobody and
    everybody say of each of them by name how far they are, and are not told here: colleagues
    are not there to keep an eye on each other.
    """
    told = tell((others - done, done), size=others + 1)
    return done if told and 0 < done < others else None


def _alone(parts: Sequence[Told]) -> int | None:
    return next((at for at, part in enumerate(parts) if part.people == 1), None)


def _smaller_neighbour(parts: Sequence[Told], at: int) -> int:
    beside = [each for each in (at - 1, at + 1) if 0 <= each < len(parts)]
    return min(beside, key=lambda each: parts[each].people)
