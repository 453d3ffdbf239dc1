"""Questions to test oneself with: one or several right, an order, pairs. Only the person sees it."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from learning.modules.blocks.base import TO_DO
from learning.modules.blocks.interactive import Interactive, Seat

FEWEST_OPTIONS = 2
NAME = "answer"
"""The name of the fields; where there are several it is followed by a key."""
Typed = Mapping[str, str] | None
WARN_FROM = 3
"""So many questions make a pattern in where the right answer stands, or how long it is."""


class Question(blocks.StructBlock):
    """One question of a quiz. What someone gave is a list of keys, whatever the kind of question."""

    widget: ClassVar[str]
    """What the template shows: ``choose``, ``order`` or ``match``."""

    def fields(
        self, value: Any, shuffle: random.Random, given: Sequence[str] | None, typed: Typed
    ) -> list[dict[str, Any]]:
        """What there is to choose from, in an order of this person's own, and what they chose.

        ``given`` is None as long as nothing was; what was posted and refused is in ``typed``.
        """
        raise NotImplementedError

    def given(self, value: Any, post: QueryDict) -> list[str]:
        """What was posted, in the order in which it is kept. Raises ValidationError."""
        raise NotImplementedError

    def is_right(self, value: Any, given: Sequence[str]) -> bool:
        """Whether what was given is right, and whole."""
        raise NotImplementedError

    def keys(self, value: Any) -> list[str]:
        """The keys of what the question holds, in the editor's order."""
        return [key for key, _item in keyed(self.items(value))]

    def items(self, value: Any) -> Any:
        """The list in which the question's answers stand."""
        raise NotImplementedError


class OptionBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=gettext_lazy("Answer"), rows=2)
    is_right = blocks.BooleanBlock(label=gettext_lazy("This one is right"), required=False)
    feedback = blocks.TextBlock(
        label=gettext_lazy("Feedback"),
        rows=2,
        help_text=gettext_lazy("What who chooses this reads: one line on why."),
    )

    class Meta:
        label = gettext_lazy("Possible answer")
        icon = "tick"


class ChoiceQuestion(Question):
    """One right answer or several: that follows from how many are right."""

    widget = "choose"
    question = blocks.TextBlock(label=gettext_lazy("Question"), rows=2)
    options = blocks.ListBlock(
        OptionBlock(), label=gettext_lazy("Answers"), min_num=FEWEST_OPTIONS, max_num=8
    )

    class Meta:
        label = gettext_lazy("Choose")
        icon = "radio-full"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not any(option["is_right"] for option in cleaned["options"]):
            raise blocks.StructBlockValidationError(
                block_errors={
                    "options": ValidationError(_("Tick at least one answer that is right."))
                }
            )
        return cleaned

    def is_multiple(self, value: Any) -> bool:
        """Whether more than one answer is right."""
        return len([option for option in value["options"] if option["is_right"]]) > 1

    def items(self, value: Any) -> Any:
        return value["options"]

    def fields(
        self, value: Any, shuffle: random.Random, given: Sequence[str] | None, typed: Typed
    ) -> list[dict[str, Any]]:
        chosen = given or ()
        options = [
            {"key": key, "chosen": key in chosen, **option}
            for key, option in keyed(value["options"])
        ]
        shuffle.shuffle(options)
        return options

    def given(self, value: Any, post: QueryDict) -> list[str]:
        chosen = [key for key in self.keys(value) if key in post.getlist(NAME)]
        if not chosen:
            raise ValidationError(_("Choose an answer first."))
        return chosen if self.is_multiple(value) else chosen[:1]

    def is_right(self, value: Any, given: Sequence[str]) -> bool:
        right = [key for key, option in keyed(value["options"]) if option["is_right"]]
        return sorted(given) == sorted(right)


