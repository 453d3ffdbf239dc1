"""The personal code: forgiving to type, unforgiving to guess."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.enrolment import codes

symbols = st.text(alphabet=codes.ALPHABET, min_size=15, max_size=15)


def as_code(text: str) -> codes.Code:
    return codes.Code(text[: codes.SELECTOR_LENGTH], text[codes.SELECTOR_LENGTH :])


@given(symbols)
def test_a_printed_code_is_read_back(text: str) -> None:
    assert codes.parse(str(as_code(text))) == as_code(text)


@given(symbols, st.sampled_from([" ", "-", "–", ". ", "\t", ""]))
def test_case_spaces_and_dashes_do_not_matter(text: str, separator: str) -> None:
    printed = str(as_code(text)).lower().replace("-", separator)
    assert codes.parse(f"  {printed}\n") == as_code(text)


@given(symbols)
def test_look_alikes_are_read_as_what_was_meant(text: str) -> None:
    printed = str(as_code(text))
    typed = printed.replace("0", "o").replace("1", "l").replace("V", "u")
    assert codes.parse(typed) == as_code(text)


@given(st.text(max_size=60))
def test_any_text_is_a_code_or_a_typing_error(text: str) -> None:
    try:
        code = codes.parse(text)
    except codes.MistypedCode:
        return
    assert codes.normalise(text) == codes.normalise(str(code))


@given(st.text(max_size=60))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = codes.normalise(text)
    assert codes.normalise(once) == once


def test_each_wrong_symbol_and_each_swap_is_found() -> None:
    printed = codes.normalise(str(codes.generate()))
    wrong = {printed[:at] + s + printed[at + 1 :] for at in range(16) for s in codes.ALPHABET}
    wrong |= {printed[:at] + printed[at + 1] + printed[at] + printed[at + 2 :] for at in range(15)}
    wrong.discard(printed)
    for text in wrong:
        with pytest.raises(codes.MistypedCode):
            codes.parse(text)


def test_only_the_code_itself_matches_its_hash() -> None:
    code, other = codes.generate(), codes.generate()
    kept = codes.hash_code(code)
    assert codes.matches(code, kept)
    assert not codes.matches(other, kept)
    assert code.verifier not in kept


def test_an_older_pepper_goes_on_working(settings) -> None:
    code = codes.generate()
    settings.CODE_PEPPERS = ["old" * 12]
    kept = codes.hash_code(code)
    settings.CODE_PEPPERS = ["new" * 12, "old" * 12]
    assert codes.matches(code, kept)
    settings.CODE_PEPPERS = ["new" * 12]
    assert not codes.matches(code, kept)
