"""Works of today: cranes, ships, containers, turbines, towers, trains and trucks. Foot or waterline at y = 0."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from cms.demo.pictures.canvas import Canvas
from cms.demo.pictures.heritage import WINDOW
from cms.demo.pictures.noise import Generator
from cms.demo.pictures.palette import Colour, Palette, mix
from cms.demo.pictures.pen import Pen, curve, outline, oval
from cms.demo.pictures.shapes import Shape, flat

BOXES: tuple[Colour, ...] = (
    (186, 64, 48), (34, 96, 138), (222, 142, 54), (52, 128, 104),
    (226, 222, 208), (118, 52, 56), (70, 84, 108), (226, 186, 92),
)  # fmt: skip
"""Colours of containers."""


def block(left: float, lower: float, right: float, upper: float, *colours: Colour, sideways: bool = False) -> Shape:
    """A rectangle, y up."""
    return Shape([(left, lower), (left, upper), (right, upper), (right, lower)], colours, sideways=sideways)


def container(palette: Palette, rng: Generator, x: float, y: float, width: float, depth: float) -> list[Shape]:
    """A container seen from its long side, ribbed."""
    colour = BOXES[int(rng.integers(len(BOXES)))]
    tall = width * 0.42
    shapes = [block(x, y, x + width, y + tall, palette.thing(colour, depth, 0.4), palette.thing(colour, depth, -0.3))]
    rib = palette.thing(colour, depth, -0.6)
    shapes += [
        flat(outline([(at, y + 0.1 * tall), (at, y + 0.9 * tall)], 0.02 * width), rib, 0.4)
        for at in np.linspace(x + 0.06 * width, x + 0.94 * width, 9)
    ]
    shapes.append(flat([(x, y), (x, y + 0.06 * tall), (x + width, y + 0.06 * tall), (x + width, y)], rib, 0.6))
    return shapes


def stack(palette: Palette, rng: Generator, columns: int, rows: int, width: float, depth: float) -> list[Shape]:
    """A yard block: containers on one another, the upper rows with gaps."""
    shapes: list[Shape] = []
    for column in range(columns):
        for row in range(max(1, rows - int(rng.integers(0, 3)))):
            shapes += container(palette, rng, column * width * 1.03, row * width * 0.43, width, depth)
    return shapes


def crane(palette: Palette, depth: float, colour: Colour, raised: bool = False) -> list[Shape]:
    """A ship-to-shore gantry crane; its boom reaches to the left. Height 1."""
    frame, dark, lit = (
        palette.thing(colour, depth, 0.0),
        palette.thing(colour, depth, -0.55),
        palette.thing(colour, depth, 0.5),
    )
    beams = [
        ((-0.17, 0.0), (-0.12, 0.62), 0.034, frame), ((0.17, 0.0), (0.13, 0.62), 0.034, dark),
        ((-0.15, 0.26), (0.15, 0.26), 0.026, dark), ((-0.16, 0.03), (0.16, 0.03), 0.03, dark),
        ((-0.15, 0.27), (0.13, 0.6), 0.014, dark), ((0.15, 0.27), (-0.12, 0.6), 0.014, dark),
        ((-0.12, 0.6), (-0.02, 0.98), 0.026, frame), ((0.13, 0.6), (0.0, 0.98), 0.024, dark),
        ((-0.14, 0.63), (0.42, 0.63), 0.042, lit), ((0.4, 0.63), (0.0, 0.97), 0.008, dark),
    ]  # fmt: skip
    tip = (-0.46, 1.12) if raised else (-0.86, 0.63)
    beams.append(((-0.14, 0.63), tip, 0.036, lit))
    middle = ((tip[0] - 0.14) / 2, (tip[1] + 0.63) / 2)
    beams += [((-0.02, 0.98), middle, 0.008, dark), ((-0.02, 0.98), (tip[0] * 0.96, tip[1]), 0.008, dark)]
    shapes = [flat(outline([start, end], width), tone) for start, end, width, tone in beams]
    for share in np.linspace(0.05, 0.95, 16):
        x = 0.42 + (-0.86 - 0.42) * share
        if x > -0.14 or not raised:
            shapes.append(flat(outline([(x, 0.612), (x + 0.03, 0.648)], 0.006), dark, 0.8))
    shapes.append(
        block(
            0.16,
            0.65,
            0.34,
            0.73,
            palette.thing((228, 226, 216), depth, 0.3),
            palette.thing((180, 178, 172), depth, -0.3),
        )
    )
    if not raised:
        shapes.append(block(-0.5, 0.565, -0.44, 0.61, palette.thing((226, 222, 210), depth, 0.2)))
        shapes += [flat(outline([(x, 0.57), (x - 0.01, 0.42)], 0.004), dark) for x in (-0.5, -0.43)]
        shapes.append(block(-0.57, 0.37, -0.38, 0.43, palette.thing((222, 142, 54), depth, 0.2)))
    if palette.night:
        shapes += [flat(oval(x, y, 0.012, 0.012), (255, 92, 70)) for x, y in ((-0.01, 0.99), tip)]
    return shapes


def container_ship(palette: Palette, rng: Generator, depth: float = 0.05) -> list[Shape]:
    """A laden container ship, length 1, bow to the right."""
    hull = ((28, 58, 92), (140, 44, 40), (34, 40, 50), (22, 92, 84))[int(rng.integers(4))]
    shapes: list[Shape] = []
    width = 0.052
    for column in range(13):
        x = -0.36 + column * width * 1.03 + (0.05 if column > 2 else -0.1)
        for row in range(int(rng.integers(2, 6)) + (1 if 3 < column < 10 else 0)):
            shapes += container(palette, rng, x, 0.1 + row * width * 0.43, width, depth)
    white = (palette.thing((240, 238, 230), depth, -0.3), palette.thing((240, 238, 230), depth, 0.6))
    shapes.append(block(-0.33, 0.09, -0.25, 0.33, *white, sideways=True))
    shapes.append(block(-0.36, 0.3, -0.22, 0.335, *white, sideways=True))
    pane = WINDOW if palette.night else palette.thing((40, 60, 80), depth)
    shapes += [block(-0.32, y, -0.26, y + 0.012, pane) for y in np.arange(0.13, 0.29, 0.034)]
    shapes.append(block(-0.35, 0.31, -0.23, 0.325, pane))
    shapes.append(
        block(
            -0.4,
            0.1,
            -0.36,
            0.25,
            palette.thing((216, 96, 44), depth, 0.1),
            palette.thing((160, 60, 36), depth, -0.4),
            sideways=True,
        )
    )
    shapes.append(flat(outline([(-0.29, 0.33), (-0.29, 0.4)], 0.006), palette.thing((220, 216, 208), depth)))
    deck = curve((-0.5, 0.1), (0.0, 0.085), (0.36, 0.09), (0.52, 0.15), count=14)
    tones = (palette.thing(hull, depth, 0.35), palette.thing(hull, depth, 0.0), palette.thing(hull, depth, -0.5))
    shapes.append(Shape([*deck, (0.455, 0.0), (-0.47, 0.0)], tones))
    shapes.append(
        flat(
            [(-0.475, 0.018), (0.463, 0.018), (0.455, -0.005), (-0.47, -0.005)],
            palette.thing((170, 52, 44), depth, -0.1),
        )
    )
    shapes.append(flat(outline(deck, 0.006), palette.thing((236, 232, 222), depth, 0.3)))
    return shapes


def cruise_ship(palette: Palette, depth: float = 0.1) -> list[Shape]:
    """A white cruise ship, length 1, bow to the right."""
    white: Colour = (244, 242, 236)
    tones = (palette.thing(white, depth, 0.55), palette.thing(white, depth, -0.15))
    shapes: list[Shape] = []
    pane = WINDOW if palette.night else palette.thing((70, 104, 130), depth)
    for level, (left, right) in enumerate(
        ((-0.46, 0.36), (-0.44, 0.32), (-0.43, 0.29), (-0.4, 0.25), (-0.36, 0.2), (-0.2, 0.14))
    ):
        y = 0.085 + level * 0.026
        shapes.append(Shape([(left, y), (left, y + 0.024), (right, y + 0.024), (right + 0.02, y)], tones))
        shapes += [
            block(x, y + 0.006, x + 0.011, y + 0.019, pane) for x in np.arange(left + 0.015, right - 0.01, 0.0185)
        ]
    shapes.append(
        Shape(
            [(-0.3, 0.235), (-0.32, 0.31), (-0.24, 0.31), (-0.22, 0.235)],
            (palette.thing((36, 84, 140), depth, 0.3), palette.thing((36, 84, 140), depth, -0.3)),
            sideways=True,
        )
    )
    deck = curve((-0.5, 0.09), (0.1, 0.08), (0.4, 0.085), (0.53, 0.13), count=12)
    shapes.append(
        Shape(
            [*deck, (0.44, 0.0), (-0.48, 0.0)], (palette.thing(white, depth, 0.4), palette.thing(white, depth, -0.45))
        )
    )
    shapes.append(
        flat([(-0.483, 0.016), (0.452, 0.016), (0.44, -0.004), (-0.48, -0.004)], palette.thing((30, 74, 128), depth))
    )
    shapes += [flat(oval(x, 0.05, 0.004, 0.004), pane) for x in np.arange(-0.44, 0.4, 0.028)]
    return shapes


def turbine(palette: Palette, turn: float, depth: float = 0.1, sun: float = 1.0) -> list[Shape]:
    """A wind turbine; hub at height 1, blades 0.52 long; `turn` in radians."""
    white: Colour = (244, 246, 244)
    tones = (palette.thing(white, depth, -0.4), palette.thing(white, depth, 0.6))
    tower = [(-0.017, 0.0), (-0.009, 0.99), (0.009, 0.99), (0.017, 0.0)]
    shapes = [Shape(tower, tones if sun > 0 else tones[::-1], sideways=True)]
    for number in range(3):
        angle = turn + number * 2 * math.pi / 3
        along, across = (math.cos(angle), math.sin(angle)), (-math.sin(angle), math.cos(angle))

        def at(
            length: float, aside: float, along: tuple[float, float] = along, across: tuple[float, float] = across
        ) -> tuple[float, float]:
            return along[0] * length + across[0] * aside, 1 + along[1] * length + across[1] * aside

        blade = [
            at(0.0, -0.009),
            at(0.08, -0.02),
            at(0.22, -0.012),
            at(0.52, 0.004),
            at(0.3, 0.009),
            at(0.1, 0.011),
            at(0.0, 0.009),
        ]
        shapes.append(flat(blade, palette.thing(white, depth, 0.55 if across[1] > 0 else 0.05)))
    shapes.append(flat(oval(0, 1, 0.024, 0.02), palette.thing(white, depth, 0.2)))
    return shapes


def tower_block(
    pen: Pen, canvas: Canvas, x: float, base: float, width: float, height: float, depth: float, *, style: int
) -> None:
    """A high building in pixels of the picture: glass by day, lit windows by night."""
    palette, rng = canvas.palette, canvas.rng
    local = ((112, 142, 168), (188, 180, 168), (142, 160, 170), (206, 196, 178), (96, 122, 146))[style % 5]
    side = 1 if canvas.sun[0] > x else -1
    tones = [palette.thing(local, depth, lit) for lit in (-0.55, 0.0, 0.5)][::side]
    top = base - height
    crown = [(x, base), (x, top), (x + width, top), (x + width, base)]
    if style % 4 == 1:
        crown = [(x, base), (x, top), (x + 0.5 * width, top - 0.12 * height), (x + width, top), (x + width, base)]
    elif style % 4 == 2:
        crown = [(x, base), (x, top + 0.07 * height), (x + width, top), (x + width, base)]
    pen.gradient(crown, tones, sideways=True)
    if style % 4 == 3:
        pen.stroke(
            [(x + 0.5 * width, top), (x + 0.5 * width, top - 0.16 * height)], tones[1], 0.05 * width, 0.01 * width
        )
    _windows(pen, palette, rng, (x, top, width, height), depth, style)


def _windows(
    pen: Pen, palette: Palette, rng: Generator, area: tuple[float, float, float, float], depth: float, style: int
) -> None:
    x, top, width, height = area
    columns, rows = 4 + style % 4, max(4, round(height / width * (5 + style % 3)))
    dim = palette.name in ("night", "dusk", "rain")
    glass = mix(palette.thing((60, 92, 124), depth), palette.sky[-2], 0.45)
    wide, tall = width / (columns + 1), height * 0.9 / rows
    if not dim and style % 2:
        for row in range(rows):
            y = top + 0.06 * height + row * tall
            pen.rectangle(x + 0.1 * width, y, x + 0.9 * width, y + 0.5 * tall, glass, 0.7)
        return
    lights = (WINDOW, (255, 232, 178), (255, 186, 104), (206, 226, 240))
    for row in range(rows):
        y = top + 0.07 * height + row * tall
        for column in range(columns):
            left = x + (0.6 + column) * wide
            lit = dim and rng.uniform() < (0.5 if palette.night else 0.32)
            colour = mix(lights[int(rng.integers(4))], palette.haze, depth * 0.6) if lit else glass
            pen.rectangle(left, y, left + 0.66 * wide, y + 0.55 * tall, colour, 0.92 if lit else 0.5)


def skyline(
    canvas: Canvas,
    base: float,
    depth: float,
    heights: tuple[float, float],
    width: tuple[float, float],
    centres: Sequence[float],
) -> None:
    """Buildings from edge to edge; higher near the centres (0 to 1 across). Heights and widths in units."""
    unit, rng = canvas.unit, canvas.rng
    x = -0.05 * unit
    with canvas.pen((0, base - 1.5 * heights[1] * unit, canvas.width, base + 0.01 * unit), 2) as pen:
        while x < canvas.width:
            wide = rng.uniform(*width) * unit
            near = max(math.exp(-(((x / canvas.width - c) / 0.13) ** 2)) for c in centres)
            tall = (
                (heights[0] + (heights[1] - heights[0]) * near * rng.uniform(0.45, 1.0)) * unit * rng.uniform(0.75, 1.1)
            )
            tower_block(pen, canvas, x, base, wide, tall, depth, style=int(rng.integers(40)))
            x += wide * rng.uniform(1.0, 1.5)


def truck(palette: Palette, rng: Generator, depth: float = 0.0) -> list[Shape]:
    """A lorry with a container, length 1, driving to the right."""
    cab = ((216, 66, 52), (240, 238, 230), (44, 104, 168), (240, 176, 60))[int(rng.integers(4))]
    shapes = [block(-0.5, 0.07, 0.26, 0.11, palette.thing((50, 52, 58), depth))]
    shapes += container(palette, rng, -0.5, 0.11, 0.74, depth)
    shapes.append(
        Shape(
            [(0.28, 0.07), (0.28, 0.36), (0.42, 0.36), (0.5, 0.22), (0.5, 0.07)],
            (palette.thing(cab, depth, 0.5), palette.thing(cab, depth, -0.3)),
        )
    )
    shapes.append(flat([(0.36, 0.22), (0.36, 0.33), (0.41, 0.33), (0.465, 0.22)], palette.thing((70, 96, 116), depth)))
    for x in (-0.42, -0.31, -0.02, 0.09, 0.38):
        shapes += [
            flat(oval(x, 0.055, 0.05, 0.055), (30, 30, 34)),
            flat(oval(x, 0.055, 0.024, 0.026), palette.thing((150, 150, 152), depth)),
        ]
    return shapes