class OrderQuestion(Question):
    """Steps to put in the right order."""

    widget = "order"
    question = blocks.TextBlock(label=gettext_lazy("Question"), rows=2)
    steps = blocks.ListBlock(
        blocks.CharBlock(label=gettext_lazy("Step"), max_length=300),
        label=gettext_lazy("Steps, in the right order"),
        min_num=3,
        max_num=8,
    )
    feedback = blocks.TextBlock(label=gettext_lazy("Feedback"), rows=2)

    class Meta:
        label = gettext_lazy("Put in order")
        icon = "list-ol"

    def items(self, value: Any) -> Any:
        return value["steps"]

    def fields(
        self, value: Any, shuffle: random.Random, given: Sequence[str] | None, typed: Typed
    ) -> list[dict[str, Any]]:
        right = self.keys(value)
        steps = [
            {
                "key": key,
                "text": text,
                "place": right.index(key) + 1,
                "chosen": str(given.index(key) + 1) if given else _typed(typed, key),
                "is_right": given is not None and given[right.index(key)] == key,
            }
            for key, text in keyed(value["steps"])
        ]
        in_order = list(steps)
        while steps == in_order:
            shuffle.shuffle(steps)
        return steps

    def given(self, value: Any, post: QueryDict) -> list[str]:
        places = {key: _typed(post, key) for key in self.keys(value)}
        if set(places.values()) != {str(number) for number in range(1, len(places) + 1)}:
            raise ValidationError(_("Give each step a place of its own."))
        return sorted(places, key=lambda key: int(places[key]))

    def is_right(self, value: Any, given: Sequence[str]) -> bool:
        return list(given) == self.keys(value)


class PairBlock(blocks.StructBlock):
    left = blocks.CharBlock(label=gettext_lazy("This"), max_length=200)
    right = blocks.CharBlock(label=gettext_lazy("belongs to this"), max_length=200)

    class Meta:
        label = gettext_lazy("Pair")
        icon = "link"


class MatchQuestion(Question):
    """What belongs together."""

    widget = "match"
    question = blocks.TextBlock(label=gettext_lazy("Question"), rows=2)
    pairs = blocks.ListBlock(
        PairBlock(), label=gettext_lazy("What belongs together"), min_num=3, max_num=8
    )
    feedback = blocks.TextBlock(label=gettext_lazy("Feedback"), rows=2)

    class Meta:
        label = gettext_lazy("Match")
        icon = "link"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        rights = [pair["right"] for pair in cleaned["pairs"]]
        if len(set(rights)) < len(rights):
            raise blocks.StructBlockValidationError(
                block_errors={
                    "pairs": ValidationError(
                        _("Two pairs have the same right side: who chooses cannot tell them apart.")
                    )
                }
            )
        return cleaned

    def items(self, value: Any) -> Any:
        return value["pairs"]

    def fields(
        self, value: Any, shuffle: random.Random, given: Sequence[str] | None, typed: Typed
    ) -> list[dict[str, Any]]:
        pairs = keyed(value["pairs"])
        rights = [{"key": key, "text": pair["right"]} for key, pair in pairs]
        shuffle.shuffle(rights)
        chosen = given or [_typed(typed, key) for key, _pair in pairs]
        return [
            {
                "key": key,
                "text": pair["left"],
                "rights": rights,
                "right": pair["right"],
                "chosen": choice,
                "is_right": bool(given) and choice == key,
            }
            for (key, pair), choice in zip(pairs, chosen, strict=True)
        ]

    def given(self, value: Any, post: QueryDict) -> list[str]:
        keys = self.keys(value)
        chosen = [_typed(post, key) for key in keys]
        if any(key not in keys for key in chosen):
            raise ValidationError(_("Choose something for each of them."))
        return chosen

    def is_right(self, value: Any, given: Sequence[str]) -> bool:
        return list(given) == self.keys(value)


def keyed(items: Any) -> list[tuple[str, Any]]:
    """What a list of the editor holds by a key that tells nothing of its place."""
    return [(child.id[:8], child.value) for child in items.bound_blocks]


def _typed(typed: Typed, key: str) -> str:
    return typed.get(f"{NAME}-{key}", "") if typed else ""


class QuestionsBlock(blocks.StreamBlock):
    choice = ChoiceQuestion()
    order = OrderQuestion()
    match = MatchQuestion()

    class Meta:
        label = gettext_lazy("Questions")


