"""A forum with something in it: the spaces of Anna's programme, and topics in them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.models import Page

from forum.board.files import CheckedFile, check_file
from forum.board.models import Space
from forum.board.services import NewTopic, invite_into_space, open_space, start_topic
from learning.enrolment.models import Enrolment
from learning.programmes.models import Cohort, Programme
from portal.accounts.models import User

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 24


@pytest.fixture
def programme_space(programme: Programme) -> Space:
    return open_space(programme=programme)


@pytest.fixture
def cohort_space(programme: Programme, cohort: Cohort) -> Space:
    return open_space(programme=programme, cohort=cohort)


@pytest.fixture
def other_cohort_space(programme: Programme, other_cohort: Cohort) -> Space:
    return open_space(programme=programme, cohort=other_cohort)


@pytest.fixture
def start(db: None) -> Callable[..., NewTopic]:
    """Start a topic: ``start(space, anna, "Subject", "Text")``."""

    def make(
        space: Space,
        author: User,
        subject: str = "Een vraag",
        text: str = "Wie weet het?",
        **more: Any,
    ) -> NewTopic:
        return start_topic(space=space, author=author, subject=subject, text=text, **more)

    return make


@pytest.fixture
def picture() -> Callable[..., CheckedFile]:
    """A file that passed: ``picture("schets.png")``."""

    def make(name: str = "schets.png") -> CheckedFile:
        return check_file(SimpleUploadedFile(name, PNG))

    return make


@pytest.fixture
def dirk_as_guest(cohort_space: Space, dirk: User, fatma: User) -> User:
    """Dirk the trainer, invited into Anna's cohort's space."""
    enrolment = Enrolment.objects.get(person=dirk)
    invite_into_space(space=cohort_space, enrolment=enrolment, by=fatma)
    return dirk


@pytest.fixture
def leo_in_the_cohort(cohort_space: Space, leo: User, fatma: User) -> User:
    """Leo the guest, invited into Anna's cohort's space."""
    enrolment = Enrolment.objects.get(person=leo)
    invite_into_space(space=cohort_space, enrolment=enrolment, by=fatma)
    return leo


@pytest.fixture
def root_page(db: None) -> Page:
    """A page to stand for a module."""
    return Page.objects.get(depth=1).add_child(title="Slecht nieuws brengen", slug="slecht-nieuws")
