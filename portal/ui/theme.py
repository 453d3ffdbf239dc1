"""House style: from three colours and a few choices to design tokens with contrast enforced.

The names are the ``--basis-*`` tokens of NL Design System, so that themes made for it load
unchanged. Only choices and ``#rrggbb`` colours go in; no text of a user reaches the stylesheet.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from portal.ui.colour import Channels, contrast, from_oklch, parse_hex, readable, to_oklch

Palette = dict[str, str]
Palettes = dict[str, Palette]

_SANS = "'Portaal Schreefloos', 'Segoe UI', system-ui, sans-serif"
_SERIF = "'Portaal Schreef', Georgia, serif"
_SYSTEM = "system-ui, 'Segoe UI', sans-serif"

# Body text, headings, weight of headings.
FONTS: Mapping[str, tuple[str, str, int]] = {
    "serif": (_SANS, _SERIF, 620),
    "sans": (_SANS, _SANS, 700),
    "system": (_SYSTEM, _SYSTEM, 700),
}
# Our own families for who typesets without a browser; see fonts.py.
FONT_FILES = Path(__file__).resolve().parent / "print_fonts"
# Small, medium, large; buttons and text boxes.
RADII: Mapping[str, tuple[str, str, str, str]] = {
    "square": ("0", "0", "0", "0"),
    "soft": ("2px", "4px", "6px", "4px"),
    "round": ("6px", "10px", "18px", "10px"),
}
# Hue and chroma of the paper and the greys.
PAPERS: Mapping[str, tuple[float, float]] = {
    "sand": (85, 0.011),
    "grey": (80, 0.003),
    "mist": (250, 0.006),
}
_STATE_COLOURS: Mapping[str, str] = {
    "positive": "#2f7d4f",
    "negative": "#b3261e",
    "warning": "#c77700",
    "info": "#1f6aa5",
}
# The colours that the stylesheet reads, and so all that a theme says: tests hold the two together.
_COLOUR_TOKENS = """
    accent-1-bg-active accent-1-bg-default accent-1-bg-subtle accent-1-border-subtle
    accent-1-color-default accent-1-inverse-bg-default accent-1-inverse-color-default
    accent-2-bg-default accent-2-bg-subtle accent-2-border-subtle accent-2-color-default
    accent-2-inverse-bg-default accent-3-bg-default accent-3-color-default
    action-1-border-default action-1-color-default action-1-inverse-bg-default
    action-1-inverse-bg-hover action-1-inverse-color-default
    default-bg-default default-bg-document default-bg-subtle default-border-default
    default-border-hover default-border-subtle default-color-document default-color-subtle
    info-bg-default info-color-default
    negative-bg-default negative-bg-subtle negative-border-default negative-color-default
    negative-inverse-bg-default negative-inverse-bg-hover negative-inverse-color-default
    positive-bg-default positive-color-default warning-bg-default warning-color-default
