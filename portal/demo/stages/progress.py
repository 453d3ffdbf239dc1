"""How far everyone is: most have done what is behind them, some are ahead, some are behind."""

from random import Random

from learning.enrolment.access import entitlements_of
from learning.modules.models import LessonProgress
from learning.modules.queries import ModuleOverview, module_overview
from learning.modules.services import mark_lesson_done, open_lesson
from learning.programmes.queries import timeline
from portal.accounts.models import User
from portal.demo.demo import Demo
from portal.demo.sources import read

# How much of their modules people do, one after the other over the list of people.
DILIGENCE = (1.0, 0.9, 0.75, 1.0, 0.6, 0.95, 0.85, 0.4)
MOST_AHEAD = 2


def build(demo: Demo) -> int:
    """Tick lessons off for who has not opened any."""
    begun = set(LessonProgress.objects.values_list("person_id", flat=True).distinct())
    coming = {p.pk for p in timeline(demo.programme, None) if p.starts_on >= demo.today}
    done = 0
    for place, who in enumerate(read("people")["participants"]):
        person = demo.person(who["name"])
        if person.pk not in begun and "mode" not in who:  # the newcomer has yet to begin
            done += _study(person, DILIGENCE[place % len(DILIGENCE)], coming)
    return done


def _study(person: User, diligence: float, coming: set[int]) -> int:
    done = 0
    chance = Random(person.get_full_name())  # noqa: S311 - the same in every run
    for module in module_overview(entitlements_of(person)):
        if not module.is_open or (module.offer.elective and chance.random() > 0.5):
            continue
        lessons = module.outline.lessons
        wanted = _how_many(module, diligence, coming, chance)
        for line in lessons[:wanted]:
            mark_lesson_done(person=person, lesson_id=line.row.pk)
        if 0 < wanted < len(lessons):
            open_lesson(person=person, lesson_id=lessons[wanted].row.pk)
        done += wanted
    return done


def _how_many(module: ModuleOverview, diligence: float, coming: set[int], chance: Random) -> int:
    """All lessons of what has been; of what is being prepared at most a few."""
    total = module.outline.total
    if module.offer.phase_id in coming:
        return chance.randint(0, MOST_AHEAD)
    return total if chance.random() < diligence else chance.randint(0, total - 1)
