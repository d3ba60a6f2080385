"""Trees, palms, bamboo, lotus, grasses. Trees have height 1 and stand at y = 0."""

from __future__ import annotations

import math

import numpy as np

from cms.demo.pictures.canvas import Canvas
from cms.demo.pictures.noise import Generator
from cms.demo.pictures.palette import Colour, Palette, mix
from cms.demo.pictures.pen import Pen, Point, curve, outline, oval, smooth
from cms.demo.pictures.shapes import Shape, flat

LEAF: Colour = (52, 104, 58)
BARK: Colour = (84, 66, 54)


def _lump(rng: Generator, x: float, y: float, size: float, count: int = 11) -> list[Point]:
    angle = np.linspace(0, 2 * np.pi, count, endpoint=False)
    radius = size * rng.uniform(0.78, 1.12, count)
    return smooth([(x + r * math.cos(a), y + 0.78 * r * math.sin(a)) for a, r in zip(angle, radius, strict=True)], 4)


def tree(palette: Palette, rng: Generator, leaf: Colour = LEAF, depth: float = 0.0, *, sun: float = 1.0) -> list[Shape]:
    """A broad tree: clumps of leaves, lit from `sun` (-1 left, 1 right)."""
    bark = palette.thing(BARK, depth)
    shapes = [flat(outline(curve((0.0, 0.0), (0.02, 0.25), (-0.02, 0.5)), 0.07, 0.03), bark)]
    for end in (-0.22, 0.2):
        shapes.append(flat(outline(curve((0.0, 0.28), (end * 0.5, 0.42), (end, 0.6)), 0.035, 0.012), bark))
    spots = []
    for angle, away in zip(rng.uniform(0, 2 * math.pi, 20), rng.uniform(0.1, 1, 20) ** 0.6, strict=True):
        x, y = 0.33 * away * math.cos(angle), 0.68 + 0.22 * away * math.sin(angle)
        spots.append((x, y, float(rng.uniform(0.075, 0.13))))
    spots.sort(key=lambda spot: spot[0] * sun + spot[1])
    tones = [palette.thing(leaf, depth, lit) for lit in (-0.75, -0.35, 0.05, 0.35, 0.7)]
    shapes += [flat(_lump(rng, x, y - 0.02, 1.25 * size, 8), tones[0]) for x, y, size in spots]
    for x, y, size in spots:
        facing = (x / 0.4) * sun + (y - 0.68) / 0.26
        level = int(min(3, max(0, 1.5 + 1.5 * facing)))
        shapes.append(flat(_lump(rng, x, y, size, 8), tones[level]))
        shapes.append(flat(_lump(rng, x + 0.3 * size * sun, y + 0.3 * size, 0.5 * size, 7), tones[level + 1], 0.75))
    return shapes


def pine(palette: Palette, rng: Generator, depth: float = 0.0) -> list[Shape]:
    """A highland pine with flat tiers."""
    leaf: Colour = (38, 84, 62)
    lean = rng.uniform(-0.06, 0.06)
    shapes = [flat(outline(curve((0.0, 0.0), (lean, 0.5), (lean * 2, 0.97)), 0.045, 0.01), palette.thing(BARK, depth))]
    for level in np.linspace(0.36, 0.95, 7):
        half = 0.27 * (1.12 - level) ** 0.7 * rng.uniform(0.75, 1.1)
        x = 2 * lean * level + rng.uniform(-0.04, 0.04)
        for lit, lift, scale in ((-0.6, 0.0, 1.0), (0.25, 0.018, 0.7)):
            tier = [
                (x - half * scale, level + lift),
                (x, level + 0.07 + lift),
                (x + half * scale, level - 0.01 + lift),
                (x, level - 0.02 + lift),
            ]
            shapes.append(flat(smooth(tier, 4), palette.thing(leaf, depth, lit)))
    return shapes


def palm(palette: Palette, rng: Generator, depth: float = 0.0, *, lean: float = 0.2) -> list[Shape]:
    """A coconut palm leaning over the shore."""
    top = (lean, 0.78)
    trunk = curve((0.0, 0.0), (lean * 0.1, 0.35), (lean * 0.7, 0.6), top, count=14)
    shapes = [
        Shape(
            outline(trunk, 0.045, 0.024),
            (palette.thing((128, 104, 84), depth, 0.3), palette.thing((92, 74, 62), depth, -0.5)),
        )
    ]
    angles = np.concatenate([np.linspace(-0.5, 3.6, 11), np.linspace(0.2, 2.9, 6)]) + rng.uniform(-0.14, 0.14, 17)
    for number, angle in enumerate(angles):
        lit = -0.7 if number < 6 else float(rng.uniform(-0.35, 0.5))
        shapes += _frond(palette, rng, top, float(angle), depth, lit)
    nut = palette.thing((116, 128, 60), depth, -0.2)
    shapes += [flat(oval(top[0] + dx, top[1] - 0.025, 0.02, 0.025), nut) for dx in (-0.025, 0.012, 0.035)]
    return shapes


