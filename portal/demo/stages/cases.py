"""Practice cases of participants, each at another point: kept, shared, sent, sent back, played."""

from collections.abc import Mapping
from typing import Any

from learning.modules.models import ModulePage
from learning.practice.answering import accept_case, mark_played, return_case
from learning.practice.models import PracticeCase
from learning.practice.services import look_back, send_case, share_case, start_case
from portal.demo.demo import Demo
from portal.demo.sources import read


def build(demo: Demo) -> int:
    """Write the cases of who has none yet."""
    written = set(PracticeCase.objects.values_list("person_id", flat=True))
    new = [data for data in read("cases")["cases"] if demo.person(data["by"]).pk not in written]
    for data in new:
        _write(demo, data)
    return len(new)


def _write(demo: Demo, data: Mapping[str, Any]) -> None:
    case = start_case(
        person=demo.person(data["by"]),
        programme=demo.programme,
        theme=ModulePage.objects.get(slug=data["theme"]),
        answers=data["answers"],
    )
    if "share" in data:
        share_case(case=case, mates=[demo.enrolments[data["share"]].pk])
    for step in data.get("steps", []):
        _take(demo, case, step)
    if "back" in data:
        look_back(case=case, answers=data["back"])


def _take(demo: Demo, case: PracticeCase, step: Mapping[str, Any]) -> None:
    if "send" in step:
        named = [demo.enrolments[name].pk for name in step["send"]]
        send_case(case=case, trainers=named, checked=True)
    elif "accept" in step:
        accept_case(case_pk=case.pk, number=1, by=demo.person(step["accept"]))
    elif "return" in step:
        by, question = demo.person(step["return"]), step["question"]
        return_case(case_pk=case.pk, number=1, question=question, by=by)
    else:
        mark_played(case_pk=case.pk, by=demo.person(step["played"]))
