"""A module that is a theme, and cases of it."""

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.models import Site

from learning.enrolment.models import Enrolment, Role
from learning.modules.models import ModulePage
from learning.modules.services import create_library, create_module, pick_module
from learning.practice import services
from learning.practice.models import PracticeCase
from learning.programmes.models import Programme
from portal.accounts.models import User
from portal.demo import sources

COMPLETE = {
    "title": "De bewoner aan de balie",
    "timing": "coming",
    "situation": "Een bewoner wil vandaag een antwoord.",
    "people": [{"role": "een bewoner", "position": "nu antwoord", "interest": "gezien worden"}],
    "my_goal": "Rustig blijven.",
    "my_move": "Ik leg uit wat kan.",
    "moment": "Jullie doen ook nooit iets.",
    "feeling": "heimelijke paniek",
    "question": "Hoe kan ik luisteren zonder toe te zeggen?",
    "consent_play": "yes",
}


@pytest.fixture
def theme(programme: Programme) -> ModulePage:
    root = Site.objects.select_related("root_page").get(is_default_site=True).root_page
    library = create_library(parent=root, title="Bibliotheek", slug="bibliotheek")
    data = sources.read("modules/04-slecht-nieuws")
    module = create_module(index=library, data=data | {"lessons": []})
    pick_module(programme=programme, module=module)
    return module


@pytest.fixture
def make_case(programme: Programme, theme: ModulePage) -> Callable[..., PracticeCase]:
    def make(person: User, **answers: Any) -> PracticeCase:
        return services.start_case(
            person=person, programme=programme, theme=theme, answers=COMPLETE | answers
        )

    return make


def place_of(person: User, role: Role = Role.PARTICIPANT) -> int:
    """Someone's enrolment, by which they are named as a reader."""
    return Enrolment.objects.get(person=person, role=role).pk


def send(case: PracticeCase, *trainers: User) -> None:
    """Send a case to these trainers."""
    named = [place_of(each, Role.TRAINER) for each in trainers]
    services.send_case(case=case, trainers=named, checked=True)
    case.refresh_from_db()
