"""The municipality, its programme, and the timeline from kick-off to kick-out."""

from typing import Any

from learning.organisation.services import create_organisation
from learning.programmes.models import CodeMode, PhaseKind
from learning.programmes.queries import find_programme
from learning.programmes.services import add_cohort, add_phase, add_route, create_programme
from portal.demo.demo import Demo
from portal.demo.sources import read


def build(demo: Demo) -> int:
    """Build it whole, once: the dates of a demo that stands are not moved."""
    source = read("programme")
    about: dict[str, Any] = dict(source["programme"])
    if find_programme(about["slug"]):
        return 0
    calendar = demo.calendar
    last = calendar.on(about.pop("last"))
    organisation = create_organisation(**source["organisation"])
    programme = create_programme(
        organisation=organisation,
        starts_on=calendar.first_monday,
        ends_on=last,
        code_mode=CodeMode.REPEAT,
        **about,
    )
    routes = {
        key: add_route(programme=programme, order=order, **route)
        for order, (key, route) in enumerate(source["routes"].items())
    }
    for name in source["cohorts"]:
        add_cohort(programme=programme, name=name)
    for step in source["timeline"]:
        add_phase(
            programme=programme,
            route=routes.get(step.get("route")),
            kind=PhaseKind(step["kind"]),
            title=step["title"],
            text=step["text"],
            starts_on=calendar.on(step["from"]),
            ends_on=calendar.on(step.get("until", step["from"])),
        )
    return 1 + len(source["timeline"])
