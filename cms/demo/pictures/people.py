"""Simple figures: rower, field workers with conical hats, walkers. Height 1, feet at y = 0, facing right."""

from __future__ import annotations

from cms.demo.pictures.palette import Colour, Palette, mix
from cms.demo.pictures.pen import Point, curve, outline, oval, smooth
from cms.demo.pictures.shapes import Shape, flat

SKIN: Colour = (196, 142, 104)
STRAW: Colour = (232, 206, 150)
HAIR: Colour = (34, 28, 30)


def hat(palette: Palette, x: float, y: float, half: float, depth: float = 0.0, tilt: float = 0.0) -> list[Shape]:
    """A conical hat; (x, y) is the middle of its rim."""
    left, right, top = (
        (x - half, y - tilt * half),
        (x + half, y + tilt * half),
        (x - tilt * half * 0.5, y + 0.62 * half),
    )
    rim = curve(right, (x, y - 0.26 * half), left, count=10)
    lit, dim = palette.thing(STRAW, depth, 0.7), palette.thing(STRAW, depth, -0.35)
    inner = palette.thing(mix(STRAW, (110, 80, 50), 0.6), depth, -0.3)
    shapes = [flat(oval(x, y - 0.01 * half, half, 0.15 * half, tilt), inner)]
    shapes.append(Shape([left, top, right, *rim], (dim, lit, palette.thing(STRAW, depth, 0.2)), sideways=True))
    ring = palette.thing(mix(STRAW, (150, 110, 60), 0.5), depth)
    for share in (0.33, 0.66):
        a = (left[0] + (top[0] - left[0]) * share, left[1] + (top[1] - left[1]) * share)
        b = (right[0] + (top[0] - right[0]) * share, right[1] + (top[1] - right[1]) * share)
        sag = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2 - 0.2 * half * (1 - share))
        shapes.append(flat(outline(curve(a, sag, b, count=8), 0.025 * half), ring, 0.55))
    return shapes


def _limb(points: tuple[Point, ...], colour: Colour, start: float, end: float) -> Shape:
    return flat(outline(smooth(points, 6, closed=False), start, end), colour)


def walker(
    palette: Palette,
    cloth: Colour,
    depth: float = 0.0,
    *,
    stride: float = 0.1,
    dress: bool = False,
    hatted: bool = True,
) -> list[Shape]:
    """Somebody walking, in a tunic or in a long dress."""
    trousers = palette.thing((236, 232, 226) if dress else (44, 42, 52), depth, 0.0)
    skin = palette.thing(SKIN, depth, 0.1)
    dark, lit = palette.thing(cloth, depth, -0.5), palette.thing(cloth, depth, 0.4)
    shapes = [
        _limb(((0.0, 0.5), (-stride * 0.5, 0.26), (-stride, 0.02)), mix(trousers, palette.shadow, 0.3), 0.11, 0.06),
        _limb(((0.0, 0.5), (stride * 0.7, 0.27), (stride, 0.02)), trousers, 0.11, 0.06),
    ]
    hem = 0.12 if dress else 0.42
    body = smooth(
        [
            (-0.075, 0.8),
            (0.055, 0.81),
            (0.085, 0.68),
            (0.07, 0.55),
            (0.1, hem),
            (-0.12, hem + 0.01),
            (-0.085, 0.55),
            (-0.095, 0.7),
        ]
    )
    shapes.append(Shape(body, (dark, palette.thing(cloth, depth, 0.0), lit), sideways=True))
    shapes.append(_limb(((0.0, 0.77), (0.05, 0.62), (0.13 + stride * 0.3, 0.52)), lit, 0.06, 0.035))
    shapes.append(flat(oval(0.13 + stride * 0.3, 0.515, 0.02, 0.02), skin))
    shapes.append(flat(outline([(-0.01, 0.8), (0.0, 0.86)], 0.05), skin))
    shapes.append(flat(oval(0.01, 0.895, 0.052, 0.064), skin))
    shapes.append(
        flat(
            smooth(
                [(-0.05, 0.9), (-0.03, 0.955), (0.03, 0.96), (0.05, 0.925), (0.0, 0.93), (-0.02, 0.86), (-0.05, 0.8)]
            ),
            palette.thing(HAIR, depth),
        )
    )
    if hatted:
        shapes += hat(palette, 0.005, 0.925, 0.145, depth, 0.05)
    return shapes


