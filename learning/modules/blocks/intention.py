"""What someone means to do, as if-then: it comes back after a week and after six."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from learning.modules.answers.words import Said, content_of, said_in
from learning.modules.blocks.base import TO_DO
from learning.modules.blocks.interactive import Seat
from learning.modules.blocks.writing import Writing
from learning.modules.intentions.services import Ask, plan_nudges
from portal.accounts.notices import addresses_of

DAYS = (7, 42)
PROMPT = gettext_lazy("Which moment is coming up, and what will you do then?")


class AskBlock(blocks.StructBlock):
    """A question that comes back."""

    after_days = blocks.IntegerBlock(
        label=gettext_lazy("After how many days"), min_value=1, max_value=365
    )
    text = blocks.TextBlock(label=gettext_lazy("Question"), rows=2)

    class Meta:
        label = gettext_lazy("Question afterwards")
        icon = "history"


def _as_usual() -> list[dict[str, Any]]:
    """What a new block asks back, until its trainer says otherwise."""
    week, six_weeks = DAYS
    return [
        {
            "after_days": week,
            "text": _("Did the situation come up? Did you do what you meant to?"),
        },
        {"after_days": six_weeks, "text": _("What do you do differently by now? Who notices?")},
    ]


class IntentionBlock(Writing, blocks.StructBlock):
    """If … then …: one's own, and shared with nobody."""

    shareable = False
    all_required = True
    prompt = blocks.TextBlock(
        label=gettext_lazy("Invitation"),
        rows=2,
        default=lambda: str(PROMPT),
    )
    nudges = blocks.ListBlock(
        AskBlock(), label=gettext_lazy("Asked afterwards"), max_num=4, default=_as_usual
    )

    class Meta:
        label = gettext_lazy("If-then intention")
        icon = "redirect"
        group = TO_DO
        template = "learning/modules/blocks/intention.html"

    def asked(self, value: Any) -> list[str]:
        return [_("If …"), _("then …")]

    def kept(self, value: Any, content: dict[str, Any]) -> dict[str, str]:
        """By place: the two halves are called otherwise in another language."""
        texts = [each.text for each in said_in(content)]
        return dict(zip(self.asked(value), texts, strict=False))

    def earlier(self, value: Any, content: dict[str, Any]) -> list[Said]:
        return []

    def screen(self, value: Any, seat: Seat) -> dict[str, Any]:
        person = seat.who.person
        by_mail = (
            "by_mail" in seat.typed if seat.typed is not None else bool(seat.content.get("by_mail"))
        )
        return super().screen(value, seat) | {
            "to_come": list(seat.answer.nudges.all()) if seat.answer else [],
            "can_mail": bool(person and addresses_of(person)),
            "by_mail": by_mail,
            "days": [ask["after_days"] for ask in value["nudges"]],
        }

    def receive(self, value: Any, seat: Seat, post: QueryDict) -> dict[str, Any]:
        return content_of(value["prompt"], self.said(value, seat, post), by_mail="by_mail" in post)

    def follow(self, value: Any, seat: Seat) -> None:
        if seat.answer:
            asks = [Ask(ask["after_days"], ask["text"]) for ask in value["nudges"]]
            plan_nudges(answer=seat.answer, asks=asks, by_mail=bool(seat.content["by_mail"]))
