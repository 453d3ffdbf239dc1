"""The form of a practice case as data: each question, how it is answered, and who reads the answer.

What is asked, in which words and for whom stands here and nowhere else: forms, screens, versions and
the download of one's own data all read it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LINE, TEXT, CHOICE, SCALE, PEOPLE = "line", "text", "choice", "scale", "people"
OWN, TRAINER = "own", "trainer"
MOST_PEOPLE = 8


class Timing(TextChoices):
    """Whether it is over."""

    PAST = "past", _("It has happened")
    COMING = "coming", _("It is still to come")
    ALWAYS = "always", _("It goes on all the time")


class Consent(TextChoices):
    """Whether the situation may be played on the day."""

    YES = "yes", _("Yes")
    BY_ANOTHER = "by_another", _("Yes, if somebody else plays me")
    SMALL = "small", _("Preferably in a small group only")
    NO = "no", _("No")


class Difficulty(TextChoices):
    """How hard the actor may make it."""

    ONE = "1", _("1: easy")
    TWO = "2", "2"
    THREE = "3", "3"
    FOUR = "4", "4"
    FIVE = "5", _("5: as hard as it gets")


class GoodPractice(TextChoices):
    """Whether someone wants others to learn from it."""

    YES = "yes", _("Yes")
    NOT_YET = "not_yet", _("Not yet")
    NO = "no", _("No")


@dataclass(frozen=True)
class Question:
    """One field. ``reader`` says who may ever read the answer: the writer alone, or named readers too."""

    key: str
    label: str | Promise
    kind: str
    reader: str = TRAINER
    required: bool = False
    """Whether a case can be sent without it. It can always be kept."""
    help: str | Promise = ""
    choices: type[TextChoices] | None = None
    longest: int = 4000

    def in_words(self, answer: Any) -> Any:
        """The answer as a reader sees it; the people as they are."""
        if self.choices and answer in self.choices.values:
            return str(self.choices(answer).label)
        return answer


PERSON: tuple[Question, ...] = (
    Question("role", _("Role (no name)"), LINE, required=True, longest=120),
    Question("position", _("What does this person say they want?"), LINE, longest=300),
    Question("interest", _("What do you think lies beneath that?"), LINE, longest=300),
)
"""What is asked about each person who plays a role."""

ASKED: tuple[Question, ...] = (
    Question("title", _("Title (in five words)"), LINE, required=True, longest=120),
    Question(
        "timing",
        _("Has it happened, or is it still to come?"),
        CHOICE,
        required=True,
        choices=Timing,
    ),
    Question("situation", _("What is going on? (ten sentences at most)"), TEXT, required=True),
    Question("people", _("Who play a role?"), PEOPLE, required=True),
    Question("my_goal", _("What did I want to achieve, or what do I want?"), TEXT, required=True),
    Question("my_move", _("What did I do, or what do I plan to do?"), TEXT, required=True),
    Question(
        "moment",
        _("At which moment does it become difficult?"),
        TEXT,
        required=True,
        help=_("Write down the sentence that gets you stuck. There the practising begins."),
    ),
    Question("feeling", _("What happens to me then?"), LINE, OWN, longest=500),
    Question("question", _("My question"), LINE, required=True, help=_("How can I…"), longest=300),
    Question(
        "actor_brief",
        _("How should the actor play it?"),
        TEXT,
        help=_("Typical sentences, posture, and what makes him or her soften."),
    ),
    Question("difficulty", _("How hard may the actor make it?"), SCALE, choices=Difficulty),
    Question(
        "consent_play",
        _("May this situation be played in the group on the day?"),
        CHOICE,
        required=True,
        choices=Consent,
    ),
)
"""The case itself. Its theme is a module, and stands beside these."""

AFTER_DAY: tuple[Question, ...] = (
    Question("tried", _("What did I try on the day, and what worked?"), TEXT, OWN),
    Question("next", _("What will I do in the real situation, and when?"), LINE, OWN, longest=500),
)

AFTER_SIX_WEEKS: tuple[Question, ...] = (
    Question("result", _("How did it go?"), TEXT, OWN),
    Question("learned", _("What did I learn?"), LINE, OWN, longest=500),
    Question(
        "make_good_practice",
        _("Do I want to share this as a good practice?"),
        CHOICE,
        OWN,
        choices=GoodPractice,
    ),
)

CHECKED = "anonymous_check"
"""Own: that the writer looked whether nobody can be recognised. It is asked before each sending."""

EVERYTHING = (*ASKED, *AFTER_DAY, *AFTER_SIX_WEEKS)
SHOWN = tuple(question for question in ASKED if question.reader == TRAINER)
"""What named readers get."""
SHOWN_KEYS = frozenset(question.key for question in SHOWN)
OWN_KEYS = frozenset(question.key for question in EVERYTHING if question.reader == OWN)


def split(answers: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The answers that others may get to read, and those that nobody else ever reads."""
    shown = {key: value for key, value in answers.items() if key in SHOWN_KEYS}
    own = {key: value for key, value in answers.items() if key in OWN_KEYS}
    return shown, own


def missing(answers: Mapping[str, Any]) -> list[Question]:
    """What has to be answered before a case can be sent."""
    return [each for each in ASKED if each.required and not _is_answered(each, answers)]


def _is_answered(question: Question, answers: Mapping[str, Any]) -> bool:
    answer = answers.get(question.key)
    if question.kind == PEOPLE:
        return any(person.get("role") for person in answer or [])
    return bool(answer)