class QuizBlock(Interactive, blocks.StructBlock):
    """One question at a time: give an answer, read what it does, go on; and as often as one likes.

    Kept are what was given to each question, which one is shown, and how often it was begun anew.
    """

    title = blocks.CharBlock(label=gettext_lazy("Title"), required=False, max_length=120)
    questions = QuestionsBlock(min_num=1, max_num=20)

    class Meta:
        label = gettext_lazy("Quiz")
        icon = "help"
        group = TO_DO
        template = "learning/modules/blocks/quiz.html"

    def screen(self, value: Any, seat: Seat) -> dict[str, Any]:
        """The question that is shown, with what was given to it, or the end."""
        given = self._given(value, seat.content)
        current = self._current(value, seat.content)
        if current is None:
            return {"lines": self._lines(value, given), "total": len(value["questions"])}
        child = current
        shuffle = random.Random(f"{seat.who.person_id}:{child.id}:{seat.content.get('round', 0)}")  # noqa: S311
        answer = given.get(child.id)
        return {
            "question": child.value,
            "widget": child.block.widget,
            "number": [each.id for each in value["questions"]].index(child.id) + 1,
            "total": len(value["questions"]),
            "is_multiple": child.block_type == "choice" and child.block.is_multiple(child.value),
            "fields": child.block.fields(child.value, shuffle, answer, seat.typed),
            "answered": answer is not None,
            "is_right": answer is not None and child.block.is_right(child.value, answer),
            "is_last": child.id == value["questions"][-1].id,
            "places": range(1, len(child.value.get("steps") or ()) + 1),
        }

    def receive(self, value: Any, seat: Seat, post: QueryDict) -> dict[str, Any]:
        content = seat.content
        if "again" in post:
            return {"round": content.get("round", 0) + 1}
        given = self._given(value, content)
        current = self._current(value, content)
        if current is None:
            return content
        if "next" in post and current.id in given:
            return content | {"given": given, "shown": self._after(value, given)}
        if (
            current.id not in given
        ):  # an answer that was given stays given: back and resend do nothing
            given[current.id] = current.block.given(current.value, post)
        return content | {"given": given, "shown": current.id}

    def is_done(self, value: Any, content: dict[str, Any]) -> bool:
        """Tried is done: there is nothing to pass."""
        return set(content.get("given", {})) >= {child.id for child in value["questions"]}

    def advice(self, value: Any) -> list[str]:
        """What gives the right answers away: where they stand, or how long they are."""
        choices = [child.value for child in value["questions"] if child.block_type == "choice"]
        if len(choices) < WARN_FROM:
            return []
        told = []
        if _most(sum(_longest_is_right(choice) for choice in choices), choices):
            told.append(_("In most questions the right answer is the longest: people notice."))
        places = [_place_of_right(choice) for choice in choices]
        if _most(max(places.count(place) for place in places), choices):
            told.append(
                _(
                    "In most questions the right answer stands in the same place. Readers see them shuffled; it tells how they were written."
                )
            )
        return told

    def _given(self, value: Any, content: dict[str, Any]) -> dict[str, list[str]]:
        """What was given to questions that are still there and still have those answers."""
        given: dict[str, list[str]] = content.get("given", {})
        return {
            child.id: given[child.id]
            for child in value["questions"]
            if child.id in given and set(given[child.id]) <= set(child.block.keys(child.value))
        }

    def _current(self, value: Any, content: dict[str, Any]) -> Any:
        """The question that is shown; None when all have been answered and read."""
        given = self._given(value, content)
        shown = content.get("shown")
        for child in value["questions"]:
            if child.id == shown or (shown is None and child.id not in given):
                return child
        return next((child for child in value["questions"] if child.id not in given), None)

    def _after(self, value: Any, given: dict[str, list[str]]) -> str:
        return next((child.id for child in value["questions"] if child.id not in given), "")

    def _lines(self, value: Any, given: dict[str, list[str]]) -> list[dict[str, Any]]:
        return [
            {
                "question": child.value["question"],
                "is_right": child.id in given
                and child.block.is_right(child.value, given[child.id]),
            }
            for child in value["questions"]
        ]


def _most(number: int, choices: Sequence[Any]) -> bool:
    """More than two in three."""
    return number * 3 > len(choices) * 2


def _longest_is_right(choice: Any) -> bool:
    return bool(max(choice["options"], key=lambda option: len(option["text"]))["is_right"])


def _place_of_right(choice: Any) -> int:
    return [option["is_right"] for option in choice["options"]].index(True)
