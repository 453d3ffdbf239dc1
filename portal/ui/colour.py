"""Colour arithmetic for the house style: OKLCH, sRGB and WCAG contrast. Standard library only."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

Channels = tuple[float, float, float]

_HEX = re.compile(r"#[0-9a-f]{6}\Z")


def parse_hex(value: str) -> str:
    """Return the colour as lower-case ``#rrggbb``.

    Raises ValueError for anything else: a colour ends up in a stylesheet, so nothing looser may pass.
    """
    colour = value.lower()
    if not _HEX.match(colour):
        raise ValueError(f"not a colour of the form #rrggbb: {value!r}")
    return colour


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _gamma(channel: float) -> float:
    return 12.92 * channel if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055


def _linear_rgb(colour: str) -> Channels:
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return red, green, blue


def to_oklch(colour: str) -> Channels:
    """Return lightness (0-1), chroma and hue (degrees) of ``#rrggbb``."""
    red, green, blue = _linear_rgb(colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def _oklch_to_linear(lightness: float, chroma: float, hue: float) -> Channels:
    a = chroma * math.cos(math.radians(hue))
    b = chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _in_gamut(lightness: float, chroma: float, hue: float) -> bool:
    return all(-1e-4 <= c <= 1.0001 for c in _oklch_to_linear(lightness, chroma, hue))


def from_oklch(lightness: float, chroma: float, hue: float) -> str:
    """Return ``#rrggbb``; a colour that screens cannot show loses chroma, never its hue."""
    low, high = (chroma, chroma) if _in_gamut(lightness, chroma, hue) else (0.0, chroma)
    for _ in range(20):
        if low == high:
            break
        middle = (low + high) / 2
        low, high = (middle, high) if _in_gamut(lightness, middle, hue) else (low, middle)
    channels = _oklch_to_linear(lightness, low, hue)
    return "#" + "".join(f"{round(_gamma(max(0.0, min(1.0, c))) * 255):02x}" for c in channels)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    red, green, blue = _linear_rgb(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio as WCAG 2 defines it, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable(
    oklch: Channels, grounds: Iterable[str], ratio: float, *, darker: bool
) -> tuple[str, float]:
    """Move the lightness until the colour has the contrast with every ground.

    Returns the colour and the lightness it got; black or white when nothing else will do.
    """
    lightness, chroma, hue = oklch
    limits = [luminance(ground) for ground in grounds]
    step = -0.004 if darker else 0.004
    while 0.0 < lightness < 1.0:
        colour = from_oklch(lightness, chroma, hue)
        own = luminance(colour)
        if all((max(own, o) + 0.05) / (min(own, o) + 0.05) >= ratio for o in limits):
            return colour, lightness
        lightness += step
    return ("#000000", 0.0) if darker else ("#ffffff", 1.0)
