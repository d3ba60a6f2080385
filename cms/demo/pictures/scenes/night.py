"""Festivals after dark: a circle of dancers around the fire, fireworks over the town."""

from __future__ import annotations

import math

import numpy as np

from cms.demo.pictures.canvas import Canvas
from cms.demo.pictures.noise import Field, waves
from cms.demo.pictures.palette import Colour, mix
from cms.demo.pictures.pen import Pen, Point, curve, oval
from cms.demo.pictures.people import SKIN, walker
from cms.demo.pictures.plants import tree
from cms.demo.pictures.scene import Scene
from cms.demo.pictures.shapes import Shape, Thing
from cms.demo.pictures.sky import paint_sky, streaks
from cms.demo.pictures.terrain import Coat, lay, range_layers, slopes

FIRE: tuple[Colour, ...] = ((255, 92, 24), (255, 150, 40), (255, 206, 92), (255, 244, 196))
BURSTS: tuple[Colour, ...] = ((255, 176, 90), (255, 110, 120), (140, 220, 255), (190, 255, 170), (226, 160, 255))
CLOTHS: tuple[Colour, ...] = (
    (206, 44, 62),
    (40, 62, 140),
    (238, 178, 58),
    (32, 118, 104),
    (150, 48, 128),
    (240, 236, 226),
)


def festival_night(canvas: Canvas) -> None:
    """Dancers hand in hand around a great fire, lanterns on lines, fireworks above the hills."""
    palette = canvas.palette
    ground = canvas.height * canvas.pick(0.6, 0.66)
    paint_sky(canvas, ground, sun_x=canvas.pick(0.1, 0.9), sun_size=0.03 if palette.night else 0.0)
    streaks(canvas, ground, 0.35, 0.6)
    hills: list[Colour] = [(64, 84, 110), (52, 84, 88)]
    range_layers(canvas, ground, hills, rise=0.2, spread=0.1, nearest=0.35)
    _fireworks(canvas, ground)
    fire = (canvas.width * canvas.pick(0.44, 0.56), ground + 0.4 * (canvas.height - ground))
    _yard(canvas, ground, fire)
    _garlands(canvas, ground)
    _circle(canvas, fire, ground)
    canvas.finish(bloom=0.38, vignette=0.34)


def _fireworks(canvas: Canvas, ground: float) -> None:
    unit, rng = canvas.unit, canvas.rng
    count = max(3, round(2.6 * canvas.aspect + 1.4))
    for number in range(count):
        x = (number + rng.uniform(0.2, 0.8)) / count * canvas.width
        y, size = ground * rng.uniform(0.16, 0.5), unit * rng.uniform(0.1, 0.21)
        colour = BURSTS[int(rng.integers(len(BURSTS)))]
        canvas.glow(float(x), float(y), 1.9 * size, colour, 0.4)
        with canvas.pen((x - 1.5 * size, y - 1.5 * size, x + 1.5 * size, ground)) as pen:
            _burst(pen, canvas, (float(x), float(y)), float(size), colour)
            trail = curve((x, y), (x + 0.02 * unit, (y + ground) / 2), (x + 0.05 * unit, ground), count=12)
            pen.stroke(trail, mix(colour, (255, 255, 255), 0.3), 0.0022 * unit, 0.0004 * unit, 0.35)
        canvas.glow(float(x), float(y), 0.3 * size, (255, 255, 240), 0.8)


def _burst(pen: Pen, canvas: Canvas, at: Point, size: float, colour: Colour) -> None:
    """Sparks flying outwards and sinking."""
    rng = canvas.rng
    for ring, share in ((46, 1.0), (30, 0.62), (16, 0.32)):
        for angle in (np.linspace(0, 2 * math.pi, ring, endpoint=False) + rng.uniform(-0.06, 0.06, ring)).tolist():
            reach = size * share * rng.uniform(0.85, 1.1)
            start = (at[0] + 0.3 * reach * math.cos(angle), at[1] + 0.3 * reach * math.sin(angle))
            end = (at[0] + reach * math.cos(angle), at[1] + reach * math.sin(angle) + 0.16 * size * share)
            bow = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2 - 0.05 * size)
            tone = mix(colour, (255, 255, 255), 0.15 + 0.4 * (1 - share))
            pen.stroke(curve(start, bow, end, count=6), tone, 0.0016 * canvas.unit, 0.0046 * canvas.unit, 0.85)
            pen.ellipse(end[0], end[1], 0.0042 * canvas.unit, 0.0042 * canvas.unit, mix(tone, (255, 255, 255), 0.5))


