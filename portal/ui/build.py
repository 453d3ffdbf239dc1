"""Build the portal's stylesheet and default theme: ``python -m portal.ui.build``.

Concatenates ``css/*.css`` in the order of the cascade, drops comments and white space, and writes
a file only when it changed, so that a second run costs nothing and hashes stay.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from portal.ui.theme import LINDE

HERE = Path(__file__).resolve().parent
SOURCES = HERE / "css"
OUTPUT = HERE / "static" / "ui"

# Lowest first: a class always beats a bare element, and what a person asked of the device beats both.
LAYERS: dict[str, tuple[str, ...]] = {
    "ground": ("tokens", "ground"),
    "components": (
        "text",
        "button",
        "form",
        "feedback",
        "draft",
        "navigation",
        "people",
        "card",
        "progress",
        "table",
        "dialog",
        "blocks",
        "dialogue",
        "writing",
    ),
    "screens": (
        "shell",
        "layout",
        "journey",
        "lesson",
        "forum",
        "search",
        "login",
        "kickoff",
        "narrow",
    ),
    "modes": ("modes",),
}


def minify(css: str) -> str:
    """Drop comments and white space that mean nothing; strings are left as they are."""
    parts = re.split(r"""("[^"]*"|'[^']*')""", re.sub(r"/\*.*?\*/", "", css, flags=re.S))
    for index in range(0, len(parts), 2):
        text = re.sub(r"\s+", " ", parts[index])
        text = re.sub(r" ?([{};,]) ?", r"\1", text)
        text = re.sub(r"([\w-]): (?=[^{}]*(?:[;}]|$))", r"\1:", text)
        parts[index] = text.replace(";}", "}").replace(" > ", ">")
    return "".join(parts).strip()


def stylesheet() -> str:
    """Return the whole stylesheet of the portal."""
    chunks = [f"@layer {','.join(LAYERS)};", _source("fonts")]
    chunks += [
        f"@layer {layer} {{{''.join(_source(noun) for noun in nouns)}}}"
        for layer, nouns in LAYERS.items()
    ]
    return minify("".join(chunks)) + "\n"


def _source(noun: str) -> str:
    return (SOURCES / f"{noun}.css").read_text(encoding="utf-8")


def write_if_changed(path: Path, text: str) -> bool:
    """Write the file unless it already says so; return whether it was written."""
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.write_text(text, encoding="utf-8")
    return True


def build() -> list[Path]:
    """Write what is out of date and return it."""
    outputs = {OUTPUT / "portal.css": stylesheet(), OUTPUT / "theme-linde.css": LINDE.css()}
    return [path for path, text in outputs.items() if write_if_changed(path, text)]


if __name__ == "__main__":
    for written in build():
        sys.stdout.write(f"{written.name}: {written.stat().st_size} bytes\n")
