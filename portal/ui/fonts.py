"""Make the fonts of the web and of print again: ``python -m portal.ui.fonts``.

Needs, in an environment of their own, the PyPI packages fonttools, brotli, font-source-sans-pro and
font-source-serif-pro; the portal itself runs without them, since the result is kept in
static/ui/fonts and, for letters, in print_fonts. The families get names of our own because "Source"
is a reserved font name.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).resolve().parent / "static" / "ui" / "fonts"
FOR_PRINT = Path(__file__).resolve().parent / "print_fonts"
# Package, file, new family, new file.
FONTS = (
    ("sans", "SourceSansPro-Regular", "Portaal Schreefloos", "schreefloos-400"),
    ("sans", "SourceSansPro-It", "Portaal Schreefloos", "schreefloos-400i"),
    ("sans", "SourceSansPro-Semibold", "Portaal Schreefloos", "schreefloos-600"),
    ("serif", "SourceSerifPro-Regular", "Portaal Schreef", "schreef-400"),
    ("serif", "SourceSerifPro-Semibold", "Portaal Schreef", "schreef-600"),
)
# Latin and Latin Extended-A, for every name in a town hall, with typographic marks and arrows.
CHARACTERS = (
    "20-7E,A0-17F,18F,192,1FA-1FF,218-21B,2C6,2DA,2DC,2010-2015,2018-201E,2020-2022,2026,2030,"
    "2032,2033,2039,203A,20AC,2122,2190-2193,2212,FB01,FB02"
)
FEATURES = ["kern", "liga", "locl", "mark", "mkmk", "ccmp", "tnum", "lnum", "pnum"]
FAMILY_NAMES, UNIQUE_NAMES = (1, 4, 16), (3, 6)


def make(package: str, source: str, family: str, target: str) -> Path:
    """Write one subset as woff2 and return its path."""
    spec = find_spec(f"font_source_{package}_pro")
    if spec is None or spec.origin is None:
        raise SystemExit(f"font-source-{package}-pro is not installed here")
    options = subset.Options(
        flavor="woff2", layout_features=FEATURES, hinting=False, recalc_timestamp=False
    )
    options.name_IDs = [*range(8), 13, 14]
    font = subset.load_font(str(Path(spec.origin).parent / "files" / f"{source}.ttf"), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=subset.parse_unicodes(CHARACTERS))
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in FAMILY_NAMES:
            record.string = family
        elif record.nameID in UNIQUE_NAMES:
            record.string = family.replace(" ", "") + "-" + target.rsplit("-", 1)[1]
    path = FOLDER / f"{target}.woff2"
    subset.save_font(font, str(path), options)
    return path


def unpack(web_font: Path) -> Path:
    """Write the same font as TrueType, which is what typesetters read, and return its path."""
    path = FOR_PRINT / web_font.with_suffix(".ttf").name
    font = TTFont(web_font, recalcTimestamp=False)
    font.flavor = None
    font.save(path)
    return path


if __name__ == "__main__":
    paths = [make(*font) for font in FONTS]
    for made in [*paths, *map(unpack, paths)]:
        sys.stdout.write(f"{made.name}: {made.stat().st_size} bytes\n")
