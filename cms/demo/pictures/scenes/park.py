"""New economy: a high-tech park with its solar panels, wind turbines on the plateau."""

from __future__ import annotations

import math

import numpy as np

from cms.demo.pictures.canvas import Canvas
from cms.demo.pictures.engineering import turbine
from cms.demo.pictures.noise import Field
from cms.demo.pictures.palette import Colour, mix, shift
from cms.demo.pictures.pen import Point
from cms.demo.pictures.people import walker
from cms.demo.pictures.plants import grasses, tree
from cms.demo.pictures.scene import Scene
from cms.demo.pictures.shapes import Thing
from cms.demo.pictures.sky import birds, mist, paint_sky, rays, weather
from cms.demo.pictures.terrain import Coat, lay, range_layers, ridge, slopes

LIT: Colour = (255, 222, 150)


def wind_plateau(canvas: Canvas) -> None:
    """Turbines on open downs, a sandy track leading up to them."""
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    horizon = canvas.height * canvas.pick(0.56, 0.62)
    paint_sky(canvas, horizon, sun_x=canvas.pick(0.15, 0.85), sun_size=0.045)
    weather(canvas, horizon, canvas.pick(0.45, 0.65))
    sun = 1.0 if canvas.sun[0] > canvas.width / 2 else -1.0
    ranges: list[Colour] = [(92, 108, 128), (84, 116, 112), (78, 122, 90)]
    range_layers(canvas, horizon + 0.08 * unit, ranges, rise=0.2, spread=0.1, nearest=0.5, below=0.3)
    green: tuple[Colour, ...] = ((116, 158, 72), (126, 164, 66), (102, 148, 60))
    straw: tuple[Colour, ...] = ((186, 164, 92), (196, 170, 84), (170, 148, 74))
    grass = green if rng.uniform() < 0.6 else straw
    span, turn = canvas.height - horizon, canvas.pick(0, 2)
    for number, (share, depth, size) in enumerate(((0.08, 0.42, 0.24), (0.3, 0.22, 0.4), (0.62, 0.05, 0.62))):
        tops = ridge(canvas, horizon + share * span, 0.05 + 0.015 * number, 1.1, octaves=4, gain=0.3)
        count = max(1, round((5, 3, 1.4)[number] * canvas.aspect / 1.3))
        for mast in range(count):
            x = (mast + rng.uniform(0.2, 0.8)) / count * canvas.width
            foot = float(tops[int(min(x, canvas.width - 1))]) + 0.01 * unit
            tall = size * unit * rng.uniform(0.85, 1.1)
            shapes = turbine(palette, turn + rng.uniform(0, 2), depth, sun)
            Thing(shapes, float(x), foot, tall, reach=1.6).place(canvas)
        tones = [palette.thing(grass[number], depth, lit) for lit in (-0.6, -0.15, 0.2, 0.65)]
        bottom = float(canvas.height) if number == 2 else horizon + 0.75 * span
        coat = Coat(tones, palette.haze, 0.0, depth, 1.2)
        lay(canvas, tops, bottom, coat, slopes(canvas, tops, bottom, cells=4, poster=0.4))
        if number < 2:
            mist(canvas, horizon + (share + 0.2) * span, 0.06, 0.25)
    _track(canvas, horizon + 0.72 * span)
    for line in (0.9, 1.0):
        grasses(canvas, line * canvas.height, 0.045 + 0.5 * (line - 0.9), shift(grass[2], 0.03), lit=0.2)
    birds(canvas, 7, canvas.pick(0.2, 0.8) * canvas.width, 0.35 * horizon, 0.1)
    canvas.finish()


def _track(canvas: Canvas, y: float) -> None:
    unit = canvas.unit
    start = canvas.pick(0.3, 0.7) * canvas.width
    left: list[Point] = []
    right: list[Point] = []
    for share in np.linspace(0, 1, 40).tolist():
        x, row = start + 0.2 * unit * math.sin(3.2 * share + 0.6) * share, y + share * (canvas.height - y)
        half = unit * (0.004 + 0.075 * share**1.7)
        left.append((x - half, row))
        right.append((x + half, row))
    sand: Colour = (202, 172, 124)
    with canvas.pen((0, y, canvas.width, canvas.height)) as pen:
        pen.gradient(
            [*left, *right[::-1]], (canvas.palette.thing(sand, 0.15, 0.3), canvas.palette.thing(sand, 0.0, 0.1))
        )


def tech_park(canvas: Canvas) -> None:
    """White halls with green courts, and a field of solar panels before them."""
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    ground = canvas.height * canvas.pick(0.5, 0.55)
    paint_sky(canvas, ground, sun_x=canvas.pick(0.15, 0.85), sun_size=0.045)
    weather(canvas, ground, canvas.pick(0.45, 0.65))
    range_layers(canvas, ground, [(88, 112, 132), (80, 120, 112)], rise=0.2, spread=0.1, nearest=0.45)
    x = -0.04 * unit
    while x < canvas.width:
        wide = unit * rng.uniform(0.3, 0.55)
        _hall(canvas, (x, ground + 0.02 * unit), wide, unit * rng.uniform(0.12, 0.24), int(rng.integers(3)))
        x += wide + unit * rng.uniform(0.02, 0.08)
    tops: Field = np.full(canvas.width, ground + 0.015 * unit, np.float32)
    coat = Coat([palette.thing((120, 164, 84), 0.1, lit) for lit in (-0.4, 0.0, 0.4)], palette.shadow, 0.0, 0.2, 1.0)
    lay(canvas, tops, canvas.height, coat, slopes(canvas, tops, canvas.height, cells=5, poster=0.2))
    for share in np.arange(0.02, 1, 0.13 / canvas.aspect):
        at, tall = (share + rng.uniform(-0.03, 0.03)) * canvas.width, unit * rng.uniform(0.07, 0.12)
        Thing(tree(palette, rng, (74, 134, 70), 0.1), float(at), ground + 0.04 * unit, tall, reach=1.1).place(canvas)
    _panels(canvas, ground + 0.1 * unit)
    for share, size, cloth in ((0.82, 0.2, (44, 104, 168)), (0.89, 0.205, (240, 180, 60))):
        figure = walker(palette, cloth, hatted=False)
        Thing(figure, share * canvas.width, canvas.height * 0.97, size * unit, share < 0.85).place(canvas)
    birds(canvas, 6, canvas.pick(0.2, 0.8) * canvas.width, 0.35 * ground, 0.08)
    if palette.name in ("golden", "dawn"):
        rays(canvas, 5, 0.09)
    canvas.finish()