def _yard(canvas: Canvas, ground: float, fire: Point) -> None:
    """Trees and houses on stilts at the edge of the yard, firelight on the earth."""
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    edge = np.float32(ground) - np.abs(waves(rng, canvas.width, 3 * canvas.aspect, 4)) * np.float32(0.012 * unit)
    for share in np.arange(0.0, 1.05, 0.16 / canvas.aspect).tolist():
        x = (share + rng.uniform(-0.04, 0.04)) * canvas.width
        if abs(x - fire[0]) > 0.2 * unit:
            side = 1.0 if fire[0] > x else -1.0
            tall = unit * rng.uniform(0.14, 0.28)
            Thing(tree(palette, rng, (70, 96, 66), 0.05, sun=side), x, ground + 0.02 * unit, tall, reach=1.1).place(
                canvas
            )
    earth: Colour = (150, 104, 72)
    coat = Coat([palette.thing(earth, 0, lit) for lit in (-0.6, -0.2, 0.1)], palette.shadow, 0.0, 0.5, 1.2)
    tops: Field = np.asarray(edge, np.float32)
    lay(canvas, tops, canvas.height, coat, slopes(canvas, tops, canvas.height, cells=4, poster=0.0))
    canvas.glow(fire[0], fire[1], 1.05 * unit, (255, 140, 50), 0.75, 0.42)
    canvas.glow(fire[0], fire[1], 0.5 * unit, (255, 190, 100), 0.6, 0.4)


def _garlands(canvas: Canvas, ground: float) -> None:
    """Lines of lanterns sagging across the yard."""
    unit, rng = canvas.unit, canvas.rng
    for number in range(2):
        y = ground * (0.6 + 0.16 * number)
        spans = max(1, round(1.4 * canvas.aspect))
        for span in range(spans):
            left, right = span / spans * canvas.width, (span + 1) / spans * canvas.width
            line = curve((left, y), ((left + right) / 2, y + 0.13 * unit), (right, y), count=9)
            with canvas.pen((left - 0.1 * unit, y - 0.1 * unit, right + 0.1 * unit, y + 0.2 * unit)) as pen:
                pen.stroke(line, (40, 34, 40), 0.0022 * unit)
                for x, at in line[:-1]:
                    colour = BURSTS[int(rng.integers(2))] if rng.uniform() < 0.7 else (255, 214, 130)
                    pen.gradient(
                        oval(x, at + 0.022 * unit, 0.017 * unit, 0.02 * unit),
                        (mix(colour, (255, 255, 230), 0.6), colour),
                    )
                    pen.stroke([(x, at + 0.04 * unit), (x, at + 0.06 * unit)], colour, 0.003 * unit, 0.001 * unit)
            for x, at in line[:-1]:
                canvas.glow(x, at + 0.022 * unit, 0.06 * unit, (255, 190, 110), 0.5)


