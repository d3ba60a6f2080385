"""Transport in the mountains: a train on a viaduct, a border gate."""

from __future__ import annotations

import math

import numpy as np

from cms.demo.pictures.canvas import Canvas
from cms.demo.pictures.engineering import BOXES, block, truck
from cms.demo.pictures.heritage import WINDOW, Eaves, roof
from cms.demo.pictures.noise import Field, waves
from cms.demo.pictures.palette import Colour, Palette
from cms.demo.pictures.pen import Point, curve, outline
from cms.demo.pictures.people import walker
from cms.demo.pictures.plants import grasses, tree
from cms.demo.pictures.scene import Scene
from cms.demo.pictures.shapes import Shape, Thing, flat
from cms.demo.pictures.sky import birds, mist, paint_sky, rays, weather
from cms.demo.pictures.terrain import lay, range_coat, range_layers, ridge, slopes, woods

LAMP: Colour = (255, 214, 138)


def _dark(canvas: Canvas) -> bool:
    return canvas.palette.name in ("night", "dusk")


def _coaches(palette: Palette, count: int) -> list[Shape]:
    """A train: locomotive in front (right), coaches behind; each 1 long, wheels at y = 0."""
    shapes: list[Shape] = []
    red, white, blue = (190, 46, 44), (238, 234, 224), (40, 74, 126)
    pane = WINDOW if palette.night or palette.name == "dusk" else palette.thing((58, 80, 98), 0.05)
    for number in range(count):
        x = -1.04 * number
        engine = number == 0
        shapes.append(block(x - 0.44, 0.0, x + 0.44, 0.05, palette.thing((40, 40, 46), 0.05)))
        if engine:
            nose: list[Point] = [(x - 0.49, 0.05), (x - 0.49, 0.3), (x + 0.36, 0.3), (x + 0.49, 0.18), (x + 0.5, 0.05)]
            shapes.append(Shape(nose, (palette.thing(red, 0.02, 0.45), palette.thing(red, 0.02, -0.3))))
            shapes.append(flat([(x + 0.36, 0.19), (x + 0.35, 0.275), (x + 0.39, 0.275), (x + 0.46, 0.19)], pane))
            shapes.append(block(x - 0.49, 0.11, x + 0.49, 0.145, palette.thing((240, 196, 80), 0.02, 0.3)))
        else:
            body = (palette.thing(white, 0.02, 0.5), palette.thing(white, 0.02, -0.15))
            shapes.append(block(x - 0.49, 0.05, x + 0.49, 0.285, *body))
            shapes.append(
                block(x - 0.49, 0.05, x + 0.49, 0.115, palette.thing(blue, 0.02, 0.1), palette.thing(blue, 0.02, -0.4))
            )
            shapes.append(block(x - 0.49, 0.12, x + 0.49, 0.135, palette.thing(red, 0.02, 0.2)))
            shapes += [block(at, 0.16, at + 0.075, 0.235, pane) for at in np.arange(x - 0.44, x + 0.4, 0.11)]
        shapes.append(block(x - 0.48, 0.285, x + 0.47 - 0.1 * engine, 0.31, palette.thing((120, 124, 132), 0.02, 0.2)))
    return shapes


def railway(canvas: Canvas) -> None:
    """A train on a stone viaduct through the hills."""
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    horizon = canvas.height * canvas.pick(0.44, 0.5)
    paint_sky(canvas, horizon + 0.1 * unit, sun_x=canvas.pick(0.15, 0.85), sun_size=0.04)
    weather(canvas, horizon, canvas.pick(0.35, 0.6))
    range_layers(
        canvas,
        horizon + 0.24 * unit,
        [(72, 106, 122), (64, 106, 102), (54, 100, 76)],
        rise=0.4,
        spread=0.22,
        nearest=0.4,
    )
    mist(canvas, horizon + 0.12 * unit, 0.09, 0.7)
    deck, foot = canvas.height * 0.6, canvas.height * 0.98
    back = woods(canvas, ridge(canvas, deck + 0.13 * unit, 0.05, 1.6), 0.016, 45)
    lay(canvas, back, foot, range_coat(canvas, (58, 108, 66), 0.2, thick=0.35), slopes(canvas, back, foot))
    mist(canvas, deck + 0.2 * unit, 0.1, 0.5)
    _viaduct(canvas, deck, foot)
    train = Thing(_coaches(palette, 9), canvas.width * canvas.pick(0.66, 0.84), deck, 0.19 * unit, reach=10.0)
    with canvas.pen((0, deck - 0.1 * unit, canvas.width, deck + 1), 3) as pen:
        for shape in train.shapes:
            points = [(train.x + px * train.size, train.y - py * train.size) for px, py in shape.points]
            if len(shape.colours) == 1:
                pen.polygon(points, shape.colours[0])
            else:
                pen.gradient(points, shape.colours, sideways=shape.sideways)
    if _dark(canvas):
        canvas.glow(train.x + 0.5 * train.size, deck - 0.02 * unit, 0.14 * unit, LAMP, 0.9, 0.4)
    x = np.linspace(-1, 1, canvas.width, dtype=np.float32)
    valley = canvas.height * 0.9 - np.abs(x) ** 2.2 * (0.16 * canvas.height) + 0.02 * unit
    near = valley - waves(rng, canvas.width, 3 * canvas.aspect, 4, 0.45) * np.float32(0.035 * unit)
    leafy = woods(canvas, near, 0.02, 32)
    lay(
        canvas,
        leafy,
        canvas.height,
        range_coat(canvas, (46, 98, 52), 0.0, thick=0.0),
        slopes(canvas, leafy, canvas.height),
    )
    _trees(canvas, near, 0.15)
    grasses(canvas, canvas.height, 0.06, (84, 130, 60), density=160)
    if palette.name in ("golden", "dawn", "jade"):
        rays(canvas, 6, 0.1)
    birds(canvas, 6, canvas.pick(0.2, 0.8) * canvas.width, 0.4 * horizon, 0.08)
    canvas.finish()


