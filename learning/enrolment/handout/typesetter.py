"""Typeset one file, in a process of its own: ``python -m learning.enrolment.handout.typesetter``.

The name of a template is its argument; the data comes in as JSON, the PDF goes out. typst keeps what
it has seen in memory, hundreds of megabytes for some hundreds of letters, and may panic: with this
process both are gone.
"""

import sys
from pathlib import Path
from typing import cast

import typst

from portal.ui.theme import FONT_FILES

TEMPLATES = Path(__file__).parents[2]
"""Each subject keeps its own sheets; they are named from here: ``enrolment/handout/sheets/letters.typ``."""


def compile_pdf(template: str, data: str) -> bytes:
    """The accessible PDF (PDF/UA-1) that a template makes of the data, which is JSON.

    Raises typst.TypstError where the result would not be accessible.
    """
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[FONT_FILES])
    compiler = typst.Compiler(
        TEMPLATES / template, root=TEMPLATES, font_paths=fonts, sys_inputs={"data": data}
    )
    return cast(bytes, compiler.compile(pdf_standards=["ua-1"]))


if __name__ == "__main__":
    sys.stdout.buffer.write(compile_pdf(sys.argv[1], sys.stdin.buffer.read().decode()))
