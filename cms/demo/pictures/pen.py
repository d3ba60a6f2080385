"""Shapes with smooth edges: polygons, tapered strokes, curves. Coordinates are pixels of the picture."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from PIL import Image, ImageDraw

from cms.demo.pictures.palette import Colour, ramp

Point = tuple[float, float]


class Pen:
    """Draws on an enlarged part of the picture, which is averaged down afterwards: hence the smooth edges."""

    def __init__(self, image: Image.Image, origin: Point, scale: int) -> None:
        self._image, self._origin, self._scale = image, origin, scale
        self._draw = ImageDraw.Draw(image, "RGBA")

    def _at(self, points: Sequence[Point]) -> list[Point]:
        left, upper, scale = self._origin[0], self._origin[1], self._scale
        return [((x - left) * scale, (y - upper) * scale) for x, y in points]

    def polygon(self, points: Sequence[Point], colour: Colour, alpha: float = 1.0) -> None:
        """A filled shape."""
        if len(points) > 2:
            self._draw.polygon(self._at(points), fill=(*colour, round(255 * alpha)))

    def rectangle(
        self, left: float, upper: float, right: float, lower: float, colour: Colour, alpha: float = 1.0
    ) -> None:
        """A filled rectangle; at least a hair wide and high."""
        (x0, y0), (x1, y1) = self._at([(left, upper), (right, lower)])
        if x1 >= x0 and y1 >= y0:
            self._draw.rectangle((x0, y0, max(x0, x1 - 1), max(y0, y1 - 1)), fill=(*colour, round(255 * alpha)))

    def ellipse(self, x: float, y: float, across: float, down: float, colour: Colour, alpha: float = 1.0) -> None:
        """A filled ellipse around a point; `across` and `down` are half-axes."""
        (x0, y0), (x1, y1) = self._at([(x - across, y - down), (x + across, y + down)])
        if x1 >= x0 and y1 >= y0:
            self._draw.ellipse((x0, y0, x1, y1), fill=(*colour, round(255 * alpha)))

    def stroke(
        self, points: Sequence[Point], colour: Colour, start: float, end: float | None = None, alpha: float = 1.0
    ) -> None:
        """A line that changes its width from `start` to `end`. Thinner than the finest line, it gets paler."""
        last = start if end is None else end
        finest = 1.0 / self._scale
        widest = max(start, last)
        if widest < finest:
            alpha, start, last = alpha * max(0.15, widest / finest), finest, finest
        self.polygon(outline(points, start, last), colour, alpha)

    def gradient(self, points: Sequence[Point], colours: Sequence[Colour], *, sideways: bool = False) -> None:
        """A shape whose colour runs from its upper to its lower edge, or from left to right."""
        placed = self._at(points)
        xs, ys = [p[0] for p in placed], [p[1] for p in placed]
        left, upper = max(0, int(min(xs))), max(0, int(min(ys)))
        right, lower = min(self._image.width, int(max(xs)) + 1), min(self._image.height, int(max(ys)) + 1)
        if right <= left or lower <= upper:
            return
        length = int(max(xs)) + 1 - int(min(xs)) if sideways else int(max(ys)) + 1 - int(min(ys))
        run = np.rint(ramp(colours, max(2, min(256, length)))).astype(np.uint8)
        size = (int(max(xs)) + 1 - int(min(xs)), int(max(ys)) + 1 - int(min(ys)))
        strip = Image.fromarray(run[None, :, :] if sideways else run[:, None, :])
        cut = (left - int(min(xs)), upper - int(min(ys)), right - int(min(xs)), lower - int(min(ys)))
        part = (
            cut[0] * strip.width / size[0],
            cut[1] * strip.height / size[1],
            cut[2] * strip.width / size[0],
            cut[3] * strip.height / size[1],
        )
        fill = strip.resize((right - left, lower - upper), Image.Resampling.BILINEAR, part)
        mask = Image.new("L", fill.size)
        ImageDraw.Draw(mask).polygon([(x - left, y - upper) for x, y in placed], fill=255)
        self._image.paste(fill, (left, upper), mask)


def outline(points: Sequence[Point], start: float, end: float | None = None) -> list[Point]:
    """The two sides of a line as one closed shape; it may taper from one width to another."""
    line = np.asarray(points, dtype=np.float64)
    along = np.gradient(line, axis=0)
    length = np.maximum(1e-9, np.hypot(along[:, 0], along[:, 1]))
    across = np.stack([-along[:, 1] / length, along[:, 0] / length], axis=1)
    half = np.linspace(start / 2, (start if end is None else end) / 2, len(line))[:, None]
    both = np.concatenate([line + across * half, (line - across * half)[::-1]])
    return [(float(x), float(y)) for x, y in both]


def curve(*knots: Point, count: int = 14) -> list[Point]:
    """A Bézier curve of any degree through its control points; starts at the first, ends at the last."""
    at = np.linspace(0, 1, count)[:, None]
    level = [np.asarray(knot, dtype=np.float64)[None, :] for knot in knots]
    while len(level) > 1:
        level = [a + (b - a) * at for a, b in pairwise(level)]
    return [(float(x), float(y)) for x, y in level[0]]


def smooth(points: Sequence[Point], count: int = 8, *, closed: bool = True) -> list[Point]:
    """A soft line through all points (Catmull-Rom)."""
    knots = np.asarray(points, dtype=np.float64)
    if closed:
        knots = np.concatenate([knots[-1:], knots, knots[:2]])
    else:
        knots = np.concatenate([2 * knots[:1] - knots[1:2], knots, 2 * knots[-1:] - knots[-2:-1]])
    at = np.linspace(0, 1, count, endpoint=False)[:, None]
    runs = []
    for a, b, c, d in zip(knots, knots[1:], knots[2:], knots[3:], strict=False):
        runs.append(
            0.5 * (2 * b + (c - a) * at + (2 * a - 5 * b + 4 * c - d) * at**2 + (3 * b - a - 3 * c + d) * at**3)
        )
    if not closed:
        runs.append(knots[-2:-1])
    return [(float(x), float(y)) for x, y in np.concatenate(runs)]


def oval(x: float, y: float, across: float, down: float, turn: float = 0.0, count: int = 28) -> list[Point]:
    """Points around an ellipse, turned by radians."""
    angle = np.linspace(0, 2 * np.pi, count, endpoint=False)
    flat, up = np.cos(angle) * across, np.sin(angle) * down
    xs = x + flat * np.cos(turn) - up * np.sin(turn)
    ys = y + flat * np.sin(turn) + up * np.cos(turn)
    return [(float(a), float(b)) for a, b in zip(xs, ys, strict=True)]


def placed(points: Sequence[Point], x: float, y: float, size: float, *, mirrored: bool = False) -> list[Point]:
    """Points drawn in a small coordinate system of their own (y up), brought to a place and a size."""
    side = -1 if mirrored else 1
    return [(x + side * px * size, y - py * size) for px, py in points]
