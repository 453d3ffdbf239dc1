"""Typeset letters and cards as accessible PDF (PDF/UA-1), with our own fonts and without network.

Everything that somebody wrote goes in as data, in memory: no code touches the disk, and no name can
be taken for markup.
"""

import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Mapping
from typing import Any

import segno
from django.conf import settings

from learning.organisation.models import Organisation
from portal.ui.theme import FONTS, LINDE, Theme

# Every Latin, Greek and Cyrillic letter: what our fonts, and those inside typst, can show. A single
# other sign would stop the whole file, and some scripts make typst 0.15 panic.
_UNKNOWN = re.compile(
    r"[^\x20-\x7e\xa0-\u04ff\u1e00-\u1eff\u2010-\u2027\u2030-\u203a\u20a0-\u20bf\u2190-\u22ff]"
)


class TypesettingFailed(Exception):
    """The typesetter made no file: it would not be accessible, or there was no room for it."""


def typeset(template: str, data: Mapping[str, Any]) -> bytes:
    """The PDF that a template, by its path in ``learning``, makes of the data.

    Raises TypesettingFailed. What the typesetter said is in it, but for what it quotes of the data.
    """
    done = subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "-m", "learning.enrolment.handout.typesetter", template],
        input=_showable(json.dumps(data, ensure_ascii=False)).encode(),
        capture_output=True,
        cwd=settings.BASE_DIR,
        check=False,
    )
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        quoted = re.compile(r"`[^`]*`|\"[^\"]*\"")
        raise TypesettingFailed(f"{done.returncode}: {quoted.sub('…', said)[:200]}")
    return done.stdout


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


def qr_code_on_screen(address: str) -> str:
    """The same for a page: black on white whatever its colours are, and as large as its place."""
    qr = segno.make(address, error="m", micro=False)
    return qr.svg_inline(border=3, light="#fff", omitsize=True)