def _flames(canvas: Canvas, fire: Point, size: float) -> None:
    rng = canvas.rng
    x, y = fire
    canvas.glow(x, y - 0.4 * size, 1.5 * size, (255, 120, 40), 0.85)
    with canvas.pen((x - 1.2 * size, y - 1.6 * size, x + 1.2 * size, y + 0.3 * size)) as pen:
        for angle in (-0.5, -0.2, 0.15, 0.45):
            pen.stroke(
                [
                    (x - 0.5 * size * math.sin(angle), y + 0.08 * size),
                    (x + 0.6 * size * math.sin(angle), y - 0.45 * size),
                ],
                (74, 40, 26),
                0.1 * size,
                0.07 * size,
            )
        for level, colour in enumerate(FIRE):
            for _ in range(9 - level):
                dx, tall = rng.normal(0, 0.2 - 0.035 * level) * size, size * rng.uniform(0.5, 1.15) * (1 - 0.19 * level)
                wide = size * rng.uniform(0.1, 0.17) * (1 - 0.16 * level)
                sway = rng.uniform(-0.15, 0.15) * size
                left = curve(
                    (x + dx - wide, y), (x + dx - 1.3 * wide, y - 0.5 * tall), (x + dx + sway, y - tall), count=9
                )
                right = curve(
                    (x + dx + sway, y - tall), (x + dx + 1.2 * wide, y - 0.45 * tall), (x + dx + wide, y), count=9
                )
                pen.polygon([*left, *right], colour, 0.75)
        for px, py, spark in rng.uniform(0, 1, (46, 3)):
            pen.ellipse(
                x + (px - 0.5) * 1.5 * size * (0.4 + py),
                y - (0.5 + 1.1 * py) * size,
                0.013 * size * spark,
                0.013 * size * spark,
                FIRE[2],
                0.9,
            )
    canvas.glow(x, y - 0.35 * size, 0.75 * size, (255, 220, 140), 0.7)


def _dancer(canvas: Canvas, cloth: Colour, *, lit: bool) -> list[Shape]:
    """A dancer with both arms held out to the neighbours, in firelight or dark against it."""
    palette, rng = canvas.palette, canvas.rng
    step = float(rng.uniform(0.05, 0.14))
    base = walker(
        palette,
        cloth if lit else mix(cloth, (20, 14, 24), 0.62),
        0.0,
        stride=step,
        dress=bool(rng.uniform() < 0.6),
        hatted=False,
    )
    tone: Colour = mix(cloth, (255, 170, 80), 0.3) if lit else mix(cloth, (20, 14, 24), 0.7)
    hand: Colour = mix(SKIN, (255, 170, 90), 0.3) if lit else (60, 40, 38)
    arms: list[Shape] = []
    for side in (-1, 1):
        reach = curve(
            (side * 0.04, 0.77), (side * 0.22, 0.72), (side * 0.36, 0.8 + 0.05 * math.sin(step * 90)), count=8
        )
        half = [(px, py + 0.028) for px, py in reach] + [(px, py - 0.022) for px, py in reach[::-1]]
        arms.append(Shape(half, (tone,)))
        arms.append(Shape(oval(side * 0.37, 0.803, 0.024, 0.022), (hand,)))
    glowing = (
        [Shape(s.points, tuple(mix(c, (255, 168, 84), 0.28) for c in s.colours), s.alpha, s.sideways) for s in base]
        if lit
        else base
    )
    return [*arms, *glowing]


def _circle(canvas: Canvas, fire: Point, ground: float) -> None:
    """The round dance: those behind the fire in its light, those before it as dark backs."""
    unit, rng = canvas.unit, canvas.rng
    across, down = min(0.44 * canvas.width, 0.62 * unit), 0.3 * (canvas.height - ground)
    things: list[tuple[float, Thing | None]] = [(fire[1], None)]
    count = 22
    for number in range(count):
        angle = number * 2 * math.pi / count + 0.1
        x, y = fire[0] + across * math.cos(angle), fire[1] + 0.04 * unit + down * math.sin(angle)
        lit = math.sin(angle) < 0.35
        size = unit * (0.15 + 0.1 * (math.sin(angle) + 1) / 2)
        figure = _dancer(canvas, CLOTHS[int(rng.integers(len(CLOTHS)))], lit=lit)
        canvas.shade(
            oval(x + 0.05 * size * math.cos(angle), y + 0.03 * size, 0.24 * size, 0.05 * size),
            (18, 10, 14),
            0.04 * size,
            0.6,
        )
        things.append((y, Thing(figure, x, y, size, bool(rng.integers(2)), 1.1)))
    for _, thing in sorted(things, key=lambda one: one[0]):
        if thing is None:
            _flames(canvas, fire, 0.27 * unit)
        else:
            thing.place(canvas)


SCENES: tuple[Scene, ...] = (
    Scene("festival_night", "Festival night around the fire", ("festival", "night", "dance", "fireworks", "people"),
          ("night", "dusk", "night"), festival_night, people=True),
)  # fmt: skip
