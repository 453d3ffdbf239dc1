"""Something of another site: from the organisation's list, after a yes, and for half an hour."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from wagtail.blocks import StructBlockValidationError

from learning.modules.answers.models import Answer
from learning.modules.blocks.embed import EmbedBlock
from learning.modules.models import LessonPage
from learning.organisation.models import Organisation, host_lines
from portal.accounts.models import User

pytestmark = pytest.mark.django_db
VALUE = {"title": "Een film", "about": "Over gesprekken.", "address": "https://film.example.nl/1"}


@pytest.fixture
def embedding(lesson: LessonPage, pick: Any) -> LessonPage:
    lesson.body = [("embed", EmbedBlock().to_python(VALUE))]
    lesson.save_revision().publish()
    return LessonPage.objects.get(pk=lesson.pk)


@pytest.fixture
def press(as_person: Callable[[User], Client], anna: User, embedding: LessonPage) -> Any:
    client = as_person(anna)
    [block] = embedding.body

    def press(**fields: str) -> Any:
        if fields:
            client.post(f"{embedding.portal_path}doe/{block.id}/", fields)
        return client.get(embedding.portal_path)

    return press


def frames(response: Any) -> bool:
    return "<iframe" in response.content.decode()


def test_what_is_not_on_the_list_is_not_shown_whatever_is_pressed(press: Any) -> None:
    response = press(open="1")
    assert not frames(response)
    assert "film.example.nl/1" not in response.content.decode()
    assert "frame-src" not in response.headers["Content-Security-Policy"]


def test_a_yes_opens_that_host_alone_and_only_for_a_while(
    press: Any, organisation: Organisation
) -> None:
    organisation.embed_hosts = "kaart.example.nl\nfilm.example.nl"
    organisation.save()
    closed = press()
    assert not frames(closed)
    assert "film.example.nl/1" not in closed.content.decode()
    assert "ziet film.example.nl je internetadres" in closed.content.decode()

    opened = press(open="1")
    assert frames(opened)
    policy = opened.headers["Content-Security-Policy"]
    assert "frame-src https://film.example.nl" in policy
    assert "kaart.example.nl" not in policy

    assert not frames(press(close="1"))
    press(open="1")
    answer = Answer.objects.get()
    answer.content["opened_at"] = (timezone.now() - timedelta(minutes=31)).isoformat()
    answer.save()
    assert not frames(press())


def test_only_addresses_with_https_are_taken() -> None:
    block = EmbedBlock()
    for address in ("http://film.example.nl/", "javascript:alert(1)"):
        with pytest.raises(StructBlockValidationError):
            block.clean(block.to_python(VALUE | {"address": address}))


@pytest.mark.parametrize(
    "line", ["https://film.example.nl", "*.example.nl", "film example.nl", "nl;"]
)
def test_the_list_holds_hosts_and_nothing_else(line: str) -> None:
    with pytest.raises(ValidationError):
        host_lines(f"goed.example.nl\n{line}")
