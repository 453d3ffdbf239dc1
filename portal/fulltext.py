"""Questions to the full-text index of the database: FTS5 of SQLite, GIN over tsvector of PostgreSQL.

Both indexes hold folded words as they are. What is put into a question is words too: no sign of either
language gets through.
"""

from collections.abc import Iterable, Sequence

from django.db import connection

Groups = Sequence[Sequence[str]]
"""Of each inner list one word has to occur."""


def is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def matching(groups: Groups, *, column: str = "") -> str:
    """The question for texts in which each group has a word; ``column`` is FTS5's, where it has several."""
    if is_postgresql():
        return " & ".join(f"({' | '.join(_quoted(group, chr(39)))})" for group in groups)
    before = f"{column} : " if column else ""
    return " AND ".join(f"{before}({' OR '.join(_quoted(group, chr(34)))})" for group in groups)


def _quoted(words: Iterable[str], sign: str) -> list[str]:
    """Words between quotes: what is no letter or digit is left out."""
    return [f"{sign}{''.join(filter(str.isalnum, word))}{sign}" for word in words]
