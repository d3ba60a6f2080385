"""Coffee on the plateau."""

from __future__ import annotations

import math

import numpy as np

from cms.demo.pictures.canvas import Canvas
from cms.demo.pictures.contours import Slope, lay_bands, profile
from cms.demo.pictures.noise import Field, waves
from cms.demo.pictures.palette import Colour, Palette
from cms.demo.pictures.pen import Pen, Point, curve
from cms.demo.pictures.people import bending, walker
from cms.demo.pictures.plants import tree
from cms.demo.pictures.scene import Scene
from cms.demo.pictures.shapes import Thing
from cms.demo.pictures.sky import birds, mist, paint_sky, weather
from cms.demo.pictures.terrain import range_layers


def _coffee_table(palette: Palette, depth: float) -> np.typing.NDArray[np.uint32]:
    """Round bushes in rows on red basalt soil."""
    bands = []
    for leaf in ((46, 112, 62), (58, 126, 66), (40, 100, 58)):
        soil = palette.thing((176, 82, 48), depth, 0.15)
        bands.append(
            (
                soil,
                palette.thing((132, 56, 38), depth, -0.3),
                palette.thing(leaf, depth, -0.5),
                palette.thing(leaf, depth, 0.55),
                palette.thing(leaf, depth, 0.1),
                soil,
            )
        )
    return profile(bands, (0.0, 0.14, 0.26, 0.62, 0.8, 1.0))


def coffee(canvas: Canvas) -> None:
    """Rows of coffee on red hills; branches heavy with cherries close by."""
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    horizon = canvas.height * canvas.pick(0.38, 0.44)
    paint_sky(canvas, horizon + 0.04 * unit, sun_x=canvas.pick(0.2, 0.8), sun_size=0.042)
    weather(canvas, horizon, 0.5)
    range_layers(
        canvas,
        horizon + 0.06 * unit,
        [(92, 104, 134), (80, 112, 116), (72, 112, 88)],
        rise=0.2,
        spread=0.14,
        nearest=0.45,
        below=0.5,
    )
    span = canvas.height - horizon
    plans = ((0.06, 0.07, 1.3, 12.0, 0.4), (0.24, 0.09, 1.0, 11.0, 0.16), (0.52, 0.08, 0.7, 7.0, 0.0))
    hills = []
    for share, rise, cells, _, _ in plans:
        line = waves(rng, canvas.width, cells * canvas.width / unit, 4, 0.35)
        hills.append(np.asarray(np.float32(horizon + share * span) - line * np.float32(rise * unit), np.float32))
    for number, (_, _, _, rows, depth) in enumerate(plans):
        bottom = float(hills[number + 1].max()) + 4 if number < 2 else float(canvas.height)
        slope = Slope(hills[number], bottom, rows, 1.0, 2.0, 2.0, 0.22, follow=0.9)
        lay_bands(canvas, slope, _coffee_table(palette, depth), light=0.4, air=(depth * 0.2, depth * 0.8), grain=0.16)
        for x in rng.uniform(0, canvas.width, round(2.6 * canvas.width / unit)):
            size = unit * (0.07 + 0.045 * number) * rng.uniform(0.7, 1.2)
            shapes = tree(palette, rng, (72, 124, 70), depth, sun=1.0 if canvas.sun[0] > x else -1.0)
            Thing(shapes, float(x), float(hills[number][int(x)]) + 0.15 * size, size, reach=1.1).place(canvas)
        if number < 2:
            mist(canvas, float(np.median(hills[number + 1])), 0.06, 0.45)
    _harvesters(canvas, hills[2])
    blossom = rng.uniform() < 0.3
    for x, side in ((-0.04 * unit, 1.0), (canvas.width + 0.04 * unit, -1.0)):
        for lift in (0.98, 0.8) if side > 0 else (1.02, 0.86):
            _coffee_branch(canvas, (x, lift * canvas.height), side, canvas.pick(0.46, 0.62) * unit, blossom=blossom)
    birds(canvas, 6, canvas.pick(0.2, 0.8) * canvas.width, 0.4 * horizon, 0.08)
    canvas.finish()


def _harvesters(canvas: Canvas, tops: Field) -> None:
    rng, unit, palette = canvas.rng, canvas.unit, canvas.palette
    things = []
    for x in rng.uniform(0.25, 0.75, 2 + round(1.5 * canvas.aspect)) * canvas.width:
        edge = float(tops[int(x)])
        foot = edge + rng.uniform(0.15, 0.45) * (canvas.height - edge)
        cloth = ((206, 62, 70), (58, 92, 160), (238, 184, 74), (240, 234, 222))[int(rng.integers(4))]
        shapes = bending(palette, cloth) if rng.uniform() < 0.6 else walker(palette, cloth)
        things.append(
            Thing(shapes, float(x), foot, unit * (0.1 + 0.12 * (foot - edge) / unit), bool(rng.integers(2)), 1.2)
        )
    for thing in sorted(things, key=lambda one: one.y):
        thing.place(canvas)


