"""What makes two texts look alike: the pairs of neighbouring words they share."""

from __future__ import annotations

import hashlib
from itertools import pairwise

from locales.search.folding import tokens

MOST = 400
"""Pairs of one text that count; what comes after the four hundredth word of a paragraph tells nothing more."""
_EDGE = "\ue001"


def shingles(text: str, source: str, target: str) -> list[int]:
    """Signed 64-bit numbers, each once, in the order of the text. The edges of a text count as words."""
    words = [_EDGE, *tokens(text)[:MOST], _EDGE]
    if len(words) == 2:
        return []
    pairs = (f"{source}>{target}|{first} {second}" for first, second in pairwise(words))
    return list(dict.fromkeys(_number(pair) for pair in pairs))


def _number(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)
