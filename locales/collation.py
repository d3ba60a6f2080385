"""The order of names as people who read a language look for them: for short lists, sorted in Python.

A database's own collation differs from one server to the next, and Python has none; a whole library of tables (ICU)
isn't worth it for lists of some dozens of names. What each language asks of such a list:

- **Vietnamese**: ă, â, đ, ê, ô, ơ, ư are letters of their own; tones decide only between equals.
- **Other Latin, and Cyrillic**: marks decide only between equals, so that a name left in Vietnamese stands where a
  foreigner looks for it (Đắk Lắk under D); ñ follows n in Spanish.
- **Chinese**: by pinyin, without tones. **Japanese**: kana in their order, voiced after unvoiced; kanji, whose reading
  nobody can tell from the letters, by code point. **Korean**: the order of Unicode is that of dictionaries.
- **Thai and Lao**: a vowel written before its consonant counts after it. **Khmer**, **Arabic** and the rest: by code
  point.

Latin comes first, then the other scripts. Separators stand before letters, digits before words.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from anyascii import anyascii

VIETNAMESE_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
"""Letters of their own, in the order of Vietnamese dictionaries; tones decide between equals."""

_VIETNAMESE = {letter: rank for rank, letter in enumerate(VIETNAMESE_LETTERS)}
_TONES = "\u0300\u0309\u0303\u0301\u0323"
"""Combining marks of huyền, hỏi, ngã, sắc, nặng, in dictionary order."""

_PLAIN = {"đ": "d", "ð": "d", "ø": "o", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe"}
"""Latin letters that Unicode doesn't take apart."""

_BEFORE_CONSONANT = frozenset("เแโใไເແໂໃໄ")
_SMALL_KANA = str.maketrans("ァィゥェォッャュョヮ", "アイウエオツヤユヨワ")
_HIRAGANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}

_SEPARATOR, _DIGIT, _LATIN, _OTHER = range(4)

Weight = tuple[int, str, int]
Key = tuple[tuple[Weight, ...], tuple[int, ...]]

_AFTER: Weight = (_LATIN, "", len(VIETNAMESE_LETTERS))
"""Follows the letter that it makes another one of: ñ stands after nz."""

_TONE_CLASSES = (107, 122)
"""Combining classes of Thai and Lao tone marks."""


@lru_cache(maxsize=4096)
def sort_key(text: str, lang: str) -> Key:
    """Key for `sorted`, for readers of a language code: Cà Mau < Cao Bằng < Cần Thơ < Đà Nẵng in Vietnamese."""
    letters: list[Weight] = []
    marks: list[int] = []
    for character in unicodedata.normalize("NFC", _arranged(text.casefold())):
        if unicodedata.combining(character) in _TONE_CLASSES and marks:
            marks[-1] = ord(character)
            continue
        parts = character if "\uac00" <= character <= "\ud7a3" else unicodedata.normalize("NFD", character)
        weights = _weights(parts, lang)
        letters += weights
        marks += [_mark(parts)] * len(weights)
    return tuple(letters), tuple(marks)


def _arranged(text: str) -> str:
    """Thai and Lao as they are looked up: the consonant before the vowel that is written before it."""
    letters = list(text)
    for place in range(len(letters) - 2, -1, -1):
        if letters[place] in _BEFORE_CONSONANT and letters[place + 1].isalpha():
            letters[place], letters[place + 1] = letters[place + 1], letters[place]
    return "".join(letters)


def _weights(parts: str, lang: str) -> list[Weight]:
    """Of one character, given as its base and its marks."""
    base = parts[0]
    if base.isdigit():
        return [(_DIGIT, "", unicodedata.digit(base, 0))]
    if not base.isalpha() and not unicodedata.category(base).startswith("M"):
        return [(_SEPARATOR, "", 0)]
    plain = _PLAIN.get(base, base)
    if lang == "vi":
        letter = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONES))
        plain = letter if letter in _VIETNAMESE else plain
    if not set(plain) <= _VIETNAMESE.keys():
        return [_of_other_script(parts, lang)]
    own = [_AFTER] if lang == "es" and parts == "n\u0303" else []
    return [(_LATIN, "", _VIETNAMESE[letter]) for letter in plain] + own


def _of_other_script(parts: str, lang: str) -> Weight:
    base = "й" if parts == "и\u0306" else parts[0]
    if lang.startswith("zh") and base >= "\u2e80":
        return (_OTHER, anyascii(base).lower(), ord(base))
    return (_OTHER, "", ord(base.translate(_HIRAGANA).translate(_SMALL_KANA)))


def _mark(parts: str) -> int:
    """What decides between equals: Vietnamese tones in their order, then any other mark."""
    found = int(parts[0] in _PLAIN)
    for mark in parts[1:]:
        found = max(found, _TONES.index(mark) + 1 if mark in _TONES else ord(mark))
    return found
