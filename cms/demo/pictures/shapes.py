"""Things as lists of coloured shapes in a small coordinate system of their own (y up), stamped where wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cms.demo.pictures.palette import Colour, mix
from cms.demo.pictures.pen import Pen, Point


@dataclass(frozen=True, slots=True)
class Shape:
    """A filled outline; several colours run from its upper to its lower edge (or left to right)."""

    points: Sequence[Point]
    colours: tuple[Colour, ...]
    alpha: float = 1.0
    sideways: bool = False


def flat(points: Sequence[Point], colour: Colour, alpha: float = 1.0) -> Shape:
    """A shape of one colour."""
    return Shape(points, (colour,), alpha)


def stamp(pen: Pen, shapes: Sequence[Shape], x: float, y: float, size: float, *, mirrored: bool = False) -> None:
    """Draw shapes with their origin at a place; `size` is the length of 1 in pixels."""
    side = -size if mirrored else size
    for shape in shapes:
        points = [(x + px * side, y - py * size) for px, py in shape.points]
        if len(shape.colours) == 1 or shape.alpha < 1:
            pen.polygon(points, shape.colours[len(shape.colours) // 2], shape.alpha)
        else:
            colours = shape.colours[::-1] if mirrored and shape.sideways else shape.colours
            pen.gradient(points, colours, sideways=shape.sideways)


def stamp_reflection(
    pen: Pen,
    shapes: Sequence[Shape],
    x: float,
    y: float,
    size: float,
    water: Colour,
    *,
    mirrored: bool = False,
    strength: float = 0.55,
    squash: float = 0.8,
) -> None:
    """The same thing upside down in the water, paler and of one colour each."""
    side = -size if mirrored else size
    for shape in shapes:
        points = [(x + px * side, y + py * size * squash) for px, py in shape.points]
        colour = mix(shape.colours[len(shape.colours) // 2], water, 0.4)
        pen.polygon(points, colour, strength * shape.alpha)
