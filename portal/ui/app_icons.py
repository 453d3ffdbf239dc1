"""Draw the icons of the portal on a phone, from its mark: ``python -m portal.ui.app_icons``.

Done once, when the mark changes; the pictures are kept with the code. A phone cuts a shape of its
own out of the maskable one, so the mark stands in the middle of that.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).resolve().parent / "static" / "ui" / "app"
GREEN, WARM, WHITE, CLEAR = "#0f5f50", "#e3a13f", "#ffffff", (0, 0, 0, 0)
SIDE = 40  # of the mark's drawing: static/ui/mark.svg
FINER = 4

Point = tuple[float, float]
CURVES: tuple[tuple[Point, Point, Point, Point], ...] = (
    ((11, 29), (11, 21), (15.5, 21.5), (19, 18)),
    ((19, 18), (22.5, 14.5), (21.5, 10), (29, 10)),
)


def draw(size: int, *, share: float, ground: str | tuple[int, ...]) -> Image.Image:
    """The mark, as this share of a square picture of so many pixels."""
    side = size * FINER
    scale = side * share / SIDE
    start = side * (1 - share) / 2
    picture = Image.new("RGBA", (side, side), ground)
    pen = ImageDraw.Draw(picture)

    def dot(at: Point, radius: float, colour: str) -> None:
        x, y = (start + scale * value for value in at)
        reach = scale * radius
        pen.ellipse((x - reach, y - reach, x + reach, y + reach), fill=colour)

    dot((20, 20), 17, GREEN)
    for point in _way():
        dot(point, 1.2, WHITE)
    dot((11, 29), 3.2, WARM)
    dot((29, 10), 3.2, WARM)
    return picture.resize((size, size), Image.Resampling.LANCZOS)


def _way(steps: int = 600) -> Iterator[Point]:
    for a, b, c, d in CURVES:
        for step in range(steps + 1):
            t = step / steps
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
            points = (a, b, c, d)
            yield (
                sum(weight * point[0] for weight, point in zip(weights, points, strict=True)),
                sum(weight * point[1] for weight, point in zip(weights, points, strict=True)),
            )


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, picture in {
        "icon-192": draw(192, share=1.1, ground=CLEAR),
        "icon-512": draw(512, share=1.1, ground=CLEAR),
        "maskable-512": draw(512, share=0.85, ground=GREEN),
        "touch-180": draw(180, share=0.95, ground=GREEN).convert("RGB"),
    }.items():
        picture.save(FOLDER / f"{name}.png", optimize=True)
