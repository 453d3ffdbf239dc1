"""The words that the texts know: from what is asked to the words that an index is asked for.

The table is only a way to them: which texts are then found, and which words are shown, follows from
what the person may read. It may know more words than there still are, never fewer.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection

from portal.prepared import prepared_cursor
from portal.search.models import Word
from portal.search.nearness import errors_forgiven
from portal.search.questions import SHORTEST_PART, Group, Question, Term
from portal.search.words import stem, words_of

LONGEST_WORD = 40
LOOKED_AT = 3000
MOST_WORDS = 120
"""Words of one group that an index is asked for."""
CORRECTIONS = 20


def learn(text: str) -> int:
    """Know the words of a text from now on: a query, and one more where there are new ones."""
    return learn_words(words_of(text))


def learn_words(words: Iterable[str]) -> int:
    """Know these folded words from now on; how many were looked at."""
    wanted = sorted({word for word in words if _is_worth_knowing(word)})
    known: set[str] = set()
    for start in range(0, len(wanted), 500):
        part = Word.objects.filter(pk__in=wanted[start : start + 500])
        known.update(part.values_list("pk", flat=True))
    new = [Word(word=word, stem=stem(word)) for word in wanted if word not in known]
    Word.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)
    return len(wanted)


def _is_worth_knowing(word: str) -> bool:
    """Numbers have no other forms."""
    return 1 < len(word) <= LONGEST_WORD and not word.isdecimal()


def groups_for(question: Question) -> list[Group]:
    """Each term with its other forms and compounds: one query."""
    return _groups([(term,) for term in question.terms], lenient=False)


def lenient_groups_for(question: Question) -> list[Group]:
    """Each term also with the words that may be meant, when it holds typing errors: two queries."""
    near = _near_words(question.terms)
    terms = [
        (term, *(Term.of(word) for word in _best(term, near) if word != term.word))
        for term in question.terms
    ]
    return _groups(terms, lenient=True)


def _groups(asked: list[tuple[Term, ...]], *, lenient: bool) -> list[Group]:
    candidates = _related_words({term for terms in asked for term in terms})
    return [
        Group(
            terms,
            _first([w for w in candidates if any(t.is_said_by(w) for t in terms)], terms),
            lenient,
        )
        for terms in asked
    ]


def _first(words: list[str], terms: tuple[Term, ...]) -> frozenset[str]:
    """Other forms before compounds, short ones before long ones: where there are too many."""
    stems = {term.stem for term in terms}
    words.sort(key=lambda word: (stem(word) not in stems, len(word), word))
    return frozenset(words[:MOST_WORDS])


def _related_words(terms: set[Term]) -> list[str]:
    """The known words with the stem of a term, or with the term or its stem in it."""
    parts: list[str] = []
    values: list[str] = []
    inside = "strpos" if connection.vendor == "postgresql" else "instr"
    for term in sorted(terms, key=lambda each: each.word):
        parts.append("stem = %s")
        values.append(term.stem)
        for column, part in (("stem", term.stem), ("word", term.word)):
            if len(part) >= SHORTEST_PART:
                parts.append(f"{inside}({column}, %s) > 0")
                values.append(part)
    return _words_where(" OR ".join(parts), values)


def _near_words(terms: Iterable[Term]) -> list[str]:
    """The known words that share their beginning or their end with a term, and are about as long."""
    parts: list[str] = []
    values: list[Any] = []
    for term in terms:
        for column, text in (("word", term.word), ("stem", term.stem)):
            errors = errors_forgiven(text)
            if not errors:
                continue
            # With so few errors either the beginning or the end of the word has none.
            size = max(1, (len(text) - errors) // (errors + 1))
            parts.append(
                f"(length({column}) BETWEEN %s AND %s AND (substr({column}, 1, %s) = %s"
                f" OR substr({column}, length({column}) - %s, %s) = %s))"
            )
            shortest, longest = len(text) - errors, len(text) + errors
            values += [shortest, longest, size, text[:size], size - 1, size, text[-size:]]
    return _words_where(" OR ".join(parts), values) if parts else []


def _words_where(condition: str, values: list[Any]) -> list[str]:
    if not condition:
        return []
    with prepared_cursor() as cursor:
        cursor.execute(
            f"SELECT word FROM search_word WHERE {condition} ORDER BY length(word), word LIMIT %s",  # noqa: S608
            [*values, LOOKED_AT],
        )
        return [word for (word,) in cursor.fetchall()]


def _best(term: Term, words: list[str]) -> list[str]:
    return [word for word in words if term.is_nearly(word)][:CORRECTIONS]