"""

_TEXT, _LARGE_OR_GRAPHIC = 4.5, 3.0


class LowContrast(NamedTuple):
    """A pair of tokens that cannot be told apart well enough."""

    scheme: str
    foreground: str
    background: str
    ratio: float
    needed: float


@dataclass(frozen=True)
class Theme:
    """The house style of one organisation.

    Raises ValueError for a colour that is not ``#rrggbb`` and for an unknown choice.
    """

    name: str
    brand: str  # buttons, progress, links
    accent: str  # warm second colour: attention, illustration
    third: str  # forum, avatars
    radius: str = "round"
    fonts: str = "serif"
    paper: str = "sand"

    def __post_init__(self) -> None:
        for field in ("brand", "accent", "third"):
            object.__setattr__(self, field, parse_hex(getattr(self, field)))
        for field, choices in (("radius", RADII), ("fonts", FONTS), ("paper", PAPERS)):
            if getattr(self, field) not in choices:
                raise ValueError(f"{field} is none of {', '.join(choices)}")

    def palettes(self, *, dark: bool = False) -> Palettes:
        """Return every palette of the light or the dark scheme, by slot."""
        hue, chroma = PAPERS[self.paper]
        brands = {
            "accent-1": self.brand,
            "accent-2": self.accent,
            "accent-3": self.third,
            **_STATE_COLOURS,
        }
        oklch = {name: to_oklch(colour) for name, colour in brands.items()}
        paper = (0.5, chroma, hue)
        palettes = {"default": _grounds(paper, dark=dark, neutral=True)}
        palettes |= {name: _grounds(base, dark=dark) for name, base in oklch.items()}
        # Text stands on its own tints, on paper, and links and notes on other tints too.
        tints = [
            palette[slot] for palette in palettes.values() for slot in ("bg-subtle", "bg-default")
        ]
        tints.append(palettes["default"]["bg-document"])
        for name, palette in palettes.items():
            neutral = name == "default"
            base = paper if neutral else oklch[name]
            palette |= _inks(palette, base, tints, dark=dark, neutral=neutral)
            if not neutral:
                palette |= _solid(base, dark=dark)
        palettes["action-1"] = palettes["accent-1"]
        return palettes

    def css(self) -> str:
        """Return the stylesheet: tokens for light, dark on request and dark by preference."""
        return _css(self)


LINDE = Theme(name="Linde", brand="#0f5f50", accent="#e3a13f", third="#7b4a78")


def theme_digest(theme: Theme) -> str:
    """Name of the generated stylesheet: changes when the theme or this generator changes."""
    return hashlib.sha256(theme.css().encode()).hexdigest()[:16]


def check(theme: Theme) -> list[LowContrast]:
    """Return the pairs that miss their WCAG contrast, in both schemes; empty is good."""
    return [
        LowContrast(scheme, foreground, background, round(ratio, 2), needed)
        for scheme in ("light", "dark")
        for palettes in (theme.palettes(dark=scheme == "dark"),)
        for foreground, background, needed in _pairs()
        if (ratio := _ratio(palettes, foreground, background)) < needed
    ]


def _ratio(palettes: Palettes, foreground: str, background: str) -> float:
    (front, front_slot), (back, back_slot) = foreground.split(" "), background.split(" ")
    return contrast(palettes[front][front_slot], palettes[back][back_slot])


def _pairs() -> Iterator[tuple[str, str, float]]:
    """Every foreground with each ground that the stylesheet puts it on."""
    paper = [f"default {slot}" for slot in ("bg-document", "bg-subtle", "bg-default")]
    accents = ("accent-1", "accent-2", "accent-3", *_STATE_COLOURS)
    tints = [f"{name} {slot}" for name in accents for slot in ("bg-subtle", "bg-default")]
    for ground in (*paper, *tints):
        yield "default color-document", ground, 7.0
        yield "default color-subtle", ground, _TEXT
        yield "accent-1 color-default", ground, _TEXT
    for name in accents:
        for ground in (*paper, f"{name} bg-subtle", f"{name} bg-default", f"{name} bg-active"):
            yield f"{name} color-default", ground, _TEXT
        for slot in ("bg-default", "bg-hover"):
            yield f"{name} inverse-color-default", f"{name} inverse-{slot}", _TEXT
    for name in ("default", "accent-1", "negative"):
        for ground in paper:
            yield f"{name} border-default", ground, _LARGE_OR_GRAPHIC


def _grounds(base: Channels, *, dark: bool, neutral: bool = False) -> Palette:
    """Backgrounds and the hairline."""
    _, chroma, hue = base

    def tone(lightness: float, share: float) -> str:
        return from_oklch(lightness, chroma if neutral else chroma * share, hue)

    if dark:
        return {
            "bg-document": tone(0.215, 0.24),
            "bg-subtle": tone(0.185 if neutral else 0.235, 0.26),
            "bg-default": tone(0.262, 0.34),
            "bg-active": tone(0.335, 0.46),
            "border-subtle": tone(0.37, 0.45),
        }
    return {
        "bg-document": "#ffffff" if neutral else tone(0.985, 0.08),
        "bg-subtle": tone(0.974, 0.13),
        "bg-default": tone(0.949, 0.24),
        "bg-active": tone(0.902, 0.42),
        "border-subtle": tone(0.875, 0.42),
    }


def _inks(
    grounds: Palette, base: Channels, tints: list[str], *, dark: bool, neutral: bool
) -> Palette:
    """Text and borders, moved until they read on every ground they may stand on."""
    _, chroma, hue = base

    def ink(lightness: float, share: float, on: list[str], ratio: float) -> tuple[str, float]:
        return readable((lightness, chroma * share, hue), on, ratio, darker=not dark)

    flat = [grounds["bg-document"], grounds["bg-default"], *tints]
    border, lightness = ink(0.5 if dark else 0.68, 0.7 if dark else 0.8, flat, 3.05)
    return {
        "border-default": border,
        "border-hover": from_oklch(lightness + (0.06 if dark else -0.06), chroma * 0.9, hue),
        "color-default": ink(
            0.74 if dark else 0.56, 0.85 if dark else 1, [grounds["bg-active"], *tints], 4.6
        )[0],
        "color-subtle": ink(0.72 if dark else 0.58, 1.1 if neutral else 0.75, flat, 4.9)[0],
        "color-document": ink(
            0.93 if dark else 0.31, 1.2 if neutral else 0.5, flat, 9 if dark else 10
        )[0],
    }


def _solid(base: Channels, *, dark: bool) -> Palette:
    """The full colour and the text on it; a pale brand gets dark text."""
    lightness, chroma, hue = base
    if dark:
        lightness, chroma = max(0.74, lightness), chroma * 0.9
    if lightness < 0.68:
        text = "#ffffff"
        ground, lightness = readable((lightness, chroma, hue), [text], 4.6, darker=True)
        hover = from_oklch(lightness - 0.055, chroma, hue)
    else:
        ground = from_oklch(lightness, chroma, hue)
        text, _ = readable((0.3, chroma * 0.5, hue), [ground], 6, darker=True)
        hover = from_oklch(min(0.97, lightness + 0.05), chroma, hue)
    return {
        "inverse-bg-default": ground,
        "inverse-bg-hover": hover,
        "inverse-color-default": text,
    }


@functools.lru_cache(maxsize=256)
def _css(theme: Theme) -> str:
    light = _block({**_colours(theme, dark=False), **_measures(theme)}, "light")
    dark = _block({**_colours(theme, dark=True), "box-shadow-md": _DARK_SHADOW}, "dark")
    return (
        f".portal-theme{{{light}}}"
        f'@media(prefers-color-scheme:dark){{.portal-theme[data-colour-scheme="auto"]{{{dark}}}}}'
        f'.portal-theme[data-colour-scheme="dark"]{{{dark}}}\n'
    )


def _block(tokens: Mapping[str, str], scheme: str) -> str:
    lines = [f"--basis-{name}:{value}" for name, value in tokens.items()]
    return ";".join([f"color-scheme:{scheme}", *lines])


def _colours(theme: Theme, *, dark: bool) -> dict[str, str]:
    slots = {
        f"{name}-{slot}": colour
        for name, palette in theme.palettes(dark=dark).items()
        for slot, colour in palette.items()
    }
    return {f"color-{token}": slots[token] for token in _COLOUR_TOKENS.split()}


_DARK_SHADOW = "0 1px 0 rgb(255 255 255/.04) inset"


def _measures(theme: Theme) -> dict[str, str]:
    small, medium, large, control = RADII[theme.radius]
    body, heading, heading_weight = FONTS[theme.fonts]
    ink = "var(--basis-color-default-color-document)"
    return {
        "border-radius-sm": small,
        "border-radius-md": medium,
        "border-radius-lg": large,
        "box-shadow-md": "0 1px 2px rgb(40 30 10/.05),0 8px 24px -12px rgb(40 30 10/.16)",
        "box-shadow-lg": "0 24px 60px -24px rgb(40 30 10/.3)",
        "focus-outline-color": ink,
        "focus-outline-offset": "2px",
        "focus-outline-width": "3px",
        "form-control-background-color": "var(--basis-color-default-bg-document)",
        "form-control-border-color": "var(--basis-color-default-border-default)",
        "form-control-border-radius": control,
        "form-control-border-width": "1.5px",
        "form-control-font-size": "max(1rem,var(--basis-text-font-size-md))",
        "form-control-hover-border-color": "var(--basis-color-default-border-hover)",
        "form-control-invalid-border-color": "var(--basis-color-negative-border-default)",
        "heading-color": ink,
        "heading-font-family": heading,
        "heading-font-weight": str(heading_weight),
        "page-max-inline-size": "76rem",
        "size-icon-sm": "1.125rem",
        "size-icon-md": "1.375rem",
        "text-font-family-default": body,
        "text-font-family-monospace": "ui-monospace,'Cascadia Mono','DejaVu Sans Mono',monospace",
        "text-font-size-sm": "1rem",
        "text-font-size-md": "1.125rem",
        "text-font-size-lg": "1.25rem",
        "text-font-size-xl": "1.4rem",
        "text-font-size-2xl": "clamp(1.5rem,1.35rem + .7vw,1.875rem)",
        "text-font-size-3xl": "clamp(1.75rem,1.5rem + 1.3vw,2.5rem)",
        "text-font-weight-bold": "650",
        "text-line-height-md": "1.55",
        "text-line-height-lg": "1.45",
        "text-line-height-2xl": "1.25",
        "text-line-height-3xl": "1.18",
    }
