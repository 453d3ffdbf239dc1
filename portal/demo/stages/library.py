"""The module library, and what the programme picks from it."""

from datetime import date, datetime, time

from django.utils import timezone

from forum.board.services import open_space, start_module_thread
from learning.modules.models import ModuleIndexPage, ModulePage, ProgrammeModule
from learning.modules.services import create_library, create_module, pick_module
from portal.demo.demo import Demo
from portal.demo.sources import modules, read
from portal.pages.services import set_up_site

FIRST_QUESTION = "Wat wil je weten over het portaal of over het traject? Stel je vraag hier."


def build(demo: Demo) -> int:
    """Make the modules that are missing; pick for a programme that has picked nothing yet."""
    return _modules() + _picks(demo)


def _modules() -> int:
    library = ModuleIndexPage.objects.first() or create_library(
        parent=set_up_site(), title="Modulebibliotheek", slug="bibliotheek"
    )
    if not library.glossary:
        library.glossary = [("term", _term(data)) for data in read("glossary")]
        library.save_revision().publish()
    known = set(ModulePage.objects.values_list("slug", flat=True))
    missing = [data for data in modules() if data["slug"] not in known]
    for data in missing:
        create_module(index=library, data=data)
    return len(missing)


def _term(data: dict[str, str]) -> dict[str, str]:
    return {"forms": "", "avoid": "", **data}


def _picks(demo: Demo) -> int:
    programme, source = demo.programme, read("programme")
    if ProgrammeModule.objects.filter(programme=programme).exists():
        return 0
    routes = {route.title: route for route in programme.routes.all()}
    by_key = {key: routes[route["title"]] for key, route in source["routes"].items()}
    phases = {phase.title: phase for phase in programme.phases.all()}
    pages = {page.slug: page for page in ModulePage.objects.all()}
    for pick in source["modules"]:
        module, opens_on = pages[pick["module"]], demo.calendar.on(pick["opens"])
        # Before the pick, whose receiver would start the conversation today.
        start_module_thread(
            space=open_space(programme=programme),
            module=module,
            title=module.forum_starter_title or module.title,
            text=module.forum_starter_text or FIRST_QUESTION,
            at=_morning(opens_on if opens_on < demo.today else programme.starts_on),
        )
        pick_module(
            programme=programme,
            module=module,
            route=by_key.get(pick.get("route")),
            elective=pick.get("elective", False),
            opens_on=opens_on,
            phase=phases.get(pick.get("prepares")),
        )
    return len(source["modules"])


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9)))
