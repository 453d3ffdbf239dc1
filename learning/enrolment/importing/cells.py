"""The text of a cell: clean, a day where it should be one, and harmless in a spreadsheet."""

import re
import unicodedata
from datetime import date, datetime

# What makes a spreadsheet take a text for a formula.
_DANGEROUS = tuple("=+-@\t\r\n＝＋－＠")
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_DAYS = ("%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d", "%d-%m-%y", "%d/%m/%y")
_NOT_IN_A_KEY = re.compile(r"[\W_]+")


def clean(text: str) -> str:
    """One line without stray spaces and invisible characters."""
    plain = unicodedata.normalize("NFC", text)
    visible = "".join(
        " " if sign.isspace() else sign
        for sign in plain
        if sign.isspace() or unicodedata.category(sign) not in _INVISIBLE
    )
    return unicodedata.normalize("NFC", " ".join(visible.split()))


def fold(text: str) -> str:
    """What tells one number, department or address from another: everything but capitals."""
    return clean(text).casefold()


def key(text: str) -> str:
    """What tells one name or heading from another: letters and digits alone, without capitals."""
    return _NOT_IN_A_KEY.sub("", unicodedata.normalize("NFKC", text).casefold())


def shield(text: str) -> str:
    """The text with an apostrophe before what a spreadsheet would calculate; ``unshield`` undoes it."""
    return f"'{text}" if text.lstrip("'").startswith(_DANGEROUS) else text


def unshield(text: str) -> str:
    """The text as it was before ``shield``."""
    shielded = text.startswith("'") and text.lstrip("'").startswith(_DANGEROUS)
    return text[1:] if shielded else text


def is_formula(text: str) -> bool:
    """Whether the cell asks to be calculated."""
    return text.lstrip().startswith(("=", "＝"))


def read_day(text: str) -> date:
    """The day that is written here, Dutch or ISO; raises ValueError where it is none."""
    for pattern in _DAYS:
        try:
            return datetime.strptime(text, pattern).date()
        except ValueError:
            continue
    raise ValueError(text)


def write_day(day: date | None) -> str:
    """The day as people here write it; empty for none."""
    return f"{day:%d-%m-%Y}" if day else ""
