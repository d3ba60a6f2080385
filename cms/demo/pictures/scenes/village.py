"""Life in villages and small towns: market, lanterns, festival."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

from cms.demo.pictures.canvas import Canvas
from cms.demo.pictures.engineering import block
from cms.demo.pictures.heritage import town_house
from cms.demo.pictures.palette import Colour, Palette, mix
from cms.demo.pictures.pen import Point, curve, oval, placed, smooth
from cms.demo.pictures.people import carrier, seated, walker
from cms.demo.pictures.plants import banana, tree
from cms.demo.pictures.scene import Scene
from cms.demo.pictures.shapes import Shape, Thing, flat
from cms.demo.pictures.sky import birds, heaps, mist, paint_sky, streaks
from cms.demo.pictures.terrain import range_layers
from cms.demo.pictures.water import glitter, mirror, ripple, tint

CLOTHS: tuple[Colour, ...] = (
    (196, 56, 72),
    (54, 92, 160),
    (236, 170, 66),
    (96, 60, 120),
    (52, 122, 104),
    (240, 234, 222),
)


FRUITS: tuple[Colour, ...] = (
    (234, 138, 40),
    (206, 46, 48),
    (246, 206, 70),
    (128, 176, 62),
    (192, 60, 112),
    (120, 64, 110),
)


SILKS: tuple[Colour, ...] = (
    (214, 52, 46),
    (242, 182, 60),
    (232, 106, 44),
    (66, 140, 132),
    (196, 66, 120),
    (116, 84, 170),
)


def _sky(canvas: Canvas, horizon: float) -> None:
    paint_sky(canvas, horizon, sun_x=canvas.pick(0.2, 0.8), sun_size=0.04)
    (heaps if canvas.palette.name in ("noon", "jade") else streaks)(canvas, horizon, canvas.pick(0.35, 0.6))


def _pick(canvas: Canvas, colours: tuple[Colour, ...]) -> Colour:
    return colours[int(canvas.rng.integers(len(colours)))]


def _houses(canvas: Canvas, base: float, tall: float, depth: float) -> None:
    unit, rng = canvas.unit, canvas.rng
    x = -rng.uniform(0, 0.15) * unit
    while x < canvas.width:
        wide = rng.uniform(0.72, 0.95)
        size = tall * unit * rng.uniform(0.9, 1.08)
        shapes = town_house(canvas.palette, rng, wide, 1.0, depth)
        Thing(shapes, x, base, size, reach=1.25).place(canvas)
        x += wide * size * 1.03


def _ground(canvas: Canvas, upper: float, colour: Colour) -> None:
    palette = canvas.palette
    canvas.gradient(
        (palette.thing(colour, 0.15, 0.2), palette.thing(colour, 0.0, -0.1), palette.thing(colour, 0.0, -0.5)),
        upper,
        canvas.height,
    )
    with canvas.pen((0, upper, canvas.width, canvas.height), 2) as pen:
        for _ in range(round(130 * canvas.aspect)):
            near = canvas.pick(0, 1) ** 0.8
            y = upper + near * (canvas.height - upper)
            size = canvas.unit * (0.008 + 0.03 * near)
            tone = palette.thing(colour, 0.0, canvas.pick(-0.7, 0.35))
            pen.ellipse(canvas.pick(0, canvas.width), y, size, 0.16 * size, tone, 0.3)


def _stall(palette: Palette, rng: np.random.Generator, silk: Colour) -> list[Shape]:
    """A stall under a striped awning, fruit heaped on its boards; width about 1.3, height about 1.15."""
    wood: Colour = (128, 88, 56)
    shapes = [block(x - 0.016, 0.0, x + 0.016, 0.98, palette.thing(wood, 0.0, -0.1)) for x in (-0.58, 0.58)]
    shapes.append(
        block(-0.56, 0.3, 0.56, 0.94, palette.thing((84, 62, 50), 0.0, -0.5), palette.thing((110, 84, 62), 0.0, -0.3))
    )
    shapes += placed_shapes(seated(palette, CLOTHS[int(rng.integers(len(CLOTHS)))], 0.0), -0.02, 0.28, 0.62)
    shapes.append(block(-0.62, 0.0, 0.62, 0.3, palette.thing(wood, 0.0, 0.15), palette.thing(wood, 0.0, -0.6)))
    for row, y in enumerate((0.36, 0.2)):
        for number in range(4):
            x, fruit = -0.46 + number * 0.307, FRUITS[int(rng.integers(len(FRUITS)))]
            crate = [(x - 0.14, y), (x + 0.14, y), (x + 0.12, y - 0.13), (x - 0.12, y - 0.13)]
            for layer, amount in enumerate((6, 5, 3) if row else (5, 4)):
                for at in np.linspace(-0.022, 0.022, amount) * amount:
                    px, py = x + float(at), y + 0.012 + 0.033 * layer
                    shapes.append(flat(oval(px, py, 0.027, 0.027, count=14), palette.thing(fruit, 0.0, -0.25)))
                    shapes.append(
                        flat(oval(px - 0.005, py + 0.006, 0.019, 0.019, count=12), palette.thing(fruit, 0.0, 0.3))
                    )
            shapes.append(
                Shape(crate, (palette.thing((186, 140, 86), 0.0, 0.4), palette.thing((150, 106, 62), 0.0, -0.5)))
            )
            shapes.append(block(x - 0.13, y - 0.07, x + 0.13, y - 0.06, palette.thing((96, 66, 40))))
    stripes = np.linspace(-0.72, 0.72, 11)
    for number, (left, right) in enumerate(pairwise(stripes)):
        tone = silk if number % 2 else (246, 240, 226)
        a, b = float(left), float(right)
        shapes.append(
            Shape(
                [(a * 0.84, 1.12), (b * 0.84, 1.12), (b, 0.9), (a, 0.9)],
                (palette.thing(tone, 0.0, 0.15), palette.thing(tone, 0.0, 0.4)),
            )
        )
        scallop = curve((a, 0.9), (a + 0.02, 0.81), (b - 0.02, 0.81), (b, 0.9), count=8)
        shapes.append(flat(scallop, palette.thing(tone, 0.0, -0.25)))
    return shapes


def placed_shapes(shapes: list[Shape], x: float, y: float, size: float) -> list[Shape]:
    """Shapes moved and scaled within their small coordinate system."""
    return [
        Shape([(x + px * size, y + py * size) for px, py in s.points], s.colours, s.alpha, s.sideways) for s in shapes
    ]


def market(canvas: Canvas) -> None:
    """Stalls heaped with fruit under striped awnings."""
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    horizon = canvas.height * 0.5
    _sky(canvas, horizon)
    range_layers(canvas, horizon + 0.02 * unit, [(72, 106, 124), (62, 106, 92)], rise=0.24, spread=0.16, nearest=0.5)
    _houses(canvas, horizon + 0.07 * unit, 0.27, 0.32)
    for share in rng.uniform(0, 1, round(3 * canvas.aspect) + 1):
        shapes = banana(palette, rng, 0.15) if rng.uniform() < 0.5 else tree(palette, rng, (66, 118, 62), 0.15)
        Thing(shapes, float(share * canvas.width), horizon + 0.09 * unit, 0.3 * unit).place(canvas)
    _ground(canvas, horizon + 0.07 * unit, (206, 176, 136))
    for drop, size, crowd in ((0.4, 0.25, 2.2), (1.0, 0.42, 1.3)):
        base = horizon + (0.09 + 0.37 * drop * (canvas.height - horizon) / (0.5 * unit)) * unit
        count = max(1, round(crowd * canvas.width / unit + 0.3))
        offset = canvas.pick(-0.12, 0.12)
        for share in rng.uniform(0.02, 0.98, round(2.4 * canvas.aspect) + 1):
            person = walker(palette, _pick(canvas, CLOTHS), 0.1 * (1 - drop), dress=bool(rng.integers(2)))
            Thing(
                person, float(share * canvas.width), base - 0.04 * unit, 0.62 * size * unit, bool(rng.integers(2))
            ).place(canvas)
        for number in range(count):
            x = (number + 0.5 + offset) / count * canvas.width
            Thing(_stall(palette, rng, SILKS[(number + round(9 * drop)) % 6]), x, base, size * unit).place(canvas)
            canvas.shade(
                [
                    (x - 0.6 * size * unit, base),
                    (x + 0.6 * size * unit, base),
                    (x + 0.7 * size * unit, base + 0.02 * unit),
                    (x - 0.5 * size * unit, base + 0.02 * unit),
                ],
                palette.shadow,
                0.008 * unit,
                0.5,
            )
    for share in (canvas.pick(0.2, 0.4), canvas.pick(0.62, 0.85)):
        person = carrier(palette, _pick(canvas, CLOTHS), _pick(canvas, FRUITS))
        Thing(person, share * canvas.width, canvas.height - 0.03 * unit, 0.27 * unit, bool(rng.integers(2))).place(
            canvas
        )
    canvas.finish()


def _lantern(palette: Palette, silk: Colour) -> list[Shape]:
    """A silk lantern hanging from the origin, one high."""
    ends = (112, 66, 34)
    glow, rim = mix(silk, (255, 232, 170), 0.6), mix(silk, (70, 10, 20), 0.25)
    shapes = [Shape(oval(0.0, -0.46, 0.36, 0.32), (silk, glow, rim))]
    shapes += [flat(oval(0.0, -0.46, wide, 0.32), mix(silk, (255, 238, 190), 0.75), 0.28) for wide in (0.26, 0.13)]
    shapes += [
        block(-0.12, -0.17, 0.12, -0.12, ends),
        block(-0.12, -0.8, 0.12, -0.75, ends),
        block(-0.008, -0.14, 0.008, 0.0, ends),
    ]
    return [
        *shapes,
        *[flat([(x - 0.012, -0.8), (x + 0.012, -0.8), (x * 1.4, -1.12)], silk) for x in (-0.06, 0.0, 0.06)],
    ]


def lanterns(canvas: Canvas) -> None:
    """Silk lanterns over an old street, mirrored in the river."""
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    quay = canvas.height * canvas.pick(0.66, 0.7)
    paint_sky(canvas, quay, sun_x=canvas.pick(0.2, 0.8), sun_size=0.03)
    _houses(canvas, quay - 0.05 * unit, 0.29, 0.35)
    _houses(canvas, quay - 0.018 * unit, 0.38, 0.05)
    with canvas.pen((0, quay - 0.03 * unit, canvas.width, quay), 2) as pen:
        pen.rectangle(0, quay - 0.024 * unit, canvas.width, quay, palette.thing((150, 134, 120), 0.0, 0.0))
        pen.rectangle(0, quay - 0.008 * unit, canvas.width, quay, palette.thing((96, 84, 78), 0.0, -0.4))
    for share in rng.uniform(0, 1, round(6 * canvas.aspect) + 2):
        person = walker(
            palette,
            mix(_pick(canvas, CLOTHS), (255, 210, 150), 0.4),
            dress=bool(rng.integers(2)),
            hatted=bool(rng.integers(2)),
        )
        Thing(person, float(share * canvas.width), quay - 0.012 * unit, 0.13 * unit, bool(rng.integers(2))).place(
            canvas
        )
    for x in np.arange(0.06, canvas.width / unit, 0.17) * unit:
        canvas.glow(float(x), quay - 0.1 * unit, 0.17 * unit, (255, 176, 84), 0.55)
    _garland(canvas, quay - 0.4 * unit, 0.05, 0.14)
    _garland(canvas, quay - 0.52 * unit, 0.07, 0.19)
    mirror(canvas, quay, squash=0.8)
    tint(canvas, quay, palette.shadow, 0.1, 0.5)
    ripple(canvas, quay, strength=0.6)
    for share in rng.uniform(0, 1, round(7 * canvas.aspect)):
        glitter(
            canvas,
            quay,
            x=float(share * canvas.width),
            colour=mix(_pick(canvas, SILKS), (255, 210, 130), 0.4),
            width=0.018,
            strength=0.5,
        )
    for drop, share in sorted(rng.uniform(0.15, 0.95, (round(9 * canvas.aspect) + 3, 2)).tolist()):
        _floating(
            canvas, float(share * canvas.width), quay + drop * (canvas.height - quay), unit * (0.012 + 0.018 * drop)
        )
    _garland(canvas, 0.05 * canvas.height, 0.12, 0.27)
    canvas.finish(bloom=0.36)


def _floating(canvas: Canvas, x: float, y: float, size: float) -> None:
    silk = _pick(canvas, SILKS)
    canvas.glow(x, y, 5 * size, mix(silk, (255, 196, 96), 0.5), 0.7, 0.6)
    with canvas.pen((x - 2 * size, y - 2 * size, x + 2 * size, y + size), 3) as pen:
        for turn in (-0.9, 0.9, -0.5, 0.5, 0.0):
            petal = [
                (x, y + 0.2 * size),
                (x + (turn - 0.4) * size, y - 0.3 * size),
                (x + 1.3 * turn * size, y - 0.9 * size),
                (x + (turn + 0.4) * size, y - 0.3 * size),
            ]
            pen.gradient(smooth(petal, 5), (mix(silk, (255, 226, 160), 0.6), silk))
        pen.ellipse(x, y - 0.55 * size, 0.16 * size, 0.3 * size, (255, 246, 206))


def _garland(canvas: Canvas, y: float, size: float, step: float) -> None:
    """A string of lanterns across the picture; `size` and `step` in units."""
    unit = canvas.unit
    count = max(2, math.ceil(canvas.width / unit / step))
    spots: list[Point] = []
    for number in range(count + 1):
        share = (number + canvas.pick(-0.12, 0.12)) / count
        spots.append(
            (share * canvas.width, y + 0.045 * unit * math.sin(share * count * 1.1) + 0.03 * unit * canvas.pick(-1, 1))
        )
    with canvas.pen((0, y - 0.12 * unit, canvas.width, y + 0.12 * unit), 2) as pen:
        pen.stroke(smooth(spots, 8, closed=False), (42, 30, 40), 0.003 * unit)
    for x, top in spots:
        silk, scale = _pick(canvas, SILKS), size * unit * canvas.pick(0.8, 1.25)
        canvas.glow(x, top + 0.5 * scale, 1.7 * scale, mix(silk, (255, 196, 96), 0.45), 0.75)
        with canvas.pen((x - scale, top - 2, x + scale, top + 1.3 * scale), 3) as pen:
            for shape in _lantern(canvas.palette, silk):
                points = placed(shape.points, x, top, scale)
                if len(shape.colours) == 1:
                    pen.polygon(points, shape.colours[0], shape.alpha)
                else:
                    pen.gradient(points, shape.colours)


def _banner(palette: Palette, rng: np.random.Generator) -> list[Shape]:
    """A festival flag of five colours with a flame edge on a bamboo pole; height 1."""
    rings: tuple[Colour, ...] = ((214, 44, 46), (244, 190, 60), (52, 132, 96), (236, 232, 220), (60, 92, 170))
    order = rng.permutation(5)
    shapes = [block(-0.008, 0.0, 0.008, 1.0, palette.thing((170, 140, 84), 0.0, 0.1))]
    wave = float(rng.uniform(-0.03, 0.03))
    for level, number in enumerate(order):
        half = 0.2 * (1 - level / 5.2)
        edge: list[Point] = []
        for side in range(4):
            for at in np.linspace(-1, 1, 9 if level == 0 else 3)[:-1]:
                a, b = ((at, 1), (1, -at), (-at, -1), (-1, at))[side]
                out = 1.14 if level == 0 and len(edge) % 2 else 1.0
                px = 0.23 + half * out * float(a)
                edge.append((px, 0.76 + half * out * float(b) + wave * math.sin(9 * px)))
        shapes.append(flat(edge, palette.thing(rings[int(number)], 0.0, 0.2)))
    return shapes


def _dragon_boat(palette: Palette, silk: Colour, count: int = 9) -> list[Shape]:
    """A racing boat with a dragon's head and its crew, length about 2, bow to the right."""
    shapes: list[Shape] = []
    for number in range(count):
        x = -0.72 + number * 1.4 / (count - 1)
        shirt = palette.thing(silk, 0.0, 0.25)
        shapes.append(flat([(x - 0.05, 0.06), (x + 0.0, 0.23), (x + 0.09, 0.22), (x + 0.06, 0.06)], shirt))
        shapes.append(
            flat(
                [(x + 0.04, 0.2), (x + 0.14, 0.12), (x + 0.12, 0.09), (x + 0.02, 0.15)], palette.thing((196, 142, 104))
            )
        )
        shapes.append(
            flat(
                [(x + 0.15, 0.18), (x + 0.165, 0.18), (x + 0.06, -0.1), (x + 0.03, -0.1)],
                palette.thing((150, 104, 60), 0.0, 0.2),
            )
        )
        shapes.append(flat(oval(x + 0.065, 0.272, 0.035, 0.042, count=16), palette.thing((190, 136, 100))))
        shapes.append(
            flat(
                [(x + 0.025, 0.28), (x + 0.11, 0.285), (x + 0.1, 0.305), (x + 0.03, 0.305)],
                palette.thing((214, 44, 46), 0.0, 0.1),
            )
        )
    rim = curve((-1.0, 0.2), (-0.7, 0.02), (0.7, 0.04), (1.0, 0.3), count=18)
    keel = curve((1.0, 0.3), (0.7, -0.08), (-0.7, -0.08), (-1.0, 0.2), count=18)
    shapes.append(Shape([*rim, *keel], (palette.thing(silk, 0.0, 0.2), palette.thing(silk, 0.0, -0.6))))
    shapes += [
        flat(oval(float(x), 0.02, 0.045, 0.028, count=12), palette.thing((246, 200, 78), 0.0, 0.3), 0.85)
        for x in np.linspace(-0.72, 0.72, 14)
    ]
    gold, red = palette.thing((246, 196, 70), 0.0, 0.3), palette.thing((206, 48, 44), 0.0, 0.1)
    shapes.append(
        flat(
            [
                (0.92, 0.12),
                (0.98, 0.42),
                (1.12, 0.5),
                (1.34, 0.42),
                (1.32, 0.36),
                (1.16, 0.36),
                (1.3, 0.31),
                (1.26, 0.27),
                (1.1, 0.28),
                (1.06, 0.16),
            ],
            gold,
        )
    )
    shapes += [
        flat([(1.03, 0.46), (0.88, 0.62), (1.09, 0.5)], red),
        flat([(0.97, 0.4), (0.82, 0.46), (0.95, 0.3)], red),
        flat(oval(1.13, 0.43, 0.022, 0.022), (30, 20, 20)),
    ]
    return [*shapes, flat([(-0.96, 0.18), (-1.18, 0.46), (-1.02, 0.4), (-1.0, 0.52), (-0.88, 0.14)], gold)]


