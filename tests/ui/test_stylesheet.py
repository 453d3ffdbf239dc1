"""One small stylesheet, all our own."""

import gzip
import re
from pathlib import Path

from portal.ui.build import LAYERS, OUTPUT, SOURCES, minify, stylesheet, write_if_changed
from portal.ui.theme import LINDE


def compressed(text: str) -> int:
    return len(gzip.compress(text.encode(), 9))


def test_it_is_small() -> None:
    assert compressed(stylesheet()) <= 14_000
    assert compressed(LINDE.css()) <= 1_500


def test_a_cold_visit_fits_the_budget() -> None:
    fonts = sum(
        (OUTPUT / "fonts" / f"{name}.woff2").stat().st_size
        for name in ("schreefloos-400", "schreefloos-600", "schreef-600")
    )
    script = (OUTPUT / "js" / "portal.js").read_text()
    assert compressed(script) <= 3_000
    page = 6_000
    total = fonts + page + compressed(script) + compressed(stylesheet()) + compressed(LINDE.css())
    assert total <= 100_000


def test_every_source_is_in_exactly_one_layer() -> None:
    listed = ["fonts", *(noun for nouns in LAYERS.values() for noun in nouns)]
    assert sorted(listed) == sorted(path.stem for path in SOURCES.glob("*.css"))


def test_it_asks_nothing_of_other_hosts() -> None:
    urls = re.findall(r"url\(([^)]*)\)", stylesheet() + LINDE.css())
    assert urls
    for url in urls:
        assert (OUTPUT / url.strip("\"'")).is_file(), url
    assert "@import" not in stylesheet()


def test_layers_decide_not_important() -> None:
    assert "important" not in stylesheet()


def test_colours_come_from_the_theme() -> None:
    """Three exceptions: behind a dialog, under a QR code, on paper, and the mask of the landscape."""
    assert re.findall(r"#[0-9a-f]{3,8}\b|rgb\([^)]*\)", stylesheet()) == [
        "rgb(0 0 0 / 0.5)",
        "#000",
        "#fff",
        "#fff",
    ]


def test_minifying_keeps_the_meaning() -> None:
    css = """/* note { } */
    .a > .b:hover,
    .c { width: calc(100% + 2px); content: "a  ; b"; }
    @media (min-width: 2rem) { a:is(b, c) { d: e } }"""
    assert minify(css) == (
        '.a>.b:hover,.c{width:calc(100% + 2px);content:"a  ; b"}'
        "@media (min-width: 2rem){a:is(b,c){d:e}}"
    )
    assert stylesheet().count("{") == stylesheet().count("}")


def test_a_second_build_writes_nothing(tmp_path: Path) -> None:
    target = tmp_path / "x.css"
    assert write_if_changed(target, "a") is True
    assert write_if_changed(target, "a") is False
    assert write_if_changed(target, "b") is True
    assert target.read_text() == "b"
