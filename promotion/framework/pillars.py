"""Which element each story chosen in a pillar tells: a story that proves a pillar tells the pillar's element."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any


def proved_elements(stored: Iterable[Any]) -> Iterator[tuple[int, int]]:
    """(element, page chosen) of every pillar with both, out of the stored values of `pillars`."""
    for block in stored:
        value = block["value"]
        for item in value.get("stories") or ():
            chosen = item["value"] if isinstance(item, dict) else item
            if value.get("element") and chosen:
                yield int(value["element"]), int(chosen)


def pillar_elements(stored: Iterable[Any]) -> list[int]:
    """The elements that the pillars name, in their order."""
    named = (block["value"].get("element") for block in stored)
    return list(dict.fromkeys(int(pk) for pk in named if pk))
