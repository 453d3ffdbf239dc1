"""Typeset letters and cards as accessible PDF (PDF/UA-1), with our own fonts and without network.

Everything that somebody wrote goes in as data, in memory: no code touches the disk, and no name can
be taken for markup.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

import segno
import typst

from learning.organisation.models import Organisation
from portal.ui.theme import FONT_FILES, FONTS, LINDE, Theme

TEMPLATES = Path(__file__).with_name("sheets")
# Every Latin, Greek and Cyrillic letter: what our fonts, and those inside typst, can show. A single
# other sign would stop the whole file, and some scripts make typst 0.15 panic.
_UNKNOWN = re.compile(
    r"[^\x20-\x7e\xa0-\u04ff\u1e00-\u1eff\u2010-\u2027\u2030-\u203a\u20a0-\u20bf\u2190-\u22ff]"
)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[FONT_FILES])


def typeset(template: str, data: Mapping[str, Any]) -> bytes:
    """The PDF that a template of ``sheets/`` makes of the data.

    Raises typst.TypstError where the result would not be accessible.
    """
    compiler = typst.Compiler(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=_fonts(),
        sys_inputs={"data": _showable(json.dumps(data, ensure_ascii=False))},
    )
    return cast(bytes, compiler.compile(pdf_standards=["ua-1"]))


def _showable(text: str) -> str:
    """The text without what no font has: the nearest letter, or a question mark, in its place."""
    return _UNKNOWN.sub(_nearest, unicodedata.normalize("NFC", text))


def _nearest(found: re.Match[str]) -> str:
    if unicodedata.category(found[0])[0] in "CM":
        return ""
    plain = unicodedata.normalize("NFKD", found[0])[0]
    return plain if plain.isalnum() and not _UNKNOWN.match(plain) else "?"


def house_style(organisation: Organisation) -> dict[str, Any]:
    """An organisation's colours and fonts, for paper."""
    theme = Theme(
        name=LINDE.name,
        brand=organisation.brand_colour,
        accent=organisation.accent_colour,
        third=organisation.third_colour,
    )
    palettes = theme.palettes()
    neutral, brand = palettes["default"], palettes["accent-1"]
    families = [stack.split("'")[1] for stack in FONTS[theme.fonts][:2]]
    return {
        "colours": {
            "ink": neutral["color-document"],
            "subtle": neutral["color-subtle"],
            "line": neutral["border-default"],
            "cut": neutral["border-default"],
            "brand": brand["color-default"],
            "tint": brand["bg-subtle"],
        },
        "fonts": {"text": families[0], "heading": families[1]},
    }


def qr_code(address: str) -> str:
    """The address as a QR code in SVG, to be read from paper that was folded or smudged."""
    return segno.make(address, error="m", micro=False).svg_inline(border=0)
