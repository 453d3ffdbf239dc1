"""What the modules hold about a person, for that person."""

from __future__ import annotations

from django.utils.translation import gettext as _

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