def _frond(palette: Palette, rng: Generator, base: Point, angle: float, depth: float, lit: float) -> list[Shape]:
    length = rng.uniform(0.3, 0.42)
    tip = (base[0] + length * math.cos(angle), base[1] + length * 0.75 * math.sin(angle) - 0.13)
    middle = (base[0] + 0.55 * length * math.cos(angle), base[1] + 0.62 * length * math.sin(angle) + 0.07)
    spine = curve(base, middle, tip, count=13)
    colour = palette.thing((66, 116, 56), depth, lit)
    ragged: list[Point] = []
    for number, (x, y) in enumerate(spine[1:-1]):
        reach = 0.085 * math.sin(math.pi * (number + 2) / 14) * rng.uniform(0.8, 1.15)
        ragged += [(x + 0.02 * math.cos(angle), y - reach), (x + 0.012 * math.cos(angle), y - 0.25 * reach)]
    return [
        flat([*spine, *ragged[::-1]], colour),
        flat(outline(spine, 0.009, 0.003), palette.thing((122, 148, 72), depth, lit)),
    ]


def bamboo(palette: Palette, rng: Generator, depth: float = 0.0) -> list[Shape]:
    """A clump of bamboo, plumes bending outwards."""
    shapes: list[Shape] = []
    for lean in np.sort(rng.uniform(-0.42, 0.42, 11)):
        height = rng.uniform(0.7, 1.0)
        stem = curve((lean * 0.15, 0.0), (lean * 0.4, 0.6 * height), (lean * 1.3, height), count=16)
        lit = float(rng.uniform(-0.7, 0.4))
        shapes.append(flat(outline(stem, 0.014, 0.004), palette.thing((120, 138, 74), depth, lit)))
        for x, y in stem[6:]:
            for _ in range(3):
                turn = rng.uniform(-0.9, 0.9) + (-0.5 if lean > 0 else math.pi + 0.5)
                size = rng.uniform(0.06, 0.11)
                end = (x + size * math.cos(turn), y + size * math.sin(turn))
                leaf = [(x, y), ((x + end[0]) / 2 - 0.01, (y + end[1]) / 2 + 0.016), end]
                shapes.append(flat(leaf, palette.thing((82, 126, 62), depth, lit + float(rng.uniform(-0.2, 0.3)))))
    return shapes


def banana(palette: Palette, rng: Generator, depth: float = 0.0) -> list[Shape]:
    """A banana plant."""
    shapes = [
        flat(
            outline(curve((0.0, 0.0), (0.01, 0.3), (0.0, 0.5)), 0.07, 0.05), palette.thing((120, 132, 74), depth, -0.2)
        )
    ]
    for angle in rng.permutation(np.linspace(0.15, 2.95, 9)) + rng.uniform(-0.1, 0.1, 9):
        length = rng.uniform(0.42, 0.58)
        tip = (length * math.cos(angle), 0.48 + 0.8 * length * math.sin(angle) - 0.12)
        middle = (0.5 * length * math.cos(angle), 0.48 + 0.75 * length * math.sin(angle))
        lit = float(rng.uniform(-0.5, 0.6))
        blade = _blade((0.0, 0.46), middle, tip, 0.085)
        shapes.append(flat(blade, palette.thing((74, 128, 62), depth, lit)))
        shapes.append(
            flat(outline(curve((0.0, 0.46), middle, tip), 0.012, 0.003), palette.thing((150, 176, 96), depth, lit))
        )
    return shapes


def _blade(base: Point, middle: Point, tip: Point, half: float) -> list[Point]:
    spine = np.asarray(curve(base, middle, tip, count=12))
    along = np.gradient(spine, axis=0)
    across = (
        np.stack([-along[:, 1], along[:, 0]], axis=1) / np.maximum(1e-9, np.hypot(along[:, 0], along[:, 1]))[:, None]
    )
    width = (half * np.sin(np.linspace(0.12, 0.98, 12) * math.pi) ** 0.7)[:, None]
    both = np.concatenate([spine + across * width, (spine - across * width)[::-1]])
    return [(float(x), float(y)) for x, y in both]


def grasses(canvas: Canvas, y: float, height: float, colour: Colour, *, density: float = 220, lit: float = 0.2) -> None:
    """Blades along a line, swaying; `height` in units, `density` per unit of width."""
    unit, rng = canvas.unit, canvas.rng
    count = round(density * canvas.width / unit)
    area = (0, y - 1.7 * height * unit, canvas.width, min(canvas.height, y + 0.9 * height * unit))
    with canvas.pen(area, 2) as pen:
        for x, size, lean, tone, drop in sorted(rng.uniform(0, 1, (count, 5)).tolist(), key=lambda blade: blade[4]):
            foot = (x * canvas.width, y + (1.1 * drop - 0.3) * height * unit)
            tall = height * unit * (0.5 + size)
            tip = (foot[0] + (lean - 0.35) * tall * 0.7, foot[1] - tall)
            blade = curve(foot, (foot[0], foot[1] - 0.6 * tall), tip, count=6)
            pen.stroke(blade, canvas.palette.thing(colour, 0.0, lit + 0.9 * (tone - 0.6)), 0.0045 * unit, 0.0008 * unit)


