"""Boats: junks with batten sails, fishing boats, round basket boats, sampans. Length 1, waterline at y = 0."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from cms.demo.pictures.noise import Generator
from cms.demo.pictures.palette import Colour, Palette, mix
from cms.demo.pictures.pen import Point, curve, outline, oval
from cms.demo.pictures.shapes import Shape, flat

SAILS: tuple[Colour, ...] = ((178, 74, 44), (196, 98, 40), (205, 128, 58), (166, 58, 48), (214, 158, 92))
HULLS: tuple[Colour, ...] = ((38, 104, 158), (28, 132, 128), (52, 92, 140), (40, 122, 92), (176, 66, 52))


_BATTENS = (0.0, 0.17, 0.35, 0.53, 0.7, 0.86, 1.0)


def _sail(palette: Palette, colour: Colour, depth: float, foot: Point, height: float, width: float) -> list[Shape]:
    """A fan-shaped sail held by battens that rise towards its scalloped after edge; the mast stands well forward."""
    x, y = foot
    fore = [(x - width * (0.3 + 0.1 * s - 0.36 * s**3), y + height * (0.94 * s + 0.02)) for s in _BATTENS]
    aft = [(x + width * (0.62 + 0.3 * s - 0.86 * s**3), y + height * (0.1 + 1.0 * s - 0.1 * s * s)) for s in _BATTENS]
    edge: list[Point] = []
    for low, high in pairwise(aft):
        bay = ((low[0] + high[0]) / 2 - 0.035 * width, (low[1] + high[1]) / 2)
        edge += curve(low, bay, high, count=5)
    tones = [palette.thing(colour, depth, lit) for lit in (-0.5, 0.0, 0.35, 0.7)]
    shapes = [Shape([*fore, *edge[::-1]], tuple(tones), sideways=True)]
    rib = palette.thing(mix(colour, (40, 20, 14), 0.55), depth)
    shade = palette.thing(mix(colour, (60, 20, 14), 0.35), depth, -0.3)
    for left, right, above in zip(fore, aft, [*fore[1:], None], strict=True):
        bow = curve(left, ((left[0] + right[0]) / 2, (left[1] + right[1]) / 2 - 0.015 * height), right, count=6)
        if above:
            band = [*bow, (right[0] - 0.02 * width, right[1] + 0.035 * height), (left[0], left[1] + 0.03 * height)]
            shapes.append(flat(band, shade, 0.35))
        shapes.append(flat(outline(bow, 0.011 * height, 0.007 * height), rib))
    return shapes


def junk(palette: Palette, rng: Generator, depth: float = 0.1, sails: int = 3) -> list[Shape]:
    """A junk as it sails the bay."""
    colour = SAILS[int(rng.integers(len(SAILS)))]
    wood = palette.thing((74, 46, 32), depth)
    mast = palette.thing((60, 40, 30), depth)
    shapes: list[Shape] = []
    spots = [(-0.27, 0.6, 0.34), (0.03, 0.9, 0.46), (0.33, 0.56, 0.3)][:sails]
    for x, height, width in spots:
        shapes.append(flat(outline([(x, 0.06), (x + 0.01, height + 0.16)], 0.014, 0.006), mast))
        shapes += _sail(palette, colour, depth, (x, 0.16), height, width)
    cabin = palette.thing((120, 84, 54), depth, 0.25)
    shapes.append(
        Shape(
            [(-0.36, 0.06), (-0.36, 0.16), (0.2, 0.14), (0.2, 0.05)], (cabin, palette.thing((120, 84, 54), depth, -0.4))
        )
    )
    roof = palette.thing((150, 62, 40), depth, 0.15)
    shapes.append(flat([(-0.39, 0.155), (-0.35, 0.185), (0.19, 0.165), (0.23, 0.14)], roof))
    window = (255, 206, 120) if palette.night else palette.thing((40, 26, 22), depth)
    shapes += [
        flat([(x, 0.08), (x, 0.13), (x + 0.035, 0.128), (x + 0.035, 0.078)], window)
        for x in np.linspace(-0.32, 0.13, 7)
    ]
    deck = curve((-0.5, 0.2), (-0.42, 0.06), (0.1, 0.03), (0.5, 0.15), count=14)
    keel = curve((0.5, 0.15), (0.42, 0.0), (0.36, -0.015), count=6)
    shapes.append(
        Shape(
            [*deck, *keel, (-0.38, -0.015), (-0.46, 0.06)],
            (palette.thing((74, 46, 32), depth, 0.3), wood, palette.shadow),
        )
    )
    shapes.append(flat(outline(deck, 0.016, 0.014), palette.thing((156, 104, 62), depth, 0.3)))
    return shapes


def fishing_boat(palette: Palette, rng: Generator, depth: float = 0.05) -> list[Shape]:
    """A wooden boat of the central coast: bright hull with painted eyes, wheelhouse, mast and flag."""
    hull = HULLS[int(rng.integers(len(HULLS)))]
    trim = ((206, 62, 44), (232, 178, 62), (236, 232, 214))[int(rng.integers(3))]
    body = palette.thing(hull, depth, 0.25)
    under = palette.thing(hull, depth, -0.7)
    sheer = curve((-0.5, 0.2), (-0.3, 0.08), (0.2, 0.06), (0.52, 0.3), count=16)
    bow = curve((0.52, 0.3), (0.46, 0.08), (0.36, -0.02), count=8)
    shapes = [
        flat(outline([(x, 0.1), (x, top)], 0.012, 0.006), palette.thing((92, 66, 48), depth))
        for x, top in ((0.14, 0.66), (-0.34, 0.5))
    ]
    shapes.append(flat(outline([(0.14, 0.62), (0.47, 0.26)], 0.004), palette.thing((60, 52, 48), depth)))
    shapes.append(flat(outline([(0.14, 0.62), (-0.34, 0.48)], 0.004), palette.thing((60, 52, 48), depth)))
    flag = curve((0.14, 0.66), (0.19, 0.68), (0.22, 0.64), (0.27, 0.66), count=6)
    shapes.append(flat([*flag, (0.27, 0.59), (0.21, 0.575), (0.14, 0.59)], palette.thing((214, 40, 34), depth, 0.2)))
    house = palette.thing((232, 224, 200), depth, 0.35)
    pane = (255, 206, 120) if palette.night else palette.thing((46, 66, 84), depth)
    shapes.append(
        Shape(
            [(-0.3, 0.1), (-0.3, 0.3), (-0.02, 0.28), (-0.02, 0.08)],
            (palette.thing((232, 224, 200), depth, -0.25), house),
            sideways=True,
        )
    )
    shapes.append(flat([(-0.34, 0.295), (-0.3, 0.335), (0.0, 0.315), (0.03, 0.275)], palette.thing(trim, depth, 0.2)))
    shapes += [flat([(x, 0.17), (x, 0.25), (x + 0.05, 0.247), (x + 0.05, 0.168)], pane) for x in (-0.27, -0.19, -0.11)]
    shapes.append(Shape([*sheer, *bow, (-0.4, -0.02), (-0.47, 0.08)], (body, palette.thing(hull, depth, 0.0), under)))
    shapes.append(flat(outline(sheer, 0.026, 0.022), palette.thing(trim, depth, 0.3)))
    shapes.append(
        flat([(-0.44, 0.03), (0.4, 0.03), (0.36, -0.02), (-0.4, -0.02)], palette.thing((150, 50, 40), depth, -0.2))
    )
    shapes.append(flat(oval(0.37, 0.155, 0.035, 0.02, 0.25), palette.thing((244, 240, 228), depth)))
    shapes.append(flat(oval(0.375, 0.155, 0.014, 0.014), palette.thing((24, 24, 30), depth)))
    return shapes


def basket_boat(palette: Palette, rng: Generator, depth: float = 0.0) -> list[Shape]:
    """A round woven boat as on the beaches of the centre, seen a little from above."""
    straw = ((168, 124, 74), (150, 112, 72), (92, 120, 134), (178, 138, 84))[int(rng.integers(4))]
    bowl = curve((-0.5, 0.3), (-0.46, -0.02), (0.0, -0.1), (0.46, -0.02), (0.5, 0.3), count=20)
    tones = (palette.thing(straw, depth, 0.45), palette.thing(straw, depth, 0.0), palette.thing(straw, depth, -0.75))
    shapes = [Shape(bowl, tones)]
    weave = palette.thing(mix(straw, (50, 32, 20), 0.5), depth)
    for share in np.linspace(-0.85, 0.85, 11):
        rib = curve((share * 0.48, 0.25), (share * 0.45, 0.04), (share * 0.24, -0.05), count=6)
        shapes.append(flat(outline(rib, 0.008, 0.004), weave, 0.5))
    for level in (0.16, 0.06):
        band = curve((-0.47, level + 0.06), (0.0, level - 0.2), (0.47, level + 0.06), count=12)
        shapes.append(flat(outline(band, 0.007), weave, 0.45))
    shapes.append(flat(oval(0, 0.3, 0.5, 0.135), palette.thing(mix(straw, (244, 220, 170), 0.4), depth, 0.35)))
    shapes.append(
        Shape(oval(0, 0.295, 0.455, 0.108), (palette.thing(straw, depth, -0.85), palette.thing(straw, depth, -0.3)))
    )
    shapes.append(flat(outline([(-0.4, 0.31), (0.42, 0.27)], 0.03), palette.thing((128, 88, 52), depth, 0.1)))
    return shapes


def sampan(palette: Palette, depth: float = 0.05, *, awning: bool = False) -> list[Shape]:
    """A slim river boat; the rower is drawn by people.rower."""
    wood: Colour = (92, 62, 44)
    rim = curve((-0.52, 0.12), (-0.3, 0.02), (0.3, 0.02), (0.54, 0.13), count=16)
    keel = curve((0.54, 0.13), (0.3, -0.05), (-0.3, -0.05), (-0.52, 0.12), count=14)
    shapes: list[Shape] = []
    if awning:
        arch = curve((-0.22, 0.03), (-0.2, 0.2), (0.14, 0.2), (0.16, 0.03), count=10)
        shapes.append(
            Shape(arch, (palette.thing((176, 140, 92), depth, 0.3), palette.thing((120, 92, 60), depth, -0.3)))
        )
    shapes.append(Shape([*rim, *keel], (palette.thing(wood, depth, 0.3), palette.thing(wood, depth, -0.7))))
    shapes.append(flat(outline(rim, 0.012), palette.thing((170, 124, 82), depth, 0.4)))
    return shapes
