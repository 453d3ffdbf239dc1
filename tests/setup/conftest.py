"""A programme with everything that can be copied, and people and talk that must not be."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from forum.board.services import open_space, start_topic
from learning.enrolment.models import Role
from learning.enrolment.services import enrol_person, issue_code
from learning.modules.models import ModulePage
from learning.modules.services import create_library, create_module, pick_module
from learning.organisation.models import Organisation
from learning.programmes.models import CodeMode, PhaseKind, Programme
from learning.programmes.services import add_cohort, add_phase, add_route, create_programme
from portal.accounts.models import User

FIRST = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
"""The Monday of this week: a programme that has ended is closed to talk."""


def day(number: int) -> date:
    """So many days after the first."""
    return FIRST + timedelta(days=number)


THURSDAY, LAST = day(38), day(116)
"""A training day, and a Friday."""


@pytest.fixture(autouse=True)
def receivers_run_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is sent on commit is sent, although a test never commits."""
    monkeypatch.setattr(transaction, "on_commit", lambda run, **options: run())


@pytest.fixture
def modules(db: None) -> list[ModulePage]:
    library = create_library(
        parent=Page.get_first_root_node(), title="Bibliotheek", slug="bibliotheek"
    )
    return [
        create_module(
            index=library,
            data={
                "slug": slug,
                "title": slug.title(),
                "kind": "theme",
                "summary": "Kort.",
                "lessons": [
                    {"slug": "les", "title": "Les", "minutes": 5, "blocks": [{"p": "Tekst."}]}
                ],
            },
        )
        for slug in ("belangen", "invloed", "weerstand")
    ]


@pytest.fixture
def full(organisation: Organisation, modules: list[ModulePage], anna: User) -> Programme:
    """Two routes, two cohorts, three phases, four picks; with people, a code and a conversation."""
    programme = create_programme(
        organisation=organisation,
        title="Samen sterk",
        slug="samen-sterk",
        tagline="Voor wie mee wil.",
        goal="Beter adviseren.",
        starts_on=FIRST,
        ends_on=LAST,
        code_mode=CodeMode.REPEAT,
    )
    staff = add_route(programme=programme, title="Medewerkers", audience="Wie adviseert")
    heads = add_route(programme=programme, title="Leiding", order=1)
    cohort = add_cohort(programme=programme, name="Groep Eik")
    add_cohort(programme=programme, name="Groep Es")
    add_phase(programme=programme, kind=PhaseKind.KICK_OFF, title="Aftrap", starts_on=FIRST)
    training = add_phase(
        programme=programme,
        kind=PhaseKind.TRAINING_DAY,
        title="Trainingsdag",
        text="Zaal De Meent",
        route=heads,
        starts_on=THURSDAY,
    )
    add_phase(programme=programme, kind=PhaseKind.KICK_OUT, title="Slot", starts_on=LAST)
    belangen, invloed, weerstand = modules
    pick_module(programme=programme, module=belangen)
    pick_module(programme=programme, module=invloed, route=staff, opens_on=day(28))
    pick_module(programme=programme, module=invloed, route=heads, elective=True, phase=training)
    pick_module(programme=programme, module=weerstand, opens_on=day(63))
    enrolment = enrol_person(person=anna, programme=programme, cohort=cohort, route=staff)
    issue_code(enrolment=enrolment)
    start_topic(
        space=open_space(programme=programme), author=anna, subject="Vraag", text="Wie komt er?"
    )
    return programme


@pytest.fixture
def carla(make_person: Callable[..., User], full: Programme) -> User:
    """Coordinates the full programme."""
    person = make_person("Carla Coster", username="carla")
    enrol_person(person=person, programme=full, role=Role.COORDINATOR)
    return person


@pytest.fixture
def gerda(make_person: Callable[..., User], other_programme: Programme) -> User:
    """Coordinates another organisation's programme."""
    person = make_person("Gerda Groen", username="gerda")
    enrol_person(person=person, programme=other_programme, role=Role.COORDINATOR)
    return person


@pytest.fixture
def bea(make_person: Callable[..., User]) -> User:
    """An administrator."""
    return make_person("Bea Beheer", username="bea", is_superuser=True, is_staff=True)


def outline(programme: Programme) -> dict[str, Any]:
    """Everything about a programme that a copy has too, without days."""
    return {
        "about": (programme.tagline, programme.goal, programme.code_mode),
        "routes": list(programme.routes.values_list("title", "audience", "order")),
        "phases": list(
            programme.phases.values_list("kind", "title", "text", "route__title").order_by("title")
        ),
        "modules": list(
            programme.modules.values_list(
                "module__slug", "route__title", "order", "elective", "phase__title"
            )
        ),
    }