def _drum(palette: Palette) -> list[Shape]:
    """A great drum on its stand, height about 1."""
    red: Colour = (186, 42, 40)
    shapes = [
        flat(
            [(x - 0.05, 0.0), (x * 0.7 - 0.04, 0.4), (x * 0.7 + 0.04, 0.4), (x + 0.05, 0.0)],
            palette.thing((112, 68, 42)),
        )
        for x in (-0.4, 0.4)
    ]
    shapes.append(
        Shape(
            oval(0.06, 0.6, 0.5, 0.42),
            (palette.thing(red, 0.0, -0.5), palette.thing(red, 0.0, 0.3), palette.thing(red, 0.0, -0.6)),
        )
    )
    shapes.append(flat(oval(-0.05, 0.6, 0.42, 0.41), palette.thing((234, 182, 78), 0.0, 0.2)))
    shapes.append(
        Shape(
            oval(-0.05, 0.6, 0.38, 0.37),
            (palette.thing((250, 236, 206), 0.0, 0.4), palette.thing((226, 198, 152), 0.0, -0.1)),
        )
    )
    return [
        *shapes,
        *[
            flat(oval(-0.05, 0.6, size, size), palette.thing(red, 0.0, 0.1), alpha)
            for size, alpha in ((0.15, 0.9), (0.05, 0.4))
        ],
    ]


