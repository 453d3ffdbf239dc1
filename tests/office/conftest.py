"""More of the cast, for the programme office."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import transaction

from learning.enrolment.groups import EDITORS
from learning.enrolment.inviting.models import Invitation
from learning.enrolment.inviting.services import invite
from learning.enrolment.models import Enrolment, Role
from learning.enrolment.services import enrol_person
from learning.programmes.models import Programme
from portal.accounts.models import User


@pytest.fixture(autouse=True)
def receivers_run_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is sent on commit is sent, although a test never commits."""
    monkeypatch.setattr(transaction, "on_commit", lambda run, **options: run())


@pytest.fixture
def gerda(make_person: Any, other_programme: Programme) -> User:
    """Coordinates another organisation's programme."""
    person = make_person("Gerda Groen", username="gerda")
    enrol_person(person=person, programme=other_programme, role=Role.COORDINATOR)
    return person


@pytest.fixture
def rik(make_person: Any) -> User:
    """An editor: writes pages, takes part in nothing."""
    person = make_person("Rik Redacteur", username="rik", is_staff=True)
    person.groups.add(Group.objects.get(name=EDITORS))
    return person


@pytest.fixture
def bea(make_person: Any) -> User:
    """An administrator."""
    return make_person("Bea Beheer", username="bea", is_superuser=True, is_staff=True)


@pytest.fixture
def enrolment_of() -> Callable[[User], Enrolment]:
    return lambda person: Enrolment.objects.get(person=person)


@pytest.fixture
def ask(programme: Programme, fatma: User) -> Callable[..., Invitation]:
    def make(**more: Any) -> Invitation:
        asked = {"first_name": "Nora", "last_name": "Nieuw", "email": "nora@veldermeer.example"}
        return invite(
            **{"programme": programme, "role": Role.TRAINER, "by": fatma, **asked, **more}
        )

    return make


@pytest.fixture
def nora(ask: Any) -> Invitation:
    made: Invitation = ask()
    return made
