"""Whether two spellings name the same unit, as they come in picture files and forms."""

from __future__ import annotations

import re
from functools import lru_cache

from locales.search.folding import fold

_AROUND = re.compile(
    r"^(?:tinh|thanh pho|tp|city of|province of)\b[\s.]*|\s+(?:province|city|municipality)$|(?:省|市|성|시)$"
)
"""What is written around a name, in folded text: kinds of unit, which files write or leave out at will."""

_SEPARATORS = re.compile(r"[\s\-–.,_]+")


@lru_cache(maxsize=8192)
def _plain(text: str) -> str:
    return _SEPARATORS.sub(" ", fold(text)).strip()


@lru_cache(maxsize=8192)
def _core(text: str) -> str:
    return _AROUND.sub("", _plain(text)).strip()


def same_name(one: str, other: str) -> bool:
    """Equal without marks, case and separators, with or without the kind of unit around the name."""
    return _plain(one) == _plain(other) or (_core(one) != "" and _core(one) == _core(other))
