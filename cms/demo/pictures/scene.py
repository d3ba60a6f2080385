"""What a kind of picture is: how to paint it, in which light, and what may be written about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cms.demo.pictures.canvas import Canvas


@dataclass(frozen=True, slots=True)
class Scene:
    """One kind of picture."""

    name: str
    title: str
    """A working title in English."""
    subjects: tuple[str, ...]
    """Keywords that suit every picture of this kind."""
    palettes: tuple[str, ...]
    """Lights that become it; the seed chooses among them."""
    paint: Callable[[Canvas], None]
    people: bool = False
    """Whether a recognisable person is the picture's subject, so that a consent record belongs to it."""
