"""Names in the order in which people look for them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING

from locales.text import read

if TYPE_CHECKING:
    from provinces.models import Province

VIETNAMESE_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
"""Letters of their own, in the order of Vietnamese dictionaries; tones decide between equals."""

_RANK = {letter: rank for rank, letter in enumerate(VIETNAMESE_LETTERS)}
_TONES = "\u0300\u0309\u0303\u0301\u0323"
"""Combining marks of huyền, hỏi, ngã, sắc, nặng, in dictionary order."""

Key = tuple[tuple[int, ...], tuple[int, ...]]


def name_key(text: str) -> Key:
    """Sort key: Cà Mau < Cao Bằng < Cần Thơ < Đà Nẵng; other scripts by code point, after Latin."""
    letters: list[int] = []
    tones: list[int] = []
    for character in unicodedata.normalize("NFC", text.casefold()):
        decomposed = unicodedata.normalize("NFD", character)
        base = unicodedata.normalize("NFC", "".join(mark for mark in decomposed if mark not in _TONES))
        tone = next((_TONES.index(mark) + 1 for mark in decomposed if mark in _TONES), 0)
        letters.append(_rank(base))
        tones.append(tone)
    return tuple(letters), tuple(tones)


def _rank(letter: str) -> int:
    """Separators stand before letters; a foreign accented letter stands with its plain one."""
    if letter in _RANK:
        return _RANK[letter]
    plain = unicodedata.normalize("NFD", letter)[:1]
    if plain in _RANK:
        return _RANK[plain]
    return len(_RANK) + ord(plain or " ") if letter.isalpha() else -1


def by_name(provinces: Iterable[Province], lang: str) -> list[Province]:
    """The provinces in the order of their names as a reader of `lang` sees them."""
    return sorted(provinces, key=lambda province: (name_key(str(read(province, "name", lang))), province.code))
