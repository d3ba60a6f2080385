"""Things as lists of coloured shapes in a small coordinate system of their own (y up), stamped where wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cms.demo.pictures.canvas import Canvas
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


@dataclass(frozen=True, slots=True)
class Thing:
    """Something standing at a place: its foot or waterline (pixels) and its size, the length of 1 in pixels."""

    shapes: Sequence[Shape]
    x: float
    y: float
    size: float
    mirrored: bool = False
    reach: float = 1.3
    """How far it stretches from its place, in sizes."""

    def place(self, canvas: Canvas) -> None:
        """Draw it."""
        reach = self.reach * self.size
        with canvas.pen((self.x - reach, self.y - reach, self.x + reach, self.y + 0.3 * self.size), 3) as pen:
            stamp(pen, self.shapes, self.x, self.y, self.size, mirrored=self.mirrored)

    def reflect(self, canvas: Canvas, *, strength: float = 0.6, squash: float = 0.85) -> None:
        """Draw it upside down, paler, as the water shows it; to be stirred by ripples afterwards."""
        water = mix(canvas.palette.haze, canvas.palette.sky[1], 0.5)
        side, reach = (-self.size if self.mirrored else self.size), self.reach * self.size
        with canvas.pen((self.x - reach, self.y - 0.1 * self.size, self.x + reach, self.y + reach), 2) as pen:
            for shape in self.shapes:
                points = [(self.x + px * side, self.y + py * self.size * squash) for px, py in shape.points]
                colour = mix(shape.colours[len(shape.colours) // 2], water, 0.3)
                pen.polygon(points, colour, strength * shape.alpha)