def _coffee_branch(canvas: Canvas, start: Point, side: float, length: float, *, blossom: bool) -> None:
    """A near branch: glossy paired leaves, cherries (or white flowers) crowded at each joint."""
    rng, palette = canvas.rng, canvas.palette
    rise = rng.uniform(0.25, 0.5)
    end = (start[0] + side * length, start[1] - rise * length)
    spine = curve(start, (start[0] + side * 0.5 * length, start[1] - 0.75 * rise * length), end, count=9)
    ripe: tuple[Colour, ...] = ((206, 36, 40), (226, 58, 40), (176, 28, 44), (232, 132, 48), (118, 152, 62))
    with canvas.pen(
        (
            min(start[0], end[0]) - 0.3 * length,
            end[1] - 0.4 * length,
            max(start[0], end[0]) + 0.3 * length,
            start[1] + 0.4 * length,
        )
    ) as pen:
        pen.stroke(spine, palette.thing((96, 76, 54), 0.0, -0.2), 0.022 * length, 0.008 * length)
        for number, (x, y) in enumerate(spine[1:]):
            size = length * (0.3 - 0.012 * number) * rng.uniform(0.85, 1.1)
            for turn in (-1, 1):
                _coffee_leaf(
                    pen,
                    palette,
                    (x, y),
                    -turn * rng.uniform(0.75, 1.15) + (0 if side > 0 else math.pi) - 0.25 * side,
                    size,
                    lit=0.35 if turn > 0 else -0.35,
                )
        for x, y in spine[1:-1]:
            for _ in range(9):
                dx, dy = rng.normal(0, 0.03 * length, 2)
                radius = 0.021 * length * rng.uniform(0.85, 1.15)
                if blossom:
                    for petal in range(5):
                        angle = petal * 2 * math.pi / 5 + dx
                        pen.ellipse(
                            x + dx + radius * math.cos(angle),
                            y + dy + radius * math.sin(angle),
                            0.7 * radius,
                            0.5 * radius,
                            palette.thing((250, 248, 240), 0.0, 0.5),
                        )
                    continue
                colour = ripe[int(rng.integers(len(ripe)))]
                pen.ellipse(x + dx, y + dy, radius, radius * 1.06, palette.thing(colour, 0.0, -0.55))
                pen.ellipse(
                    x + dx - 0.1 * radius,
                    y + dy - 0.1 * radius,
                    0.84 * radius,
                    0.88 * radius,
                    palette.thing(colour, 0.0, 0.15),
                )
                pen.ellipse(
                    x + dx - 0.32 * radius,
                    y + dy - 0.38 * radius,
                    0.24 * radius,
                    0.2 * radius,
                    palette.thing((255, 236, 224), 0.0, 0.5),
                    0.8,
                )


def _coffee_leaf(pen: Pen, palette: Palette, base: Point, angle: float, size: float, *, lit: float) -> None:
    tip = (base[0] + size * math.cos(angle), base[1] + size * math.sin(angle) + 0.12 * size)
    across = (-math.sin(angle), math.cos(angle))
    leaf: Colour = (44, 108, 62)

    def edge(aside: float) -> list[Point]:
        middle = (
            base[0] + 0.5 * (tip[0] - base[0]) + across[0] * aside * size,
            base[1] + 0.5 * (tip[1] - base[1]) + across[1] * aside * size,
        )
        return curve(base, middle, tip, count=12)

    spine = edge(0.03)
    pen.polygon([*edge(0.36), *spine[::-1]], palette.thing(leaf, 0.0, lit - 0.3))
    pen.polygon([*edge(-0.32), *spine[::-1]], palette.thing(leaf, 0.0, lit + 0.15))
    pen.stroke(spine, palette.thing((150, 186, 106), 0.0, lit), 0.018 * size, 0.006 * size)
    for share in (3, 5, 7, 9):
        for aside in (0.24, -0.22):
            vein = edge(aside)[share + 1]
            pen.stroke([spine[share], vein], palette.thing((118, 164, 92), 0.0, lit), 0.008 * size, 0.003 * size, 0.6)


SCENES: tuple[Scene, ...] = (
    Scene("coffee", "Coffee on the plateau", ("coffee", "plateau", "harvest", "agriculture", "highlands"),
          ("golden", "dawn", "noon", "jade", "dusk"), coffee),
)  # fmt: skip