def festival(canvas: Canvas) -> None:
    """Dragon boats on the river, flags and drums on the bank."""
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    horizon, bank = canvas.height * canvas.pick(0.42, 0.46), canvas.height * 0.84
    _sky(canvas, horizon)
    range_layers(canvas, horizon, [(72, 106, 124), (62, 104, 92), (56, 100, 70)], rise=0.24, spread=0.16, nearest=0.3)
    mist(canvas, horizon - 0.01 * unit, 0.04, 0.5)
    mirror(canvas, horizon, squash=0.8)
    tint(canvas, horizon, mix(palette.shadow, palette.sky[1], 0.6), 0.1, 0.42)
    boats = []
    for lane, size in ((0.1, 0.11), (0.32, 0.16), (0.66, 0.24)):
        for number in range(max(1, round(0.6 * canvas.aspect))):
            x = (number + 0.5 + canvas.pick(-0.22, 0.22)) / max(1, round(0.6 * canvas.aspect)) * canvas.width
            boats.append(
                Thing(
                    _dragon_boat(palette, _pick(canvas, SILKS)),
                    x,
                    horizon + lane * (bank - horizon),
                    min(size * unit, 0.3 * canvas.width),
                )
            )
    for boat in boats:
        boat.reflect(canvas, strength=0.45)
    ripple(canvas, horizon, strength=0.8)
    glitter(canvas, horizon, strength=0.6)
    for boat in boats:
        boat.place(canvas)
    _ground(canvas, bank, (190, 164, 118))
    for share in rng.uniform(0, 1, round(9 * canvas.aspect) + 4):
        Thing(
            walker(palette, _pick(canvas, CLOTHS), dress=bool(rng.integers(2))),
            float(share * canvas.width),
            bank + canvas.pick(0.01, 0.05) * unit,
            0.15 * unit,
            bool(rng.integers(2)),
        ).place(canvas)
    count = max(3, round(4.4 * canvas.aspect))
    for number in range(count):
        x = (number + 0.2 + canvas.pick(-0.2, 0.2)) / count * canvas.width
        Thing(
            _banner(palette, rng),
            x,
            bank + canvas.pick(0.02, 0.1) * unit,
            canvas.pick(0.42, 0.6) * unit,
            bool(rng.uniform() < 0.15),
        ).place(canvas)
    for share in np.linspace(0.16, 0.86, max(2, round(2 * canvas.aspect))):
        Thing(_drum(palette), float(share) * canvas.width, canvas.height - 0.02 * unit, 0.19 * unit).place(canvas)
    birds(canvas, 6, canvas.pick(0.2, 0.8) * canvas.width, 0.35 * horizon, 0.07)
    canvas.finish()


SCENES: tuple[Scene, ...] = (
    Scene("market", "Market stalls with fruit", ("market", "fruit", "stalls", "town", "people"),
          ("golden", "noon", "dawn", "jade"), market, people=True),
    Scene("lanterns", "Lanterns over an old street", ("lanterns", "old town", "night", "river", "festival"),
          ("night", "dusk", "night"), lanterns),
    Scene("festival", "Boat races and flags", ("festival", "dragon boats", "flags", "drums", "people"),
          ("golden", "noon", "jade", "dawn", "dusk"), festival, people=True),
)  # fmt: skip
