"""The schematic on a page, and the ways on as links in words: a dot is too small to be hit, and has no name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from promotion.locator.drawing import Dot, Locator, Near, in_words


@dataclass(frozen=True, slots=True)
class ShownNear:
    """`profile` is the page about it for this reader, if there is one."""

    near: Near
    profile: Any


@dataclass(frozen=True, slots=True)
class ShownLocator:
    locator: Locator
    others: list[Dot]
    nearest: list[ShownNear]
    words: str


def shown(locator: Locator, profiles: Mapping[int, Any]) -> ShownLocator:
    """`profiles`: {province: its profile for this reader}."""
    return ShownLocator(
        locator,
        [dot for dot in locator.dots if not dot.is_own],
        [ShownNear(near, profiles.get(near.province.pk)) for near in locator.nearest],
        in_words(locator),
    )
