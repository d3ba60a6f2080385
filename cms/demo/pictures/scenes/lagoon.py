"""Still shallow water: a lagoon at sunset, salt fields."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

from cms.demo.pictures.canvas import Canvas
from cms.demo.pictures.palette import Colour, mix
from cms.demo.pictures.pen import Point, curve, outline
from cms.demo.pictures.people import bending, carrier, rower
from cms.demo.pictures.scene import Scene
from cms.demo.pictures.shapes import Shape, Thing, flat
from cms.demo.pictures.sky import birds, mist, paint_sky, streaks, weather
from cms.demo.pictures.terrain import lay, range_coat, ridge, slopes
from cms.demo.pictures.vessels import sampan
from cms.demo.pictures.water import glitter, mirror, ripple, tint

CLOTHS: tuple[Colour, ...] = ((196, 64, 84), (60, 106, 160), (240, 236, 222), (232, 164, 60), (92, 72, 130))


def lagoon_sunset(canvas: Canvas) -> None:
    """Sampans and dip nets on a still lagoon under a great sun."""
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    horizon = canvas.height * canvas.pick(0.48, 0.56)
    paint_sky(canvas, horizon, sun_x=canvas.pick(0.25, 0.75), sun_size=canvas.pick(0.085, 0.13))
    streaks(canvas, horizon, canvas.pick(0.5, 0.75))
    tops = ridge(canvas, horizon - 0.05 * unit, 0.05, 1.2, gain=0.45)
    lay(
        canvas,
        np.minimum(tops, horizon - 1),
        horizon,
        range_coat(canvas, (80, 92, 112), 0.6),
        slopes(canvas, tops, horizon),
    )
    things: list[Thing] = []
    for x, below, size in zip(
        rng.uniform(0.04, 0.96, 9) * canvas.width,
        np.sort(rng.uniform(0.02, 0.4, 9)),
        rng.uniform(0.85, 1.15, 9),
        strict=True,
    ):
        depth = float(max(0.0, 0.4 - below))
        scale = unit * (0.08 + 0.62 * below) * size
        foot = horizon + below * unit * (1.5 if canvas.tall else 1.0)
        shapes = _rowing(canvas, depth)
        things.append(Thing(shapes, float(x), float(foot), float(scale), bool(rng.integers(2)), 1.0))
    for below, size in ((0.04, 0.12), (0.1, 0.2), (0.26, 0.4)):
        x = canvas.pick(0.08, 0.92) * canvas.width
        things.append(
            Thing(
                _dip_net(canvas, 0.25 - 0.7 * below), x, horizon + below * unit, size * unit, bool(rng.integers(2)), 1.1
            )
        )
    mirror(canvas, horizon, squash=1.0)
    tint(canvas, horizon, mix(palette.shadow, palette.sky[0], 0.5), 0.05, 0.55)
    for thing in things:
        thing.reflect(canvas, strength=0.75)
    ripple(canvas, horizon, strength=0.5)
    glitter(canvas, horizon, width=0.1)
    for thing in sorted(things, key=lambda one: one.y):
        thing.place(canvas)
    mist(canvas, horizon, 0.03, 0.4)
    birds(canvas, 16, canvas.sun[0], canvas.sun[1] - 0.05 * unit, 0.14)
    canvas.finish(bloom=0.26)


def _rowing(canvas: Canvas, depth: float) -> list[Shape]:
    figure = rower(canvas.palette, CLOTHS[int(canvas.rng.integers(5))], depth)
    small = [
        Shape(
            [(0.3 + 0.42 * px, 0.05 + 0.42 * py) for px, py in shape.points], shape.colours, shape.alpha, shape.sideways
        )
        for shape in figure
    ]
    return [*small, *sampan(canvas.palette, depth, awning=bool(canvas.rng.uniform() < 0.4))]


def _dip_net(canvas: Canvas, depth: float) -> list[Shape]:
    """A square net on bent poles hanging from a boom, height about 1."""
    wood = canvas.palette.thing((70, 50, 44), depth, -0.3)
    net = canvas.palette.thing((190, 180, 160), depth, 0.2)
    shapes = [
        flat(outline([(0.5, -0.05), (0.42, 0.5)], 0.018), wood),
        flat(outline([(0.62, -0.05), (0.42, 0.5)], 0.018), wood),
    ]
    shapes.append(flat(outline([(0.66, 0.28), (-0.1, 0.98)], 0.02, 0.01), wood))
    corners: list[Point] = [(-0.5, 0.34), (-0.08, 0.42), (0.3, 0.34), (-0.12, 0.24)]
    shapes.append(
        flat(
            [
                corners[0],
                corners[1],
                corners[2],
                *curve(corners[2], (0.1, 0.1), corners[3]),
                *curve(corners[3], (-0.3, 0.12), corners[0]),
            ],
            net,
            0.3,
        )
    )
    shapes += [
        flat(outline(curve((-0.1, 0.96), (corner[0] * 0.7 - 0.03, 0.72), corner), 0.01, 0.006), wood)
        for corner in corners
    ]
    for share in np.linspace(0.1, 0.9, 7):
        a = (
            corners[0][0] + (corners[3][0] - corners[0][0]) * share,
            corners[0][1] + (corners[3][1] - corners[0][1]) * share,
        )
        b = (
            corners[1][0] + (corners[2][0] - corners[1][0]) * share,
            corners[1][1] + (corners[2][1] - corners[1][1]) * share,
        )
        shapes.append(
            flat(outline(curve(a, ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2 - 0.1), b, count=8), 0.004), net, 0.6)
        )
    return shapes


def salt_fields(canvas: Canvas) -> None:
    """Salt pans mirroring the sky, white heaps, workers with shoulder poles."""
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    horizon = canvas.height * canvas.pick(0.36, 0.42)
    paint_sky(canvas, horizon, sun_x=canvas.pick(0.2, 0.8), sun_size=0.05)
    weather(canvas, horizon, canvas.pick(0.5, 0.75))
    for number, colour in enumerate(((92, 104, 128), (88, 112, 116))):
        tops = ridge(canvas, horizon - (0.07 - 0.03 * number) * unit, 0.05, 1.3, gain=0.45)
        lay(
            canvas,
            np.minimum(tops, horizon - 1),
            horizon,
            range_coat(canvas, colour, 0.62 - 0.15 * number),
            slopes(canvas, tops, horizon),
        )
    mirror(canvas, horizon, squash=0.62)
    ripple(canvas, horizon, strength=0.2, sheen=0.4)
    glitter(canvas, horizon, strength=0.55, width=0.1)
    _pans(canvas, horizon)
    span = canvas.height - horizon
    things = []
    for share in (0.12, 0.2, 0.34, 0.52, 0.74):
        for _ in range(max(1, round((0.9 - share) * 2 * canvas.aspect))):
            x = canvas.pick(0.04, 0.96) * canvas.width
            things.append(
                Thing(
                    _heap(canvas, 0.35 * (1 - share)),
                    x,
                    horizon + (share + 0.02) * span,
                    unit * (0.03 + 0.15 * share),
                    reach=1.2,
                )
            )
        figure = (
            carrier(palette, CLOTHS[int(rng.integers(5))], (246, 246, 246), 0.3 * (1 - share))
            if rng.uniform() < 0.6
            else bending(palette, CLOTHS[int(rng.integers(5))], 0.3 * (1 - share))
        )
        things.append(
            Thing(
                figure,
                canvas.pick(0.1, 0.9) * canvas.width,
                horizon + (share + 0.05) * span,
                unit * (0.05 + 0.2 * share),
                bool(rng.integers(2)),
                1.2,
            )
        )
    for thing in things:
        thing.reflect(canvas, strength=0.4, squash=0.7)
    for thing in sorted(things, key=lambda one: one.y):
        thing.place(canvas)
    mist(canvas, horizon, 0.025, 0.4)
    canvas.finish()


def _pans(canvas: Canvas, horizon: float) -> None:
    """Earth banks in perspective; some pans are drained and white with salt."""
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    middle = canvas.width * canvas.pick(0.35, 0.65)
    levels = [horizon + (canvas.height - horizon) * share for share in (0.03, 0.065, 0.115, 0.19, 0.3, 0.46, 0.7, 1.05)]
    bank, salt = palette.thing((134, 104, 78), 0.05, -0.1), palette.thing((244, 240, 234), 0.0, 0.5)

    def across(number: float, y: float) -> float:
        return middle + number * 0.62 * unit * ((y - horizon) / (canvas.height - horizon) + 0.015)

    count = math.ceil(canvas.width / unit / 0.04)
    with canvas.pen((0, horizon, canvas.width, canvas.height)) as pen:
        for upper, lower in pairwise(levels):
            for number in range(-count, count):
                quad = [
                    (across(number, upper), upper),
                    (across(number + 1, upper), upper),
                    (across(number + 1, lower), lower),
                    (across(number, lower), lower),
                ]
                if (
                    quad[2][0] < 0
                    or quad[3][0] > canvas.width
                    or quad[1][0] < -unit
                    or quad[0][0] > canvas.width + unit
                ):
                    continue
                kind = rng.uniform()
                if kind < 0.28:
                    pen.polygon(quad, salt, float(rng.uniform(0.35, 0.75)))
                elif kind < 0.55:
                    pen.polygon(quad, mix(palette.sky[0], palette.shadow, 0.3), float(rng.uniform(0.1, 0.35)))
        for y in levels[:-1]:
            wide = unit * (0.003 + 0.016 * (y - horizon) / (canvas.height - horizon))
            pen.rectangle(0, y - wide / 2, canvas.width, y + wide / 2, bank)
            pen.rectangle(0, y - wide / 2, canvas.width, y - wide / 6, palette.thing((206, 178, 140), 0.05, 0.4))
        for number in range(-count, count):
            a, b = (across(number, levels[0]), levels[0]), (across(number, levels[-1]), levels[-1])
            pen.stroke([a, b], bank, 0.003 * unit, 0.024 * unit)


def _heap(canvas: Canvas, depth: float) -> list[Shape]:
    palette = canvas.palette
    white: Colour = (250, 248, 244)
    cone = curve((-0.62, 0.0), (-0.22, 0.34), (0.0, 1.1), (0.22, 0.34), (0.62, 0.0), count=18)
    side = 1 if canvas.sun[0] > canvas.width / 2 else -1
    shaded = curve(
        (-0.62 * side, 0.0), (-0.22 * side, 0.34), (0.0, 0.98), (-0.02 * side, 0.4), (0.1 * side, 0.0), count=16
    )
    return [
        Shape(cone, (palette.thing(white, depth, 0.7), palette.thing(white, depth, 0.35))),
        flat(shaded, palette.thing((176, 186, 206), depth, -0.2), 0.55),
    ]


SCENES: tuple[Scene, ...] = (
    Scene("lagoon_sunset", "Boats on the lagoon at sunset", ("lagoon", "sampan", "sunset", "fishing nets"),
          ("dusk", "golden", "dawn", "lotus", "dusk"), lagoon_sunset),
    Scene("salt_fields", "Salt fields", ("salt", "coast", "work", "craft", "people"),
          ("dawn", "dusk", "golden", "noon", "lotus"), salt_fields),
)  # fmt: skip
