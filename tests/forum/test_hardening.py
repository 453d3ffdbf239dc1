"""Texts and numbers that are made to be too large."""

from typing import Any

import pytest
from django.urls import reverse

from forum.board.engine.tables import Topic
from forum.board.markup import MAX_LENGTH, render
from forum.board.models import Space
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


@pytest.mark.parametrize("subject", ["\u200b\u2060", "\u202e", "\u00ad"])
def test_a_subject_of_signs_that_cannot_be_seen_is_no_subject(
    cohort_space: Space, anna: User, as_person: Any, subject: str
) -> None:
    address = reverse("forum:start", args=[cohort_space.forum.slug, cohort_space.pk])
    response = as_person(anna).post(address, {"subject": subject, "text": "Een vraag."})
    assert "Geef je onderwerp een titel" in response.content.decode()


def test_a_subject_cannot_turn_what_stands_beside_it(
    cohort_space: Space, anna: User, as_person: Any
) -> None:
    address = reverse("forum:start", args=[cohort_space.forum.slug, cohort_space.pk])
    as_person(anna).post(address, {"subject": "Goed\u202enieuws ë", "text": "Een vraag."})
    assert Topic.objects.get(poster__first_name="Anna").subject == "Goednieuws ë"
