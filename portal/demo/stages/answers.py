"""What people wrote in lessons: for themselves, with the group, with a trainer, with a partner."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from learning.modules.answers.models import IN_WORDS, Answer
from learning.modules.answers.services import save_answer
from learning.modules.answers.words import Said, content_of
from learning.modules.intentions.services import Ask, plan_nudges
from learning.modules.models import LessonPage, ModulePage
from learning.modules.sharing.services import share_answer
from portal.demo.demo import Demo
from portal.demo.sources import read


def build(demo: Demo) -> int:
    """Write the answers of who wrote none yet."""
    written = set(Answer.objects.filter(kind__in=IN_WORDS).values_list("person_id", flat=True))
    new = [data for data in read("answers")["answers"] if demo.person(data["by"]).pk not in written]
    for data in new:
        _write(demo, data)
    return len(new)


def _write(demo: Demo, data: Mapping[str, Any]) -> None:
    module = ModulePage.objects.get(slug=data["module"])
    lesson, block = _first(module, data["kind"])
    asked = block.block.asked(block.value)
    texts = [*data["texts"], *[""] * (len(asked) - len(data["texts"]))]
    answer = save_answer(
        person=demo.person(data["by"]),
        programme_id=demo.programme.pk,
        lesson_id=lesson.pk,
        lesson_title=lesson.title,
        block=UUID(block.id),
        kind=data["kind"],
        content=content_of(
            block.value.get("title") or block.value.get("prompt") or "",
            map(Said, asked, texts),
            done=data["kind"] == "task",
            by_mail=False,
        ),
        is_done=True,
        module_id=module.pk,
        module_title=module.title,
    )
    at = timezone.now() - timedelta(days=data["days"])
    answer.made_at = answer.changed_at = answer.done_at = at
    answer.save(update_fields=["made_at", "changed_at", "done_at"])
    if data["kind"] == "intention":
        asks = [Ask(each["after_days"], each["text"]) for each in block.value["nudges"]]
        plan_nudges(answer=answer, asks=asks, by_mail=False)
    if "share" in data:
        _share(demo, answer, data["share"])


def _first(module: ModulePage, kind: str) -> tuple[LessonPage, Any]:
    """The first block of a kind in a module, and its lesson."""
    lessons = LessonPage.objects.child_of(module).order_by("path")
    return next(
        (lesson, block) for lesson in lessons for block in lesson.body if block.block_type == kind
    )


def _share(demo: Demo, answer: Answer, data: Mapping[str, Any]) -> None:
    partner = data.get("partner")
    share_answer(
        answer=answer,
        group=data.get("group", False),
        trainers=[demo.enrolments[name].pk for name in data.get("trainers", [])],
        partner=demo.enrolments[partner].pk if partner else None,
    )
