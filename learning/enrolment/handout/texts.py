"""Texts with placeholders: a programme's own words or the built-in ones, and filling them in.

A placeholder is a name in braces: ``{voornaam}``. What a text may hold follows from what it is for.
A text with any other placeholder is refused, when it is saved and when it is sent, by name. A
paragraph that is nothing but ``{code}`` or ``{link}`` is shown large, or as a button.
"""

import difflib
import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning.enrolment.handout.text_models import HandoutText, TextKind
from learning.enrolment.lifetimes import expiry_of_unused, last_day
from learning.enrolment.models import AccessCode, Enrolment, Role
from learning.enrolment.services import IssuedCode
from learning.organisation.models import Organisation
from learning.programmes.models import CodeMode, Programme
from portal.accounts.models import User

DEFAULTS = Path(__file__).with_name("defaults")
EXAMPLE_CODE = "7K3M-Q2RT-9XBD-4FWA"

_TOKEN = re.compile(r"\{([^{}\n]*)\}")
_OTHER_WORDS = {"traject": "programma", "url": "adres", "website": "adres", "wachtwoord": "code"}


class TextError(ValidationError):
    """A text cannot be used as it is; each message names what is wrong."""


class Text(NamedTuple):
    """Words for one kind of message: the heading (the subject of a mail) and the text below it."""

    subject: str
    body: str
    is_own: bool = False


class Placeholder(NamedTuple):
    """A name that is replaced by what holds for the person, and what it becomes."""

    name: str
    explanation: str | Promise

    def __str__(self) -> str:
        return f"{{{self.name}}}"


_EXPLANATIONS = {
    "voornaam": gettext_lazy("the person's first name"),
    "naam": gettext_lazy("the person's full name"),
    "programma": gettext_lazy("the title of the programme"),
    "organisatie": gettext_lazy("the name of the organisation"),
    "code": gettext_lazy("the personal code; alone on a line it is shown large"),
    "link": gettext_lazy("the page to open; alone on a line it becomes a button"),
    "adres": gettext_lazy("the address of the sign-in page, to type over"),
    "geldig_tot": gettext_lazy("the last day on which it can be used"),
    "gebruik": gettext_lazy("a sentence that says whether the code works once or every time"),
    "invullen": gettext_lazy(
        "a sentence that says whether the page has the code, or it is to be typed"
    ),
    "rol": gettext_lazy("the role in which someone is invited"),
    "contact": gettext_lazy("whom to ask for help, as the organisation says"),
}
_HOW_IT_WORKS = {
    CodeMode.ACTIVATE: gettext_lazy(
        "The code works once; after that you choose your own way to sign in."
    ),
    CodeMode.REPEAT: gettext_lazy("Keep the code: you sign in with it every time."),
    CodeMode.SSO: gettext_lazy(
        "First sign in with your account at work; then the portal asks for this code, once."
    ),
}
_IN_THE_LINK = gettext_lazy(
    "Is your personal code not there yet? Then type it. Capitals, spaces and dashes do not matter."
)
_TO_BE_TYPED = gettext_lazy(
    "Type your personal code there. Capitals, spaces and dashes do not matter."
)
_FOR_EVERYONE = ["voornaam", "naam", "programma", "organisatie", "adres", "contact"]
_OF_A_CODE = [*_FOR_EVERYONE, "code", "geldig_tot", "gebruik"]
_KNOWN = {
    TextKind.LETTER: _OF_A_CODE,
    TextKind.CARD: _OF_A_CODE,
    TextKind.MAIL: [*_OF_A_CODE, "link", "invullen"],
    TextKind.STAFF_INVITATION: [*_FOR_EVERYONE, "rol", "link", "geldig_tot"],
}
_NEEDED = {TextKind.MAIL: "code", TextKind.STAFF_INVITATION: "link"}
_NEVER_IN_A_SUBJECT = {"code", "link"}
"""A subject stands on lock screens and in the logs of mail servers."""


def text_for(programme: Programme, kind: TextKind, language: str = "nl") -> Text:
    """The programme's own words, or the built-in ones; in Dutch for a language that has none."""
    own = HandoutText.objects.filter(programme=programme, kind=kind, language=language).first()
    return Text(own.subject, own.body, is_own=True) if own else default_text(kind, language)


@cache
def default_text(kind: TextKind, language: str = "nl") -> Text:
    """The built-in words: a heading, an empty line and the text."""
    path = DEFAULTS / language / f"{kind}.txt"
    if not path.exists():
        path = DEFAULTS / "nl" / path.name
    subject, _empty, body = path.read_text(encoding="utf-8").partition("\n\n")
    return Text(subject.strip(), body.strip())


def placeholders_of(kind: TextKind) -> list[Placeholder]:
    """What a text of this kind may hold, with an explanation."""
    names = [name for name in _EXPLANATIONS if name in _KNOWN[kind]]
    return [Placeholder(name, _EXPLANATIONS[name]) for name in names]


