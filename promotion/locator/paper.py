"""The schematic as an SVG of its own, for paper: colours are written into it, since no style sheet comes along.

Names aren't part of it. Whoever sets the page lays them over it, in the fonts of the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from promotion.locator.drawing import HEIGHT, WIDTH, Archipelago, Locator


@dataclass(frozen=True, slots=True)
class Label:
    """A name over the drawing: x and y as shares of its width and height, at the middle of the name's edge."""

    text: str
    x: float
    y: float
    edge: Literal["start", "top"]
    of: str = ""
    """The province it belongs to."""


def as_svg(locator: Locator) -> str:
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" rx="6" fill="#f1f5f2"/>',
    ]
    parts += [f'<circle cx="{dot.x}" cy="{dot.y}" r="3.2" fill="#9db3a6"/>' for dot in locator.dots if not dot.is_own]
    parts += [
        f'<circle cx="{one.x}" cy="{one.y}" r="3.2" fill="none" stroke="#2f6b50" stroke-width="1.4"/>'
        for one in locator.archipelagos
    ]
    parts.append(f'<circle cx="{locator.own.x}" cy="{locator.own.y}" r="6" fill="#c8791a"/>')
    return "".join([*parts, "</svg>"])


def labels_of(locator: Locator) -> list[Label]:
    own = Label(str(locator.own.name), (locator.own.x + 9) / WIDTH, locator.own.y / HEIGHT, "start")
    return [own, *(_archipelago(one) for one in locator.archipelagos)]


def _archipelago(one: Archipelago) -> Label:
    return Label(one.name, one.x / WIDTH, (one.y + 6) / HEIGHT, "top", one.of)
