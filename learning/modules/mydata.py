"""What the modules hold about a person, for that person."""

from __future__ import annotations

from django.utils.translation import gettext as _

from learning.modules.answers.models import IN_WORDS, Answer
from learning.modules.logbook.kinds import EntryKind
from learning.modules.models import LessonProgress
from learning.modules.sharing.audience import readers_in_words
from learning.modules.sharing.queries import readers_of
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


@exports("learning.Answer.person")
def answers(person: User) -> Part:
    """What someone chose in lessons, as it is kept."""
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
        rows=[
            {
                "lesson": answer.lesson_title,
                "kind": answer.kind,
                "content": answer.content,
                "changed_at": answer.changed_at,
                "done_at": answer.done_at,
            }
            for answer in Answer.objects.of(person.pk)
            .exclude(kind__in=IN_WORDS)
            .order_by("made_at", "pk")
        ],
    )


@exports("learning.Share.writer")
def logbook(person: User) -> Part:
    """What someone wrote in lessons, with the questions as they were asked, and who reads along."""
    kept = Answer.objects.of(person.pk).filter(kind__in=IN_WORDS).prefetch_related("nudges")
    entries = list(kept.order_by("made_at", "pk"))
    readers = readers_of([entry.pk for entry in entries])
    return Part(
        name="logbook",
        title=_("What you wrote in lessons"),
        headings={
            "module": _("Module"),
            "lesson": _("Lesson"),
            "kind": _("Kind"),
            "title": _("Title"),
            "text": _("Questions and what you wrote"),
            "readers": _("Who can read it"),
            "changed_at": _("Changed"),
            "done_at": _("Done"),
        },
        rows=[
            {
                "module": entry.module_title,
                "lesson": entry.lesson_title,
                "kind": str(EntryKind(entry.kind).label),
                "title": entry.title,
                "text": _written(entry),
                "readers": readers_in_words(readers[entry.pk]),
                "changed_at": entry.changed_at,
                "done_at": entry.done_at,
            }
            for entry in entries
        ],
    )


def _written(entry: Answer) -> str:
    said = [f"{each.asked}\n{each.text or '–'}" for each in entry.said]
    asked_again = [
        f"{nudge.text}\n{nudge.get_outcome_display()} {nudge.note}".rstrip()
        for nudge in entry.nudges.all()
        if nudge.answered_at
    ]
    return "\n\n".join([*said, *asked_again])
