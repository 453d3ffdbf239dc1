"""What the modules hold about a person, for that person."""

from __future__ import annotations

from django.db.models import F
from django.utils.translation import gettext as _

from learning.modules.answers.models import Answer
from learning.modules.models import LessonProgress
from portal.accounts.models import User
from portal.accounts.mydata import Part, exports


@exports("learning.LessonProgress.person")
def lesson_progress(person: User) -> Part:
    """How far someone is in the lessons; nobody else sees it."""
    return Part(
        name="lessons",
        title=_("Lessons that you opened"),
        headings={"lesson": _("Lesson"), "opened_at": _("Opened"), "done_at": _("Ticked off")},
        rows=[
            {"lesson": title, "opened_at": opened_at, "done_at": done_at}
            for title, opened_at, done_at in LessonProgress.objects.filter(person=person)
            .order_by("opened_at", "pk")
            .values_list("lesson__title", "opened_at", "done_at")
        ],
    )


@exports("learning.Answer.person", "learning.Share.writer")
def answers(person: User) -> Part:
    """What someone chose and wrote in lessons, as it is kept."""
    return Part(
        name="answers",
        title=_("What you did in lessons"),
        headings={
            "lesson": _("Lesson"),
            "kind": _("Kind"),
            "content": _("Answer"),
            "changed_at": _("Changed"),
            "done_at": _("Done"),
        },
        rows=list(
            Answer.objects.filter(person=person)
            .order_by("made_at", "pk")
            .values("kind", "content", "changed_at", "done_at", lesson=F("lesson_title"))
        ),
    )
