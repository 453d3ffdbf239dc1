"""Whatever is typed is a question, or none; it is never a command to the database."""

from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from portal.accounts.models import User
from portal.search.nearness import is_near
from portal.search.questions import LONGEST, MOST_TERMS, read_question
from portal.search.words import WORD, fold
from tests.search.conftest import ask

SIGNS = st.text(alphabet="\"'()*:^-+|&!<>\\%_#{}~;\x00 abNEAROT\u0301é½Ⅷ²ªʼ٣ﬁ", max_size=40)


@given(st.text(max_size=400) | SIGNS)
def test_a_question_is_words(typed: str) -> None:
    question = read_question(typed)

    assert len(question.terms) <= MOST_TERMS
    assert len(question.typed) <= LONGEST
    assert all(WORD.fullmatch(term.word) for term in question.terms)


@given(st.text(max_size=50))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text("abcde", min_size=6, max_size=12), st.data())
def test_one_wrong_letter_is_forgiven(word: str, data: Any) -> None:
    at = data.draw(st.integers(1, len(word) - 1))
    without = word[:at] + word[at + 1 :]
    swapped = word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]

    assert is_near(word, without)
    assert is_near(word, word[:at] + "x" + word[at:])
    assert swapped == word or at == 1 or is_near(word, swapped)
    assert not is_near(word, "xyz" + word)


@pytest.mark.django_db
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(typed=SIGNS | st.text(max_size=60))
@example(typed='kers" OR words:*')
@example(typed="kers'::tsquery")
@example(typed="kers' & '#1")
@example(typed="#1 | kers")
@example(typed="NEAR(kers pruim, 3)")
def test_no_question_breaks_anything(anna: User, as_person: Any, typed: str) -> None:
    client = as_person(anna)

    ask(anna, typed)
    for address in ("/zoeken/", "/zoeken/titels/"):
        response = client.get(address, {"q": typed, "in": "forum", "na": typed})
        assert response.status_code in {200, 400, 429}, (typed, response.status_code)


@pytest.mark.django_db
def test_signs_of_the_index_say_nothing(write: Any, teach: Any, anna: User) -> None:
    write("Over kersen.")
    teach("Over kersen.")

    for typed in ("#9", "peer OR kersen*", "peer | kersen", "forum:9", "ke*"):
        results = ask(anna, typed)
        assert not results.sections or results.by_some_words, typed