def check_subject(kind: TextKind, subject: str) -> None:
    """Raise TextError where a heading holds what it cannot."""
    faults = _faults(subject, [name for name in _KNOWN[kind] if name not in _NEVER_IN_A_SUBJECT])
    if secret := _NEVER_IN_A_SUBJECT.intersection(_TOKEN.findall(subject)):
        said = {"name": f"{{{min(secret)}}}"}
        faults = [_("%(name)s cannot be in the heading: others may read that along.") % said]
    if faults:
        raise TextError(faults)


def check_body(kind: TextKind, body: str) -> None:
    """Raise TextError where a text holds an unknown placeholder, or lacks what it is sent for."""
    faults = _faults(body, _KNOWN[kind])
    needed = _NEEDED.get(kind)
    if not faults and needed and needed not in _TOKEN.findall(body):
        said = {"name": f"{{{needed}}}"}
        faults = [_("%(name)s is missing: without it nobody can come in.") % said]
    if faults:
        raise TextError(faults)


def check_text(kind: TextKind, text: Text) -> None:
    """Raise TextError where a text that got in unchecked cannot be sent."""
    check_subject(kind, text.subject)
    check_body(kind, text.body)


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with each placeholder replaced, once: what looks like one in a value stays as it is.

    Raises TextError for a placeholder that has no value, by name.
    """
    if faults := _faults(text, values):
        raise TextError(faults)
    return _TOKEN.sub(lambda found: values[found[1]], text)


def _faults(text: str, known: Iterable[str]) -> list[str]:
    """What is wrong with the placeholders of a text, each once."""
    names = list(known)
    unknown = dict.fromkeys(name for name in _TOKEN.findall(text) if name not in names)
    faults = [_unknown(name, names) for name in unknown]
    if set("{}") & set(_TOKEN.sub("", text)):
        said = {"example": "{voornaam}"}
        faults.append(
            _("A brace stands alone. A placeholder has one on both sides: %(example)s.") % said
        )
    return faults


def _unknown(name: str, known: list[str]) -> str:
    plain = re.sub(r"[\W_]+", "_", name.strip().lower())
    meant = _OTHER_WORDS.get(plain)
    close = [meant] if meant in known else difflib.get_close_matches(plain, known, 1)
    if not close:
        return _("There is no placeholder %(name)s here.") % {"name": f"{{{name}}}"}
    said = {"name": f"{{{name}}}", "meant": f"{{{close[0]}}}"}
    return _("There is no placeholder %(name)s. Do you mean %(meant)s?") % said


def entry_address() -> str:
    """Where people sign in with a code."""
    return str(settings.BASE_URL + reverse("code_login"))


def entry_link(code: str, mode: str) -> str:
    """The page to open: with the code behind the ``#`` where it works once, else without.

    What stands behind the ``#`` reaches no server, but stays in the browser's history.
    """
    return f"{entry_address()}#{code}" if mode == CodeMode.ACTIVATE else entry_address()


def general_values(programme: Programme) -> dict[str, str]:
    """What is the same for everyone in a programme, in the current language."""
    return {
        "programma": one_line(programme.title),
        "organisatie": one_line(programme.organisation.name),
        "adres": entry_address(),
        "contact": contact_of(programme.organisation),
    }


def contact_of(organisation: Organisation) -> str:
    """Whom to ask for help, on one line."""
    parts = [organisation.help_name, organisation.help_phone, organisation.help_email]
    return one_line(", ".join(part for part in parts if part)) or _("your coordinator")


def values_of(enrolment: Enrolment, issued: IssuedCode) -> dict[str, str]:
    """What the placeholders of a letter, card or code mail become, in the person's language."""
    person, mode = enrolment.person, issued.code.mode
    with translation.override(person.language):
        return {
            **general_values(enrolment.programme),
            "voornaam": one_line(person.get_short_name()),
            "naam": one_line(str(person)),
            "code": issued.text,
            "link": entry_link(issued.text, mode),
            "geldig_tot": say_day(last_day(issued.code.expires_at)),
            "invullen": str(_IN_THE_LINK if mode == CodeMode.ACTIVATE else _TO_BE_TYPED),
            "gebruik": str(_HOW_IT_WORKS[CodeMode(mode)]),
        }


def example(programme: Programme, language: str = "nl") -> tuple[Enrolment, IssuedCode]:
    """Somebody who does not exist, with a code that opens nothing: for previews and test mails."""
    person = User(first_name="Robin", last_name="de Vries", language=language)
    enrolment = Enrolment(person=person, programme=programme)
    code = AccessCode(mode=programme.code_mode, expires_at=expiry_of_unused(enrolment))
    return enrolment, IssuedCode(code, EXAMPLE_CODE)


def example_values(programme: Programme, language: str = "nl") -> dict[str, str]:
    """What a preview and a test mail show in place of every placeholder."""
    with translation.override(language):
        role = str(Role.TRAINER.label)
    return {**values_of(*example(programme, language)), "rol": role}


def say_day(day: date) -> str:
    """A day in words, in the current language."""
    return date_format(day, "j F Y")


def one_line(text: str) -> str:
    """A value of somebody else's making, as one line without control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