def bending(palette: Palette, cloth: Colour, depth: float = 0.0) -> list[Shape]:
    """Somebody bent over rice, tea or salt."""
    skin, dark = palette.thing(SKIN, depth, 0.1), palette.thing((48, 46, 58), depth)
    shapes = [
        _limb(((-0.1, 0.42), (-0.14, 0.22), (-0.13, 0.0)), dark, 0.13, 0.06),
        _limb(((-0.06, 0.42), (0.0, 0.22), (-0.02, 0.0)), mix(dark, palette.light, 0.12), 0.13, 0.06),
    ]
    back = smooth([(-0.2, 0.42), (-0.16, 0.54), (0.02, 0.62), (0.2, 0.56), (0.21, 0.48), (0.06, 0.43), (-0.06, 0.36)])
    shapes.append(
        Shape(
            back,
            (palette.thing(cloth, depth, 0.5), palette.thing(cloth, depth, 0.0), palette.thing(cloth, depth, -0.6)),
        )
    )
    shapes.append(_limb(((0.16, 0.53), (0.2, 0.34), (0.3, 0.2)), palette.thing(cloth, depth, 0.1), 0.075, 0.045))
    shapes.append(flat(oval(0.31, 0.185, 0.024, 0.024), skin))
    shapes.append(flat(oval(0.275, 0.525, 0.055, 0.06), skin))
    return shapes + hat(palette, 0.285, 0.555, 0.165, depth, -0.28)


def carrier(palette: Palette, cloth: Colour, load: Colour, depth: float = 0.0) -> list[Shape]:
    """Somebody walking with two baskets on a shoulder pole."""
    pole = curve((-0.62, 0.7), (-0.2, 0.86), (0.2, 0.86), (0.62, 0.7), count=14)
    rope = palette.thing((90, 70, 50), depth)
    shapes: list[Shape] = []
    for side in (-1, 1):
        x = side * 0.56
        shapes += [flat(outline([(x, 0.73), (x + spread, 0.4)], 0.008), rope) for spread in (-0.1, 0.1)]
        heap = curve((x - 0.12, 0.38), (x - 0.04, 0.56), (x + 0.04, 0.56), (x + 0.12, 0.38), count=10)
        shapes.append(Shape(heap, (palette.thing(load, depth, 0.7), palette.thing(load, depth, -0.1))))
        basket = [(x - 0.13, 0.4), (x + 0.13, 0.4), (x + 0.09, 0.26), (x - 0.09, 0.26)]
        shapes.append(
            Shape(basket, (palette.thing((150, 112, 70), depth, 0.3), palette.thing((120, 84, 50), depth, -0.5)))
        )
    shapes += walker(palette, cloth, depth, stride=0.13)
    shapes.insert(-8, flat(outline(pole, 0.022, 0.018), palette.thing((136, 100, 62), depth, 0.2)))
    return shapes


def rower(palette: Palette, cloth: Colour, depth: float = 0.0) -> list[Shape]:
    """Somebody standing at a long oar; feet at the boat's rim."""
    oar = palette.thing((110, 80, 54), depth)
    return [flat(outline([(0.4, 0.78), (-0.42, -0.22)], 0.02, 0.03), oar), *walker(palette, cloth, depth, stride=0.11)]


def seated(palette: Palette, cloth: Colour, depth: float = 0.0) -> list[Shape]:
    """Somebody sitting low, knees drawn up, hands before the body: a seller, a maker of baskets."""
    skin = palette.thing(SKIN, depth, 0.15)
    dark = palette.thing((52, 46, 60), depth)
    body = smooth([(-0.17, 0.05), (-0.2, 0.3), (-0.13, 0.55), (0.02, 0.6), (0.1, 0.5), (0.12, 0.25), (0.1, 0.04)])
    return [
        _limb(((-0.06, 0.1), (0.22, 0.34), (0.28, 0.02)), dark, 0.17, 0.09),
        Shape(
            body,
            (palette.thing(cloth, depth, -0.4), palette.thing(cloth, depth, 0.0), palette.thing(cloth, depth, 0.5)),
            sideways=True,
        ),
        _limb(((0.0, 0.5), (0.14, 0.32), (0.31, 0.36)), palette.thing(cloth, depth, 0.35), 0.09, 0.06),
        flat(oval(0.325, 0.365, 0.03, 0.028), skin),
        flat(outline([(-0.02, 0.57), (0.0, 0.66)], 0.07), skin),
        flat(oval(0.02, 0.71, 0.068, 0.082), skin),
        flat(
            smooth(
                [(-0.06, 0.72), (-0.03, 0.79), (0.05, 0.8), (0.075, 0.75), (0.0, 0.76), (-0.03, 0.66), (-0.06, 0.6)]
            ),
            palette.thing(HAIR, depth),
        ),
        *hat(palette, 0.015, 0.76, 0.2, depth, 0.06),
    ]
