"""Whether two words are the same but for typing errors."""

SHORTEST = 5
"""Of shorter words too many are near."""
LONG = 9
"""From this length on two errors are forgiven."""


def errors_forgiven(word: str) -> int:
    """How many typing errors a word of this length may hold."""
    return 0 if len(word) < SHORTEST else 1 if len(word) < LONG else 2


def is_near(one: str, other: str) -> bool:
    """Whether one word becomes the other by few letters put in, left out, changed or swapped."""
    most = errors_forgiven(one)
    if one == other or not most or abs(len(one) - len(other)) > most or one[0] != other[0]:
        return False
    return _distance(one, other, most) <= most


def _distance(one: str, other: str, most: int) -> int:
    """The number of errors between two words (optimal string alignment); more than ``most`` is ``most + 1``."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        older, before, row = before, row, [at]
        for place, sign in enumerate(other, start=1):
            cost = min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != sign))
            is_swap = at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == sign
            row.append(min(cost, older[place - 2] + 1) if is_swap else cost)
        if min(row) > most:
            return most + 1
    return row[-1]
