"""A programme with dates and as many modules as a test asks for."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from learning.modules.models import ProgrammeModule
from learning.modules.services import create_library, create_module, pick_module
from learning.programmes.models import Phase, PhaseKind, Programme
from learning.programmes.services import add_phase
from portal.pages.models import HomePage


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def training_day(programme: Programme, today: date) -> Phase:
    return add_phase(
        programme=programme,
        kind=PhaseKind.TRAINING_DAY,
        title="Trainingsdag Slecht nieuws",
        text="9.30 uur, zaal De Meent",
        starts_on=today + timedelta(days=2),
    )


@pytest.fixture
def pick_modules(programme: Programme) -> Callable[..., list[ProgrammeModule]]:
    """So many modules of two lessons, open unless told otherwise."""

    def pick(count: int, **options: Any) -> list[ProgrammeModule]:
        library = create_library(
            parent=HomePage.objects.get(), title="Bibliotheek", slug="bibliotheek"
        )
        modules = [
            create_module(
                index=library,
                data={
                    "slug": f"module-{number}",
                    "title": f"Module {number}",
                    "summary": "Waar het over gaat.",
                    "kind": "theme",
                    "lessons": [
                        {
                            "slug": slug,
                            "title": f"{slug.capitalize()} {number}",
                            "minutes": 10,
                            "blocks": [{"p": "Tekst."}],
                        }
                        for slug in ("eerste", "tweede")
                    ],
                },
            )
            for number in range(1, count + 1)
        ]
        return [pick_module(programme=programme, module=module, **options) for module in modules]

    return pick