def _trees(canvas: Canvas, tops: Field, size: float) -> None:
    rng, unit = canvas.rng, canvas.unit
    spots = sorted(rng.uniform(0, 1, round(7 * canvas.aspect) + 3).tolist())
    for share in spots:
        x = float(share * canvas.width)
        side = 1.0 if canvas.sun[0] > x else -1.0
        tall = size * unit * rng.uniform(0.5, 1.0)
        foot = float(tops[min(canvas.width - 1, int(x))]) + 0.12 * tall
        Thing(tree(canvas.palette, rng, (54, 106, 56), 0.0, sun=side), x, foot, tall).place(canvas)


def _viaduct(canvas: Canvas, deck: float, foot: float) -> None:
    unit, palette = canvas.unit, canvas.palette
    stone: Colour = (206, 186, 156)
    lit, dim, deep = (palette.thing(stone, 0.08, at) for at in (0.45, -0.1, -0.7))
    bay = 0.21 * unit
    start = -canvas.pick(0.1, 0.9) * bay
    side = 1 if canvas.sun[0] < canvas.width / 2 else -1
    with canvas.pen((0, deck - 0.03 * unit, canvas.width, foot), 2) as pen:
        top, pier, reach = deck + 0.022 * unit, 0.026 * unit, 0.078 * unit
        for number in range(int(canvas.width / bay) + 3):
            left = start + number * bay
            inner, outer = left + pier, left + bay - pier
            arch = [
                ((inner + outer) / 2 + (outer - inner) / 2 * math.cos(a), top + 0.115 * unit - reach * math.sin(a))
                for a in np.linspace(math.pi, 0, 22)
            ]
            wall = [
                (left, top),
                (left, foot),
                (inner - 0.004 * unit, foot),
                *arch,
                (outer + 0.004 * unit, foot),
                (left + bay, foot),
                (left + bay, top),
            ]
            shaded = [(x + side * 0.016 * unit, y + 0.004 * unit) for x, y in wall]
            pen.polygon(shaded, deep)
        for number in range(int(canvas.width / bay) + 3):
            left = start + number * bay
            inner, outer = left + pier, left + bay - pier
            arch = [
                ((inner + outer) / 2 + (outer - inner) / 2 * math.cos(a), top + 0.115 * unit - reach * math.sin(a))
                for a in np.linspace(math.pi, 0, 22)
            ]
            wall = [
                (left, top),
                (left, foot),
                (inner - 0.004 * unit, foot),
                *arch,
                (outer + 0.004 * unit, foot),
                (left + bay, foot),
                (left + bay, top),
            ]
            pen.gradient(wall, (lit, dim, palette.thing(stone, 0.3, -0.3)))
            pen.stroke(arch, palette.thing(stone, 0.0, -0.45), 0.006 * unit)
            for row in range(1, 14):
                y = top + 0.115 * unit + row * 0.021 * unit
                for edge in (left - pier, left + 0.002 * unit):
                    pen.rectangle(edge, y, edge + pier, y + 0.0016 * unit, deep, 0.35)
        pen.rectangle(0, deck, canvas.width, top, palette.thing(stone, 0.05, 0.55))
        pen.rectangle(0, top - 0.006 * unit, canvas.width, top + 0.003 * unit, palette.thing(stone, 0.05, -0.45))
        for x in np.arange(0, canvas.width, 0.028 * unit):
            pen.rectangle(float(x), deck - 0.014 * unit, float(x) + 0.002 * unit, deck, deep)
        pen.rectangle(0, deck - 0.015 * unit, canvas.width, deck - 0.012 * unit, deep)


