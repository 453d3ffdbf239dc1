"""Texts and numbers that are made to be too large."""

from typing import Any

import pytest

from forum.board.markup import MAX_LENGTH, render
from portal.accounts.models import User


def test_a_text_grows_no_more_than_its_markup() -> None:
    text = "[x]: /" + "y" * 9_990 + "\n\n"
    text += "[x]" * ((MAX_LENGTH - len(text)) // 3)
    assert len(render(text)) < 3 * MAX_LENGTH


@pytest.mark.parametrize(
    "path", ["/forum/onderwerp/9223372036854775808/", "/forum/x-9223372036854775808/"]
)
def test_a_number_beyond_the_database_is_not_there(anna: User, as_person: Any, path: str) -> None:
    assert as_person(anna).get(path).status_code == 404
