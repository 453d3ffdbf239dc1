"""Make the letters or the cards of a run: a code for each person, and one file with all of them."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from learning.enrolment import codes
from learning.enrolment.handout.executors import executes
from learning.enrolment.handout.models import Handout, Recipient
from learning.enrolment.handout.text_models import TextKind
from learning.enrolment.handout.texts import (
    Text,
    check_text,
    contact_of,
    entry_address,
    fill,
    text_for,
    values_of,
)
from learning.enrolment.handout.typesetting import house_style, qr_code, typeset
from learning.enrolment.handout.working import finish, give_code
from learning.enrolment.models import Enrolment
from learning.enrolment.services import IssuedCode
from portal.accounts.access_log import Kind, note_access

# Letters go to the post room, department by department; cards are given out in the room of a group.
_ORDER = {
    Handout.Kind.LETTERS: ["enrolment__department__name"],
    Handout.Kind.CARDS: ["enrolment__cohort__name"],
}
_BY_NAME = ["enrolment__person__last_name", "enrolment__person__first_name", "pk"]
_TEXTS = {Handout.Kind.LETTERS: TextKind.LETTER, Handout.Kind.CARDS: TextKind.CARD}


@executes(Handout.Kind.LETTERS, Handout.Kind.CARDS)
def print_codes(handout: Handout) -> None:
    """Give everyone in the run a code, and keep the file with which they get it.

    Raises TextError before anybody gets a code where the programme's own text cannot be used.
    """
    sheet = Sheet(handout)
    people = [sheet.of(enrolment, issued) for enrolment, issued in _with_codes(handout)]
    content = sheet.typeset(people) if people else None
    finish(handout=handout, content=content)
    note_access(
        kind=Kind.LETTERS_MADE,
        by=handout.by,
        detail=f"{handout.get_kind_display()}, {handout.programme}: {len(people)}",
    )


def _with_codes(handout: Handout) -> Iterator[tuple[Enrolment, IssuedCode]]:
    """Everyone who is not left out, with a new code. Hashing is slow, and done before each write."""
    order = [*_ORDER[Handout.Kind(handout.kind)], *_BY_NAME]
    waiting = handout.recipients.filter(state=Recipient.State.WAITING).order_by(*order)
    for recipient in waiting:
        issued = give_code(recipient=recipient, prepared=codes.prepare(codes.generate()))
        if issued:
            yield recipient.enrolment, issued


class Sheet:
    """What stands on a letter or card: the text of the programme, and what holds for the person."""

    def __init__(self, handout: Handout) -> None:
        self.handout = handout
        self.organisation = handout.programme.organisation
        kind = _TEXTS[Handout.Kind(handout.kind)]
        languages = [language for language, _name in settings.LANGUAGES]
        self.texts = {each: text_for(handout.programme, kind, each) for each in languages}
        for text in self.texts.values():
            check_text(kind, text)

    def of(self, enrolment: Enrolment, issued: IssuedCode) -> dict[str, Any]:
        """One letter or card, in the language of the person."""
        person = enrolment.person
        values = values_of(enrolment, issued)
        text = self.texts[person.language]
        with translation.override(person.language):
            return {
                "language": person.language,
                "name": values["naam"],
                "address": self._address(enrolment, values["naam"]),
                "group": str(enrolment.cohort or enrolment.department or self.organisation),
                "date": date_format(timezone.localdate(), "j F Y"),
                "subject": fill(text.subject, values),
                "parts": parts_of(text, values),
                "code": issued.text,
                "code_label": _("Your personal code"),
                "until": _("You can use the code up to and including %(day)s.")
                % {"day": values["geldig_tot"]},
                "qr": self._qr(values["link"]),
                "qr_says": self._qr_says(values["link"]),
                "help": " · ".join([_("Need help?"), contact_of(self.organisation)]),
            }

    def _address(self, enrolment: Enrolment, name: str) -> list[str]:
        department = [str(enrolment.department)] if enrolment.department else []
        return [name, *department, str(self.organisation)]

    @cached_property
    def _qr_of_address(self) -> str:
        return qr_code(entry_address())

    def _qr(self, link: str) -> str:
        """Most often each has its own; where codes work every time all of them lead to one page."""
        return self._qr_of_address if link == entry_address() else qr_code(link)

    def _qr_says(self, link: str) -> str:
        if link == entry_address():
            return _("QR code: opens the sign-in page")
        return _("QR code: opens the sign-in page with your code")

    def typeset(self, people: list[dict[str, Any]]) -> bytes:
        """The file with these letters or cards."""
        data = {
            "title": str(self.handout),
            "organisation": str(self.organisation),
            "portal": self.organisation.portal_name,
            "people": people,
            **house_style(self.organisation),
        }
        return typeset(f"enrolment/handout/sheets/{self.handout.kind}.typ", data)


def parts_of(text: Text, values: dict[str, str]) -> list[dict[str, Any]]:
    """The paragraphs and lists of a text, filled in; where it does not say so, the code comes last."""
    parts = [part for paragraph in _paragraphs(text.body) for part in _parts_of(paragraph, values)]
    has_place = any(part["kind"] == "code" for part in parts)
    return parts if has_place else [*parts, {"kind": "code"}]


def _paragraphs(body: str) -> list[str]:
    return [each.strip() for each in re.split(r"\n\s*\n", body.replace("\r\n", "\n").strip())]


def _parts_of(paragraph: str, values: dict[str, str]) -> list[dict[str, Any]]:
    """A paragraph, with its lines that begin with a dash as a list."""
    if paragraph == "{code}":
        return [{"kind": "code"}]
    parts: list[dict[str, Any]] = []
    for line in paragraph.split("\n"):
        is_item = line.lstrip().startswith("- ")
        kind = "list" if is_item else "text"
        words = fill(line.lstrip()[2:] if is_item else line, values)
        if not parts or parts[-1]["kind"] != kind:
            parts.append({"kind": kind, "lines": []})
        parts[-1]["lines"].append(words)
    return parts