def _gate(palette: Palette) -> list[Shape]:
    """A monumental gate over a road: width about 2, height about 1.2."""
    stone: Colour = (222, 206, 178)
    shapes: list[Shape] = []
    tones = (palette.thing(stone, 0.05, -0.4), palette.thing(stone, 0.05, 0.1), palette.thing(stone, 0.05, 0.5))
    window = WINDOW if palette.night or palette.name == "dusk" else palette.thing((74, 84, 92), 0.05, -0.2)
    for left, right in ((-1.0, -0.62), (0.62, 1.0)):
        shapes.append(block(left, 0.0, right, 0.52, *tones, sideways=True))
        shapes += [
            block(x, y, x + 0.07, y + 0.13, window)
            for x in (left + 0.06, left + 0.155, left + 0.25)
            for y in (0.09, 0.31)
        ]
        shapes += roof(palette, (150, 58, 44), Eaves((left + right) / 2, 0.5, 0.27, 0.14, 0.13, 0.05), 0.05)
    shapes.append(block(-0.66, 0.56, 0.66, 0.74, palette.thing(stone, 0.05, 0.35), palette.thing(stone, 0.05, -0.25)))
    shapes.append(block(-0.5, 0.6, 0.5, 0.7, palette.thing((168, 44, 40), 0.05, 0.1)))
    for x in np.linspace(-0.42, 0.42, 13):
        shapes.append(block(x - 0.012, 0.625, x + 0.012, 0.675, palette.thing((246, 206, 92), 0.0, 0.4)))
    for x in (-0.64, -0.22, 0.22, 0.64):
        shapes.append(block(x - 0.055, 0.0, x + 0.055, 0.58, *tones, sideways=True))
        shapes.append(block(x - 0.075, 0.0, x + 0.075, 0.05, palette.thing(stone, 0.05, -0.3)))
    shapes += roof(palette, (158, 62, 44), Eaves(0.0, 0.72, 0.82, 0.56, 0.17, 0.08), 0.05)
    shapes.append(block(-0.4, 0.87, 0.4, 0.98, *tones, sideways=True))
    shapes += [block(x, 0.9, x + 0.07, 0.96, window) for x in np.linspace(-0.34, 0.27, 6)]
    shapes += roof(palette, (158, 62, 44), Eaves(0.0, 0.96, 0.52, 0.32, 0.15, 0.06), 0.05)
    shapes.append(flat(outline([(0.0, 1.1), (0.0, 1.5)], 0.018, 0.012), palette.thing((210, 208, 200), 0.05)))
    wave = curve((0.0, 1.5), (0.1, 1.55), (0.18, 1.44), (0.32, 1.49), count=9)
    cloth = [*wave, *[(x, y - 0.2) for x, y in wave[::-1]]]
    shapes.append(flat(cloth, palette.thing((214, 36, 34), 0.0, 0.25)))
    star = [
        (0.155 + r * math.cos(a), 1.395 + r * math.sin(a))
        for a, r in zip(math.pi / 2 + np.arange(10) * math.pi / 5, [0.062, 0.025] * 5, strict=True)
    ]
    shapes.append(flat(star, palette.thing((250, 214, 70), 0.0, 0.4)))
    return shapes


