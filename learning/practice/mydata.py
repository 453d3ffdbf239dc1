"""What practice cases hold about a person, for that person."""

from __future__ import annotations

from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from learning.practice.fields import EVERYTHING, PEOPLE, Question
from learning.practice.models import PracticeCase
from portal.accounts.models import User
from portal.accounts.mydata import Part, exports


@exports("learning.PracticeCase.person")
def practice_cases(person: User) -> Part:
    """Someone's own cases, with what nobody else reads; earlier versions as they were sent."""
    cases = list(PracticeCase.objects.of(person.pk).select_related("theme", "programme"))
    prefetch_related_objects(cases, "versions__theme")
    return Part(
        name="practice_cases",
        title=_("Your practice cases"),
        headings={
            "programme": _("Programme"),
            "theme": _("Theme"),
            "state": _("State"),
            "version": _("Version"),
            **{question.key: str(question.label) for question in EVERYTHING},
            "trainer_asked": _("Question of the trainer"),
            "at": _("When"),
        },
        rows=[row for case in cases for row in _rows(case)],
        says=_("Each case as it stands, and below it each version that others were shown."),
    )


def _rows(case: PracticeCase) -> list[dict[str, Any]]:
    about = {"programme": case.programme.title, "state": case.get_state_display()}
    now = about | {
        "theme": case.theme.title if case.theme else "",
        "version": _("as it stands"),
        "at": case.changed_at,
    }
    return [
        now | _answers({**case.content, **case.own}),
        *(
            about
            | {
                "theme": version.theme.title if version.theme else "",
                "version": version.number,
                "trainer_asked": version.question,
                "at": version.made_at,
            }
            | _answers(version.content)
            for version in case.versions.all()
        ),
    ]


def _answers(answers: dict[str, Any]) -> dict[str, str]:
    return {question.key: _in_words(question, answers.get(question.key)) for question in EVERYTHING}


def _in_words(question: Question, answer: Any) -> str:
    if question.kind == PEOPLE:
        people = (filter(None, each.values()) for each in answer or [])
        return "; ".join(" – ".join(each) for each in people)
    return str(question.in_words(answer or ""))
