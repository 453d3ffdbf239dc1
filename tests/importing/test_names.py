"""Dutch names in every order in which lists have them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.enrolment.importing.cells import clean
from learning.enrolment.importing.names import (
    are_initials_of,
    join_particle,
    read_full_name,
    split_particle,
)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Berg, A. van der", "A.", "van der Berg"),
        ("Berg, Anna Maria van den", "Anna Maria", "van den Berg"),
        ("Berg, van der, A.", "A.", "van der Berg"),
        ("Berg, van der Anna", "Anna", "van der Berg"),
        ("Berg (van der), A.", "A.", "van der Berg"),
        ("van der Berg, A.", "A.", "van der Berg"),
        ("Hooft, G. 't", "G.", "'t Hooft"),
        ("Bakker-de Wit, Els", "Els", "Bakker-de Wit"),
        ("Anna van der Berg", "Anna", "van der Berg"),
        ("A.B. de Groot", "A.B.", "de Groot"),
        ("Anna Maria Jansen", "Anna Maria", "Jansen"),
        ("Thi Le", "Thi", "Le"),
        ("Le, Thi", "Thi", "Le"),
        ("Jansen", "", "Jansen"),
        ("Berg, ", "", "Berg"),
        ("", "", ""),
        (",", "", ""),
    ],
)
def test_a_whole_name(text: str, first: str, last: str) -> None:
    assert read_full_name(text) == (first, last)


@pytest.mark.parametrize(
    ("last", "parts"),
    [
        ("van der Berg", ("van der", "Berg")),
        ("De Groot", ("", "De Groot")),
        ("'t Hooft", ("'t", "Hooft")),
        ("van", ("", "van")),
        ("Jansen", ("", "Jansen")),
        ("", ("", "")),
    ],
)
def test_the_particle_of_a_last_name(last: str, parts: tuple[str, str]) -> None:
    assert split_particle(last) == parts


@settings(deadline=None)  # the machine may be busy
@given(st.text(max_size=40).map(clean) | st.just("van der van der Berg"))
def test_a_split_name_is_whole_again(last: str) -> None:
    assert join_particle(*split_particle(last)) == last


@settings(deadline=None)  # the machine may be busy
@given(st.text(max_size=60).map(clean))
def test_any_text_gives_a_name_or_an_empty_part(text: str) -> None:
    name = read_full_name(text)
    assert isinstance(name.first + name.last, str)


def test_a_particle_that_stands_there_already_is_not_doubled() -> None:
    assert join_particle("van der", "van der Berg") == "van der Berg"


@pytest.mark.parametrize(
    ("text", "first_name", "expected"),
    [
        ("A.", "Anna", True),
        ("A.B.", "Anna", True),
        ("AB", "Anna", True),
        ("Th.", "Thomas", True),
        ("B.", "Anna", False),
        ("Anne", "Anna", False),
        ("A.", "A.B.", False),
    ],
)
def test_initials_do_not_replace_a_name(text: str, first_name: str, expected: bool) -> None:
    assert are_initials_of(text, first_name) is expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("dhr. K. Jansen", ("K.", "Jansen")),
        ("Mw. dr. E. El Amrani", ("E.", "El Amrani")),
        ("mevr drs. Anna van der Berg", ("Anna", "van der Berg")),
        ("De heer P. de Groot", ("P.", "de Groot")),
        ("Berg, mr. ir. A. van der", ("A.", "van der Berg")),
        ("Ir Pieters", ("Ir", "Pieters")),
        ("Mr Jansen", ("Mr", "Jansen")),
    ],
)
def test_titles_are_no_part_of_a_name(text: str, name: tuple[str, str]) -> None:
    assert read_full_name(text) == name