def border_gate(canvas: Canvas) -> None:
    """A gate over a mountain road, lorries passing."""
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    horizon = canvas.height * canvas.pick(0.5, 0.55)
    paint_sky(canvas, horizon + 0.05 * unit, sun_x=canvas.pick(0.15, 0.85), sun_size=0.04)
    weather(canvas, horizon, canvas.pick(0.35, 0.6))
    range_layers(
        canvas,
        horizon + 0.12 * unit,
        [(72, 104, 122), (64, 106, 104), (54, 102, 78)],
        rise=0.44,
        spread=0.24,
        nearest=0.35,
    )
    mist(canvas, horizon + 0.02 * unit, 0.09, 0.6)
    ground = horizon + 0.1 * unit
    x = np.linspace(-1, 1, canvas.width, dtype=np.float32)
    tops = (
        ground
        - np.abs(x) ** 1.5 * np.float32(0.12 * unit)
        - waves(rng, canvas.width, 3 * canvas.aspect, 3, 0.4) * np.float32(0.015 * unit)
    )
    leafy = woods(canvas, tops, 0.014, 50)
    lay(
        canvas,
        leafy,
        canvas.height,
        range_coat(canvas, (86, 130, 68), 0.08, thick=0.0),
        slopes(canvas, leafy, canvas.height, cells=6),
    )
    middle = canvas.width * (0.5 + (canvas.pick(-0.06, 0.06) if canvas.aspect > 0.9 else 0))
    _trees(canvas, tops, 0.17)
    size = min(0.34 * unit, 0.4 * canvas.width)
    base = ground + 0.035 * unit
    _road(canvas, middle, base, size)
    Thing(_gate(palette), middle, base, size, reach=1.9).place(canvas)
    for lane, share, scale, mirrored in ((-0.3, 0.16, 0.2, False), (0.34, 0.42, 0.36, True)):
        y = base + share * (canvas.height - base)
        spread = _spread(canvas, base, size, y)
        lorry = Thing(truck(palette, rng, 0.0), middle + lane * 1.3 * spread, y, scale * unit, mirrored)
        canvas.shade(
            [
                (lorry.x - 0.5 * lorry.size, y - 2),
                (lorry.x + 0.5 * lorry.size, y - 2),
                (lorry.x + 0.55 * lorry.size, y + 0.03 * unit),
                (lorry.x - 0.45 * lorry.size, y + 0.03 * unit),
            ],
            palette.shadow,
            0.01 * unit,
            0.55,
        )
        lorry.place(canvas)
    for at in (-1.18, 1.2):
        y = base + 0.3 * (canvas.height - base)
        cloth = BOXES[int(rng.integers(4))]
        Thing(walker(palette, cloth, 0.0), middle + at * _spread(canvas, base, size, y), y, 0.13 * unit, at > 0).place(
            canvas
        )
    if _dark(canvas):
        for at in (-0.9, -0.43, 0.0, 0.43, 0.9):
            canvas.glow(middle + at * size, base - 0.42 * size, 0.12 * unit, LAMP, 0.7)
    grasses(canvas, canvas.height + 0.02 * unit, 0.05, (98, 138, 66), density=60)
    birds(canvas, 6, canvas.pick(0.2, 0.8) * canvas.width, 0.3 * horizon, 0.08)
    canvas.finish(bloom=0.26 if _dark(canvas) else 0.16)


def _spread(canvas: Canvas, base: float, size: float, y: float) -> float:
    """Half the road's width at a height of the picture."""
    return size * 0.62 * (1 + 1.9 * (y - base) / max(1.0, 0.5 * canvas.unit))


def _road(canvas: Canvas, middle: float, base: float, size: float) -> None:
    palette, unit = canvas.palette, canvas.unit
    low = float(canvas.height)
    near = _spread(canvas, base, size, low)
    far = size * 0.62
    with canvas.pen((0, base - 0.03 * unit, canvas.width, low), 2) as pen:
        verge: Colour = (196, 180, 148)
        pen.gradient(
            [
                (middle - 1.12 * far, base - 0.02 * unit),
                (middle + 1.12 * far, base - 0.02 * unit),
                (middle + 1.16 * near, low),
                (middle - 1.16 * near, low),
            ],
            (palette.thing(verge, 0.1, 0.2), palette.thing(verge, 0.0, -0.3)),
        )
        asphalt: Colour = (120, 120, 126)
        pen.gradient(
            [
                (middle - far, base - 0.02 * unit),
                (middle + far, base - 0.02 * unit),
                (middle + near, low),
                (middle - near, low),
            ],
            (palette.thing(asphalt, 0.15, 0.2), palette.thing(asphalt, 0.0, -0.35)),
        )
        line = palette.thing((244, 240, 226), 0.0, 0.3)
        for side in (-0.93, 0.93):
            pen.stroke(
                [(middle + side * far, base), (middle + side * near, low)], line, 0.004 * unit, 0.011 * unit, 0.85
            )
        y = base + 0.01 * unit
        while y < low:
            end = y + 0.012 * unit + 0.14 * (y - base)
            grown = 0.003 * unit + 0.012 * (y - base)
            pen.stroke([(middle, y), (middle, min(end, low))], line, grown, grown * 1.3, 0.85)
            y = end + 0.012 * unit + 0.12 * (y - base)


SCENES: tuple[Scene, ...] = (
    Scene("railway", "Train on a viaduct in the hills", ("railway", "train", "viaduct", "mountains", "transport"),
          ("golden", "dawn", "jade", "noon", "lotus"), railway),
    Scene("border_gate", "Border gate on a mountain road", ("border gate", "road", "trade", "mountains"),
          ("noon", "golden", "jade", "dawn"), border_gate),
)  # fmt: skip
