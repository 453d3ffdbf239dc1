"""Keep the catalogues in step with the sources, without GNU gettext: ``python -m portal.messages``.

``collect`` writes every message of the sources into ``locale/*/LC_MESSAGES/django.po``; ``check``
names what is missing there. ``make`` compiles the catalogues with Babel.
"""

import io
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("portal", "learning", "forum")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")


def sources() -> Iterator[tuple[Path, bytes]]:
    """Every file with messages, as Python code; templates are rewritten the way Django does it."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, path.read_bytes()
    for path in sorted((ROOT / "templates").rglob("*.*")):
        if path.suffix in {".html", ".txt"}:
            code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
            # Indentation says nothing in a template, and the tokeniser would stumble over it.
            yield path, "\n".join(line.strip() for line in code.splitlines()).encode()


def collected() -> Catalog:
    """A catalogue of all messages in the sources, untranslated."""
    catalogue = Catalog()
    for path, code in sources():
        found = extract("python", io.BytesIO(code), KEYWORDS, ["Translators:"])
        for _line, message, comments, context in found:
            catalogue.add(
                message,
                locations=[(str(path.relative_to(ROOT)), 0)],
                auto_comments=comments,
                context=context,
            )
    return catalogue


def catalogue_paths() -> list[Path]:
    """The catalogues that are kept, one per language that is not the sources' own."""
    return sorted(ROOT.glob("locale/*/LC_MESSAGES/django.po"))


def read(path: Path) -> Catalog:
    """The catalogue in a file."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def collect() -> None:
    """Bring every catalogue up to date; what the sources no longer say is dropped."""
    wanted = collected()
    for path in catalogue_paths():
        catalogue = read(path)
        catalogue.update(wanted, no_fuzzy_matching=True, update_creation_date=False)
        catalogue.obsolete.clear()
        with path.open("wb") as file:
            write_po(file, catalogue, width=0, omit_header=False, include_lineno=False)
        print(f"{path.relative_to(ROOT)}: {len(catalogue)} messages")


def forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    """The one form of a message, or its plural forms."""
    return (text,) if isinstance(text, str) else tuple(text or [""])


def fault(wanted: Message, found: Message | None) -> str | None:
    """What is wrong with the translation of one message; None where nothing is."""
    if found is None:
        return "not in the catalogue (make messages)"
    translated = forms(found.string)
    if not all(translated):
        return "not translated"
    if found.fuzzy:
        return "marked as fuzzy"
    allowed = set(PLACEHOLDER.findall(" ".join(forms(wanted.id))))
    if any(set(PLACEHOLDER.findall(form)) - allowed for form in translated):
        return "has a placeholder that the source has not"
    if set(PLACEHOLDER.findall(" ".join(translated))) != allowed:
        return "lacks a placeholder"
    return None


def faults() -> list[str]:
    """Every message that a reader would see untranslated or broken, one line for each."""
    wanted, found = collected(), []
    for path in catalogue_paths():
        catalogue = read(path)
        for message in wanted:
            if message.id:
                kept = catalogue.get(message.id, message.context)
                if problem := fault(message, kept):
                    found.append(f"{path.parts[-3]}: {forms(message.id)[0]!r} {problem}")
    return found


def main(arguments: list[str]) -> int:
    """Do what the one argument says; return the exit code."""
    if arguments == ["collect"]:
        collect()
        return 0
    found = faults()
    print("\n".join(found) or "Every message is translated.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
