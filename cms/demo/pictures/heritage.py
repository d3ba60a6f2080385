"""Old buildings: pagoda towers, the citadel gate, brick towers of Champa, town houses. Foot at y = 0, y up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cms.demo.pictures.noise import Generator
from cms.demo.pictures.palette import Colour, Palette, mix
from cms.demo.pictures.pen import Point, curve, outline, oval
from cms.demo.pictures.shapes import Shape, flat

WINDOW: Colour = (255, 204, 118)
"""A lit window at night."""

BRICK: Colour = (186, 92, 56)


@dataclass(frozen=True, slots=True)
class Eaves:
    """A curved roof: middle and height of its eaves, half widths below and above, height, upturn of the corners."""

    x: float
    y: float
    half: float
    top: float
    rise: float
    lift: float


def roof(palette: Palette, colour: Colour, eaves: Eaves, depth: float = 0.0) -> list[Shape]:
    """A tiled roof with upturned corners, seen from the front."""
    x, y, half, top = eaves.x, eaves.y, eaves.half, eaves.top
    lower = curve(
        (x - half, y + eaves.lift),
        (x - 0.62 * half, y - 0.3 * eaves.lift),
        (x + 0.62 * half, y - 0.3 * eaves.lift),
        (x + half, y + eaves.lift),
        count=22,
    )
    right = curve(
        (x + half, y + eaves.lift), (x + 0.7 * half, y + 0.25 * eaves.rise), (x + top, y + eaves.rise), count=9
    )
    left = curve(
        (x - top, y + eaves.rise), (x - 0.7 * half, y + 0.25 * eaves.rise), (x - half, y + eaves.lift), count=9
    )
    tones = tuple(palette.thing(colour, depth, lit) for lit in (0.5, 0.1, -0.45))
    shapes = [Shape([*lower, *right, *left], tones)]
    line = palette.thing(mix(colour, (30, 18, 14), 0.5), depth)
    for share in np.linspace(-0.86, 0.86, 13):
        foot = (x + share * half * 0.94, y + eaves.lift * abs(share) ** 3)
        shapes.append(flat(outline([foot, (x + share * top, y + 0.96 * eaves.rise)], 0.012 * half), line, 0.35))
    edge = palette.thing(mix(colour, (244, 214, 140), 0.6), depth, 0.4)
    shapes.append(flat(outline(lower, 0.022 * half + 0.004), edge))
    shapes.append(flat(outline([(x - top, y + eaves.rise), (x + top, y + eaves.rise)], 0.03 * half + 0.006), edge))
    for side in (-1, 1):
        tip = curve(
            (x + side * top, y + eaves.rise),
            (x + side * (top + 0.05 * half), y + 1.05 * eaves.rise),
            (x + side * (top + 0.06 * half), y + 1.25 * eaves.rise + 0.01),
            count=6,
        )
        shapes.append(flat(outline(tip, 0.02 * half + 0.004, 0.004), edge))
    return shapes


def pagoda(palette: Palette, depth: float = 0.0, storeys: int = 5, colour: Colour = (158, 62, 44)) -> list[Shape]:
    """A storeyed pagoda tower, height about 1, half width 0.24."""
    shapes: list[Shape] = [
        Shape(
            [(-0.25, 0.0), (-0.22, 0.06), (0.22, 0.06), (0.25, 0.0)],
            (palette.thing((170, 160, 146), depth, 0.2), palette.thing((130, 122, 114), depth, -0.4)),
        )
    ]
    step = 0.78 / storeys
    window = WINDOW if palette.night else palette.thing((70, 40, 34), depth)
    for level in range(storeys):
        y, half = 0.06 + level * step, 0.16 - 0.075 * level / storeys
        wall = (
            palette.thing((214, 176, 130), depth, -0.5),
            palette.thing((224, 184, 134), depth, 0.15),
            palette.thing((236, 202, 150), depth, 0.5),
        )
        shapes.append(Shape([(-half, y), (-half, y + step), (half, y + step), (half, y)], wall, sideways=True))
        shapes += [
            flat(
                [
                    (x - 0.016, y + 0.008),
                    (x - 0.016, y + 0.55 * step),
                    (x + 0.016, y + 0.55 * step),
                    (x + 0.016, y + 0.008),
                ],
                window,
            )
            for x in (-0.55 * half, 0.0, 0.55 * half)
        ]
        shapes += roof(
            palette, colour, Eaves(0.0, y + 0.62 * step, half + 0.09, half * 0.72, 0.46 * step, 0.16 * step), depth
        )
    spire = palette.thing((226, 178, 92), depth, 0.5)
    shapes.append(flat(outline([(0.0, 0.8), (0.0, 1.02)], 0.016, 0.004), spire))
    shapes += [flat(oval(0.0, y, size, size * 0.6), spire) for y, size in ((0.9, 0.02), (0.935, 0.015), (0.965, 0.011))]
    return shapes


def cham_tower(palette: Palette, depth: float = 0.0, sun: float = 1.0) -> list[Shape]:
    """A brick tower with three shrinking storeys, false doors and corner finials; height about 1."""
    lit_side, dark_side = (palette.thing(BRICK, depth, 0.6), palette.thing(BRICK, depth, -0.6))
    tones = (
        (dark_side, palette.thing(BRICK, depth, 0.0), lit_side)
        if sun > 0
        else (lit_side, palette.thing(BRICK, depth, 0.0), dark_side)
    )
    deep = palette.thing((84, 38, 30), depth, -0.6)
    seam = palette.thing((120, 54, 38), depth, -0.2)
    shapes = [Shape([(-0.32, 0.0), (-0.29, 0.05), (0.29, 0.05), (0.32, 0.0)], tones, sideways=True)]
    for y, half, tall in ((0.05, 0.25, 0.38), (0.46, 0.2, 0.17), (0.66, 0.15, 0.13), (0.81, 0.1, 0.09)):
        body = [(-half, y), (-half * 0.94, y + tall), (half * 0.94, y + tall), (half, y)]
        shapes.append(Shape(body, tones, sideways=True))
        for share in (-0.72, -0.42, 0.42, 0.72):
            shapes.append(
                flat(
                    outline([(share * half, y + 0.01), (share * half * 0.94, y + 0.92 * tall)], 0.035 * half), deep, 0.5
                )
            )
        for level in np.linspace(0.08, 0.92, max(4, round(tall * 44))):
            shapes.append(
                flat(outline([(-half * 0.97, y + level * tall), (half * 0.97, y + level * tall)], 0.0022), seam, 0.4)
            )
        for number, grow in enumerate((1.0, 1.07, 1.13)):
            low = y + tall + number * 0.013
            shapes.append(
                Shape(
                    [(-half * grow, low), (-half * grow, low + 0.014), (half * grow, low + 0.014), (half * grow, low)],
                    tones,
                    sideways=True,
                )
            )
        for side in (-1, 1):
            shapes += _finial(side * half * 0.98, y + tall + 0.035, 0.036, tones[2] if side * sun > 0 else tones[0])
        shapes += _false_door(half * 0.36, y, tall * 0.72, tones[1], deep)
    crown = curve((-0.06, 0.9), (-0.065, 0.98), (0.0, 1.06), (0.065, 0.98), (0.06, 0.9), count=12)
    shapes.append(Shape(crown, tones, sideways=True))
    return shapes


def _finial(x: float, y: float, size: float, colour: Colour) -> list[Shape]:
    flame = curve(
        (x - 0.3 * size, y),
        (x - 0.5 * size, y + 0.7 * size),
        (x, y + 1.1 * size),
        (x + 0.5 * size, y + 0.7 * size),
        (x + 0.3 * size, y),
    )
    return [flat(flame, colour)]


def _false_door(half: float, y: float, tall: float, frame: Colour, deep: Colour) -> list[Shape]:
    def arch(grow: float) -> list[Point]:
        side = half * grow
        return [
            (-side, y),
            *curve(
                (-side, y + 0.6 * tall),
                (-side * 1.05, y + 0.95 * tall * grow**0.5),
                (0, y + 1.12 * tall * grow**0.5),
                (side * 1.05, y + 0.95 * tall * grow**0.5),
                (side, y + 0.6 * tall),
            ),
            (side, y),
        ]

    return [
        flat(arch(1.25), frame),
        flat(arch(1.05), deep),
        flat(arch(0.82), mix(frame, deep, 0.35)),
        flat(arch(0.6), mix(deep, (0, 0, 0), 0.35)),
    ]


def gate(palette: Palette, depth: float = 0.0) -> list[Shape]:
    """The south gate of a citadel: battered brick base with portals, a pavilion of two roofs on it. Width about 2."""
    stone, red = (164, 132, 104), (150, 44, 36)
    deep = palette.thing((52, 36, 34), depth, -0.5)
    base = (palette.thing(stone, depth, 0.3), palette.thing(stone, depth, -0.05), palette.thing(stone, depth, -0.6))
    shapes = [Shape([(-1.0, 0.0), (-0.94, 0.36), (0.94, 0.36), (1.0, 0.0)], base)]
    for row, y in enumerate(np.linspace(0.0, 0.33, 15)):
        shapes.append(
            flat(
                outline([(-0.99 + 0.17 * y, y), (0.99 - 0.17 * y, y)], 0.0025), palette.thing(stone, depth, -0.6), 0.45
            )
        )
        for x in np.arange(-0.93 + 0.035 * (row % 2), 0.93, 0.07):
            tone = palette.thing(
                mix(stone, (214, 150, 110), 0.5 + 0.5 * float(np.sin(row * 37 + x * 91))), depth, 0.1 - 0.02 * row
            )
            shapes.append(flat([(x, y), (x, y + 0.022), (x + 0.068, y + 0.022), (x + 0.068, y)], tone, 0.45))
    for x, half, tall in (
        (0.0, 0.085, 0.27),
        (-0.25, 0.06, 0.22),
        (0.25, 0.06, 0.22),
        (-0.72, 0.055, 0.2),
        (0.72, 0.055, 0.2),
    ):
        shapes.append(
            flat(
                [
                    (x - half * 1.2, 0),
                    (x - half * 1.2, tall * 0.72),
                    *curve((x - half * 1.2, tall * 0.72), (x, tall * 1.36), (x + half * 1.2, tall * 0.72)),
                    (x + half * 1.2, 0),
                ],
                palette.thing(stone, depth, 0.55),
            )
        )
        shapes.append(
            flat(
                [
                    (x - half, 0),
                    (x - half, tall * 0.7),
                    *curve((x - half, tall * 0.7), (x, tall * 1.26), (x + half, tall * 0.7)),
                    (x + half, 0),
                ],
                deep,
            )
        )
    shapes.append(
        Shape(
            [(-0.97, 0.34), (-0.97, 0.4), (0.97, 0.4), (0.97, 0.34)],
            (palette.thing((214, 190, 150), depth, 0.4), palette.thing(stone, depth, -0.3)),
        )
    )
    shapes += [
        flat([(x, 0.4), (x, 0.435), (x + 0.035, 0.435), (x + 0.035, 0.4)], palette.thing((206, 182, 142), depth, 0.2))
        for x in np.arange(-0.95, 0.93, 0.07)
    ]
    for centre, half in ((-0.72, 0.17), (0.72, 0.17), (0.0, 0.52)):
        shapes += _pavilion(palette, depth, centre, half, red)
    return shapes


def _pavilion(palette: Palette, depth: float, x: float, half: float, red: Colour) -> list[Shape]:
    """Columns and balustrade under green and yellow tiles; two storeys in the middle."""
    tall = 0.17 if half > 0.3 else 0.13
    inner = WINDOW if palette.night else palette.thing((96, 52, 38), depth, -0.4)
    shapes = [flat([(x - half, 0.4), (x - half, 0.4 + tall), (x + half, 0.4 + tall), (x + half, 0.4)], inner)]
    for column in np.linspace(x - half, x + half, 9 if half > 0.3 else 4):
        shapes.append(
            Shape(
                [
                    (column - 0.012, 0.4),
                    (column - 0.012, 0.4 + tall),
                    (column + 0.012, 0.4 + tall),
                    (column + 0.012, 0.4),
                ],
                (palette.thing(red, depth, -0.2), palette.thing(red, depth, 0.4)),
                sideways=True,
            )
        )
    shapes.append(flat(outline([(x - half, 0.44), (x + half, 0.44)], 0.014), palette.thing((222, 178, 90), depth, 0.3)))
    tiles: Colour = (206, 160, 56) if half > 0.3 else (70, 118, 82)
    shapes += roof(palette, tiles, Eaves(x, 0.4 + tall, half + 0.09, half * 0.86, 0.1, 0.03), depth)
    if half > 0.3:
        upper = 0.5 + tall
        shapes.append(
            flat(
                [
                    (x - half * 0.74, upper),
                    (x - half * 0.74, upper + 0.1),
                    (x + half * 0.74, upper + 0.1),
                    (x + half * 0.74, upper),
                ],
                inner,
            )
        )
        for column in np.linspace(x - half * 0.74, x + half * 0.74, 8):
            shapes.append(
                flat(
                    [
                        (column - 0.01, upper),
                        (column - 0.01, upper + 0.1),
                        (column + 0.01, upper + 0.1),
                        (column + 0.01, upper),
                    ],
                    palette.thing(red, depth, 0.1),
                )
            )
        shapes += roof(palette, tiles, Eaves(x, upper + 0.1, half * 0.74 + 0.09, half * 0.5, 0.15, 0.035), depth)
    return shapes


def _panes(
    palette: Palette, area: tuple[float, float, float, float], wood: Colour, depth: float, bars: int
) -> list[Shape]:
    """A window or doorway (left, lower, right, upper): lamplight by night, gloom by day, behind slim bars."""
    left, low, right, high = area
    inner = palette.thing((70, 46, 36), depth, -0.2)
    glowing = (
        mix(WINDOW, (255, 150, 66), 0.5),
        WINDOW,
        mix(WINDOW, (255, 246, 214), 0.55),
        mix(WINDOW, (255, 160, 76), 0.35),
    )
    tones = glowing if palette.night else (palette.thing((40, 26, 24), depth, -0.4), inner)
    shapes = [Shape([(left, low), (left, high), (right, high), (right, low)], tones)]
    bar, wide = palette.thing(wood, depth, -0.3), 0.018 * (right - left) + 0.0006
    for x in np.linspace(left, right, bars + 2)[1:-1].tolist():
        shapes.append(flat([(x - wide, low), (x - wide, high), (x + wide, high), (x + wide, low)], bar))
    middle = low + 0.72 * (high - low)
    shapes.append(flat(outline([(left, middle), (right, middle)], 2 * wide), bar))
    shapes.append(flat(outline([(left, high), (right, high)], 0.05 * (high - low)), palette.thing(wood, depth, 0.2)))
    return shapes


def town_house(palette: Palette, rng: Generator, width: float, height: float, depth: float = 0.0) -> list[Shape]:
    """An old merchant's house: yellow wall, wooden shutters, pent roof, tiled eaves. Foot from x = 0 to `width`."""
    wall = ((232, 178, 78), (226, 160, 70), (238, 196, 108), (206, 150, 84), (170, 186, 166))[int(rng.integers(5))]
    wood = ((92, 54, 36), (66, 92, 80), (110, 64, 40))[int(rng.integers(3))]

    def box(left: float, low: float, right: float, high: float, *colours: Colour) -> Shape:
        return Shape([(left * width, low), (left * width, high), (right * width, high), (right * width, low)], colours)

    def ledge(low: float, high: float, out: float, colour: Colour) -> list[Shape]:
        sides = [(-out, low), (0.5 * out, high), (1 - 0.5 * out, high), (1 + out, low)]
        tiles = [
            Shape(
                [(x * width, y) for x, y in sides],
                (palette.thing(colour, depth, 0.2), palette.thing(colour, depth, -0.3)),
            )
        ]
        for share in np.linspace(0.0, 1.0, 19).tolist():
            foot, top = (-out + share * (1 + 2 * out)) * width, (0.5 * out + share * (1 - out)) * width
            tiles.append(
                flat(outline([(foot, low), (top, high)], 0.006 * width), palette.thing(colour, depth, -0.6), 0.4)
            )
        return tiles

    tones = [palette.thing(wall, depth, lit) for lit in (-0.15, 0.2, -0.4)]
    shapes = [box(0, 0, 1, height, *tones)]
    for door in (0.13, 0.39, 0.66):
        shapes += _panes(palette, (door * width, 0, (door + 0.22) * width, 0.36 * height), wood, depth, 1)
    shapes += [box(x, 0, x + 0.05, 0.37 * height, palette.thing(wood, depth, -0.1)) for x in (0.09, 0.35, 0.62, 0.87)]
    shapes.append(box(0.07, 0.355 * height, 0.94, 0.375 * height, palette.thing(wood, depth, 0.15)))
    shapes += ledge(0.4 * height, 0.48 * height, 0.05, (146, 78, 52))
    for x in (0.16, 0.42, 0.68):
        if rng.uniform() < 0.7:
            shapes += _panes(palette, (x * width, 0.56 * height, (x + 0.17) * width, 0.84 * height), wood, depth, 2)
        else:
            shapes.append(box(x, 0.56 * height, x + 0.17, 0.84 * height, palette.thing(wood, depth)))
        for side in (x - 0.035, x + 0.17):
            shapes.append(box(side, 0.56 * height, side + 0.045, 0.84 * height, palette.thing(wood, depth, 0.25)))
            for slat in np.linspace(0.58, 0.82, 9).tolist():
                shapes.append(
                    box(
                        side + 0.006,
                        slat * height,
                        side + 0.039,
                        (slat + 0.008) * height,
                        palette.thing(wood, depth, -0.5),
                    )
                )
    shapes.append(box(0, 0.9 * height, 1, 0.96 * height, palette.thing(wall, depth, -0.55)))
    shapes += ledge(0.96 * height, 1.09 * height, 0.06, (138, 70, 48))
    edge = outline([(-0.06 * width, height * 0.96), (1.06 * width, height * 0.96)], 0.02 * height)
    shapes.append(flat(edge, palette.thing((92, 48, 36), depth, -0.2)))
    return shapes