def _hall(canvas: Canvas, foot: Point, width: float, height: float, style: int) -> None:
    """One building: a saw-tooth hall, a low laboratory or an office block; foot is its lower left corner."""
    unit, palette = canvas.unit, canvas.palette
    (x, base), white = foot, (238, 240, 240)
    glass = mix(palette.thing((64, 120, 156), 0.1), palette.sky[-2], 0.35)
    evening = palette.name in ("dusk", "night")
    with canvas.pen((x - 0.02 * unit, base - 1.6 * height, x + width + 0.02 * unit, base), 3) as pen:
        if style == 0:
            teeth = max(3, round(width / (0.09 * unit)))
            for left in np.linspace(x, x + width, teeth, endpoint=False).tolist():
                tooth = [(left, base - height), (left, base - 1.28 * height), (left + width / teeth, base - height)]
                pen.gradient(tooth, (palette.thing(white, 0.12, 0.5), glass), sideways=True)
        wall = [(x, base - height), (x + width, base - height), (x + width, base), (x, base)]
        pen.gradient(wall, (palette.thing(white, 0.1, 0.55), palette.thing(white, 0.1, -0.25)))
        rows, columns = 1 + style, max(5, round(width / (0.05 * unit)))
        for row in range(rows):
            upper = base - height * (0.86 - 0.82 * row / rows)
            for column in range(columns):
                left = x + (column + 0.12) * width / columns
                lit = evening and (column * 7 + row) % 3
                pane = LIT if lit else shift(glass, 0.05 * math.sin(column * 1.7 + row))
                pen.rectangle(left, upper, left + 0.78 * width / columns, upper + 0.6 * height / rows, pane)
        accent: Colour = ((38, 132, 124), (228, 132, 48), (44, 98, 168))[style]
        pen.rectangle(x, base - height, x + width, base - 0.93 * height, palette.thing(accent, 0.08, 0.2))


def _panels(canvas: Canvas, upper: float) -> None:
    """Rows of solar panels in perspective, each a tilted table showing the sky."""
    unit, palette, middle, rows = canvas.unit, canvas.palette, canvas.width / 2, 7
    span = canvas.height - upper
    with canvas.pen((0, upper - 0.05 * unit, canvas.width, canvas.height)) as pen:
        for row in range(rows):
            near, far = ((row + 1) / rows) ** 1.7, ((row + 0.42) / rows) ** 1.7
            edges = (upper + far * span, upper + near * span * 0.985)
            scales = (0.34 + 1.2 * far, 0.34 + 1.2 * near)
            count = math.ceil(canvas.width / (0.26 * unit * scales[0]) / 2) + 1
            for column in range(-count, count):
                ends = (column * 0.26 * unit, (column + 0.93) * 0.26 * unit)

                def at(
                    across: float,
                    down: float,
                    ends: tuple[float, float] = ends,
                    edges: tuple[float, float] = edges,
                    scales: tuple[float, float] = scales,
                ) -> Point:
                    scale = scales[0] + (scales[1] - scales[0]) * down
                    return middle + (ends[0] + (ends[1] - ends[0]) * across) * scale, edges[0] + (
                        edges[1] - edges[0]
                    ) * down

                quad = [at(0, 0), at(1, 0), at(1, 1), at(0, 1)]
                if quad[2][0] < 0 or quad[3][0] > canvas.width:
                    continue
                away = (quad[3][0] - canvas.sun[0]) / (0.5 * unit)
                sheen = 0.42 + 0.35 * math.exp(-(away**2))
                pen.polygon([(px, py + 0.022 * unit * scales[1]) for px, py in quad], palette.shadow, 0.4)
                dark = mix(palette.thing((34, 66, 122), 0.0, -0.2), palette.sky[0], 0.25)
                pen.gradient(quad, (mix(palette.thing((34, 66, 122)), palette.sky[-2], sheen), dark))
                line = mix(palette.thing((150, 176, 206), 0.0, 0.3), palette.thing((34, 66, 122)), 0.25)
                for share in np.linspace(0, 1, 7).tolist():
                    pen.stroke([at(share, 0), at(share, 1)], line, 0.0016 * unit * scales[1])
                for share in (0.0, 0.33, 0.66, 1.0):
                    pen.stroke([at(0, share), at(1, share)], line, 0.0018 * unit * scales[1])


SCENES: tuple[Scene, ...] = (
    Scene("tech_park", "High-tech park with solar panels", ("high-tech park", "industry", "solar power", "investment"),
          ("noon", "golden", "dawn", "jade", "dusk"), tech_park),
    Scene("wind_plateau", "Turbines on the plateau", ("wind power", "renewable energy", "turbines", "plateau"),
          ("noon", "golden", "dawn", "dusk", "jade"), wind_plateau),
)  # fmt: skip