def lotus_leaf(
    pen: Pen, palette: Palette, rng: Generator, x: float, y: float, size: float, squash: float = 0.34
) -> None:
    """A floating leaf seen aslant; `size` is half its width in pixels."""
    notch = float(rng.uniform(0, 2 * math.pi))
    rim = [
        (x + size * r * math.cos(a), y + size * r * squash * math.sin(a))
        for a, r in zip(notch + np.linspace(0.12, 2 * math.pi - 0.12, 26), rng.uniform(0.95, 1.04, 26), strict=True)
    ]
    lit = float(rng.uniform(-0.35, 0.45))
    leaf: Colour = (58, 118, 84)
    pen.polygon([(px, py + 0.07 * size) for px, py in rim], palette.thing((20, 54, 48), 0.0, -0.6), 0.6)
    pen.gradient([(x, y), *rim], (palette.thing(leaf, 0.05, lit + 0.3), palette.thing(leaf, 0.0, lit - 0.35)))
    vein = palette.thing(mix(leaf, (190, 220, 160), 0.5), 0.0, lit)
    for px, py in rim[2:-2:3]:
        pen.stroke([(x, y), (x + 0.9 * (px - x), y + 0.9 * (py - y))], vein, 0.016 * size, 0.006 * size, 0.6)


def lotus_flower(palette: Palette, rng: Generator, *, bud: bool = False) -> list[Shape]:
    """A lotus on its stem; flower at height 1."""
    pink = ((226, 104, 148), (238, 140, 172), (244, 220, 228))[int(rng.integers(3))]
    bend = rng.uniform(-0.12, 0.12)
    shapes = [
        flat(outline(curve((0.0, 0.0), (bend, 0.4), (0.0, 0.8)), 0.03, 0.025), palette.thing((70, 120, 70), 0.0, -0.1))
    ]
    petals = [(-0.08, 0.8), (0.08, 0.8), (0.0, 1.0)] if bud else [
        (-0.34, 0.9), (0.34, 0.9), (-0.24, 1.04), (0.24, 1.04), (-0.13, 1.12), (0.13, 1.12), (0.0, 1.14),
        (-0.2, 0.88), (0.2, 0.88), (-0.08, 0.96), (0.08, 0.96),
    ]  # fmt: skip
    for number, tip in enumerate(petals):
        lit = 0.1 + 0.5 * number / len(petals)
        blade = _blade((tip[0] * 0.12, 0.78), (tip[0] * 0.95, 0.84), tip, 0.075 if not bud else 0.05)
        tones = (
            palette.thing(mix(pink, (196, 50, 110), 0.25), 0.0, lit),
            palette.thing(mix(pink, (255, 240, 240), 0.55), 0.0, lit),
        )
        shapes.append(Shape(blade, tones))
    return shapes


def leafy_frame(
    canvas: Canvas, x: float, y: float, size: float, *, blossom: Colour | None = None, side: float = 1.0
) -> None:
    """A twig reaching into the picture from a corner, near and dark; `size` in units, `side` 1 to the right."""
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    reach = size * unit
    leaf = palette.thing((34, 72, 48), 0.0, -0.55)
    area = (x - 1.3 * reach, y - 0.9 * reach, x + 1.3 * reach, y + 1.3 * reach)
    with canvas.pen(area, 2) as pen:
        for turn in (0.15, 0.55, 0.95):
            angle = turn + rng.uniform(-0.15, 0.15)
            end = (x + side * reach * math.cos(angle), y + reach * 0.8 * math.sin(angle))
            twig = curve((x, y), (x + side * 0.6 * reach * math.cos(angle * 0.4), y + 0.15 * reach), end, count=18)
            pen.stroke(twig, palette.thing((52, 42, 40), 0.0, -0.5), 0.016 * reach, 0.004 * reach)
            for px, py in twig[4:]:
                for _ in range(5):
                    _leaf(pen, rng, px, py, reach, mix(leaf, palette.thing(LEAF, 0.0, 0.3), float(rng.uniform(0, 0.5))))
                if blossom and rng.uniform() < 0.8:
                    for _ in range(4):
                        dx, dy = rng.normal(0, 0.035 * reach, 2)
                        pen.ellipse(
                            px + dx,
                            py + dy,
                            0.016 * reach,
                            0.014 * reach,
                            palette.thing(blossom, 0.0, float(rng.uniform(-0.3, 0.5))),
                        )


def _leaf(pen: Pen, rng: Generator, x: float, y: float, reach: float, colour: Colour) -> None:
    angle, size = rng.uniform(0, 2 * math.pi), reach * rng.uniform(0.05, 0.1)
    tip = (x + size * math.cos(angle), y + size * math.sin(angle))
    pen.polygon(_blade((x, y), ((x + tip[0]) / 2, (y + tip[1]) / 2), tip, 0.17 * size), colour)
