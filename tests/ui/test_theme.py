"""House styles: every pair readable, nothing of a user in the stylesheet."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.ui.build import stylesheet
from portal.ui.colour import contrast, from_oklch, parse_hex, to_oklch
from portal.ui.theme import FONTS, LINDE, PAPERS, RADII, Theme, check, theme_digest

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@given(colours)
def test_a_colour_survives_the_way_there_and_back(colour: str) -> None:
    back = from_oklch(*to_oklch(colour))
    assert all(abs(int(colour[i : i + 2], 16) - int(back[i : i + 2], 16)) <= 1 for i in (1, 3, 5))


def test_linde_is_readable_in_light_and_dark() -> None:
    assert check(LINDE) == []


@pytest.mark.parametrize("brand", ["#ffc800", "#ffffff", "#000000", "#00ff00", "#9b1b3f"])
@pytest.mark.parametrize("paper", PAPERS)
def test_a_difficult_brand_is_readable_too(brand: str, paper: str) -> None:
    theme = Theme(name="x", brand=brand, accent="#0b6fa4", third="#ffe600", paper=paper)
    assert check(theme) == []


@given(colours, colours, colours)
@settings(max_examples=25, deadline=None)
def test_any_three_colours_are_readable(brand: str, accent: str, third: str) -> None:
    assert check(Theme(name="x", brand=brand, accent=accent, third=third)) == []


def test_the_check_finds_what_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    palettes = LINDE.palettes()
    palettes["default"]["color-document"] = "#cccccc"
    monkeypatch.setattr(Theme, "palettes", lambda self, dark=False: palettes)
    assert any(pair.foreground == "default color-document" for pair in check(LINDE))


@pytest.mark.parametrize(
    "value", ["red", "#fff", "#12345g", "#123456;}", "url(x)", "", "#123456\n", "var(--x)"]
)
def test_only_six_hexadecimal_digits_are_a_colour(value: str) -> None:
    with pytest.raises(ValueError, match="#rrggbb"):
        parse_hex(value)
    with pytest.raises(ValueError, match="#rrggbb"):
        Theme(name="x", brand=value, accent="#e3a13f", third="#7b4a78")


@pytest.mark.parametrize("field", ["radius", "fonts", "paper"])
def test_choices_are_closed(field: str) -> None:
    with pytest.raises(ValueError, match=field):
        Theme(name="x", brand="#0f5f50", accent="#e3a13f", third="#7b4a78", **{field: "0}*{"})


def test_nothing_a_user_typed_reaches_the_stylesheet() -> None:
    theme = Theme(
        name="</style>*{display:none}", brand="#0F5F50", accent="#e3a13f", third="#7b4a78"
    )
    assert theme.css() == LINDE.css()
    assert theme_digest(theme) == theme_digest(LINDE)


def test_every_choice_changes_the_digest() -> None:
    base = {"name": "x", "brand": "#0f5f50", "accent": "#e3a13f", "third": "#7b4a78"}
    themes = [Theme(**base)]
    themes += [Theme(**base, radius=radius) for radius in RADII if radius != "round"]
    themes += [Theme(**base, fonts=fonts) for fonts in FONTS if fonts != "serif"]
    themes += [Theme(**base, paper=paper) for paper in PAPERS if paper != "sand"]
    themes += [Theme(**{**base, field: "#123456"}) for field in ("brand", "accent", "third")]
    assert len({theme_digest(theme) for theme in themes}) == len(themes) == 10


def test_the_theme_says_what_the_stylesheet_reads_and_no_more() -> None:
    said = set(re.findall(r"(--basis-[\w-]+):", LINDE.css()))
    read = set(re.findall(r"var\((--basis-[\w-]+)", stylesheet() + LINDE.css()))
    assert said == read


def test_dark_follows_the_device_and_can_be_asked_for() -> None:
    css = LINDE.css()
    assert '@media(prefers-color-scheme:dark){.portal-theme[data-colour-scheme="auto"]{' in css
    assert '.portal-theme[data-colour-scheme="dark"]{color-scheme:dark;' in css
