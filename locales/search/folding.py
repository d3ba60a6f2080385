"""Folding, and cutting text into the words that are searched.

One tokenizer serves documents and queries on both databases, so that what a reader types without
marks, in another width or in a script without spaces is found all the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from locales.search.stemming import stem

TOKENIZER = 2
"""Raise it with every change of what `tokens` gives: indexes made by another one are built anew (`rebuilding`)."""

FIELD_BREAK = "\ue000"
"""Stands between two fields of a document. A private-use character, as the next ones: no text makes one."""

ENGLISH_MARK = "\ue001"
"""Begins the token of an English word, which is its singular: "dams" doesn't find Vietnamese "đầm"."""

STEMMED_LANGUAGE = "en"

REMEMBERED_LENGTH = 2_000
"""Characters; longer texts are rare, and would fill the memory."""

MAX_TOKEN_LENGTH = 64
"""Characters of a word that count, in documents and queries alike."""

# Marks of Latin, Cyrillic and Greek. Marks of other scripts (kana, Lao, Khmer, …) are part of their words.
_FIRST_MARK, _LAST_MARK = 0x0300, 0x036F

# Not format characters for Unicode, invisible all the same: variation selectors, Hangul fillers, Khmer
# inherent vowels.
_INVISIBLE = frozenset(
    chain(
        range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0), range(0x180B, 0x1810),
        (0x115F, 0x1160, 0x3164, 0x17B4, 0x17B5),
    )
)  # fmt: skip

# Letters that Unicode doesn't decompose, though people type them without their bar, stroke or tie. Eth and
# the African d look like đ when capital (Đ, Ð, Ɖ) and stand for it in text from old Vietnamese encodings.
_LETTERS = {"đ": "d", "ð": "d", "ɖ": "d", "ø": "o", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe"}
_DOUBLE_QUOTES = "“”„‟«»″‶〝〞〟"
_SINGLE_QUOTES = "‘’‚‛‹›′‵ʹʻʼʽˈ"
_DASHES = "‐‑‒–—―−"
_REPLACEMENTS = {
    **_LETTERS,
    **dict.fromkeys(_DOUBLE_QUOTES, '"'),
    **dict.fromkeys(_SINGLE_QUOTES, "'"),
    **dict.fromkeys(_DASHES, "-"),
}

# Scripts written without spaces between words (Hangul with them, but its particles stick to the words).
# Only letters, digits and marks reach this pattern, so that the ranges may hold punctuation.
_DENSE = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f"  # Myanmar
    "\uaa80-\uaadf"  # Tai Viet
    "\u1780-\u17ff\u19e0-\u19ff"  # Khmer
    "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff"  # Hangul
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u303c\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # Han
    "\u3040-\u312f\u31a0-\u31bf\u31f0-\u31ff"  # kana, bopomofo
    "\U0001aff0-\U0001b16f"  # kana supplements
    "\U00020000-\U0003ffff"  # Han extensions
)
_IS_DENSE = re.compile(f"[{_DENSE}]")
_RUNS = re.compile(f"(?P<dense>[{_DENSE}]+)|[^{_DENSE}]+")


def is_dense(character: str) -> bool:
    """Whether a character belongs to a script written without spaces between words (Hangul counts as one)."""
    return _IS_DENSE.match(character) is not None


class _CharacterTable(dict[int, int | str | None]):
    """A table for `str.translate` that asks a rule once for each character met."""

    def __init__(self, rule: Callable[[str], str | None]) -> None:
        super().__init__()
        self._rule = rule

    def __missing__(self, code: int) -> int | str | None:
        result = self._rule(chr(code))
        # Beyond the basic plane a hostile text could fill the table with a million entries.
        if code <= 0xFFFF:
            self[code] = result
        return result


def _folded_character(character: str) -> str | None:
    code = ord(character)
    if character in _REPLACEMENTS:
        return _REPLACEMENTS[character]
    if _FIRST_MARK <= code <= _LAST_MARK or code in _INVISIBLE:
        return None
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.digit(character))
    # Format characters are invisible: Lao and Khmer texts carry zero-width spaces between words, or don't.
    if category in ("Cf", "Me"):
        return None
    if category in ("Cc", "Cs"):
        return character if character.isspace() else " "
    return character


def _word_character(character: str) -> str:
    return character if unicodedata.category(character)[0] in "LMN" else " "


_FOLDED = _CharacterTable(_folded_character)
_WORDS_ONLY = _CharacterTable(_word_character)


def fold(text: str) -> str:
    """`text` without case, width, Latin marks, invisible characters and typographic quotes and dashes.

    "Hạ Long" and "HA LONG" give the same, as do "hoà" and "hòa"; digits of all scripts become 0-9. Marks of
    kana, Lao, Khmer, Thai stay. The result holds no NUL and no lone surrogate, so that any database takes it.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    decomposed = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", folded))
    return unicodedata.normalize("NFC", decomposed.translate(_FOLDED))


class Run(NamedTuple):
    """Consecutive letters, digits and marks of one kind. `dense`: of a script without spaces between words."""

    text: str
    dense: bool


def words_only(folded: str) -> str:
    """What `fold` gave, with a space for every character that belongs to no word."""
    return folded.translate(_WORDS_ONLY)


def runs_in(word: str) -> Iterator[Run]:
    """The runs of a stretch without spaces that `words_only` gave."""
    for match in _RUNS.finditer(word):
        run = match.group()
        # A mark alone, without a letter to stand on, can't be searched for.
        if run[0].isalnum() or any(unicodedata.category(character)[0] != "M" for character in run):
            yield Run(run, match.group("dense") is not None)


def runs(text: str) -> Sequence[Run]:
    """The words of a text, folded. An index asks for them twice in a row: as they are sought, and as they are spelt."""
    return _runs_remembered(text) if len(text) <= REMEMBERED_LENGTH else _runs(text)


def _runs(text: str) -> Sequence[Run]:
    return tuple(chain.from_iterable(map(runs_in, words_only(fold(text)).split())))


_runs_remembered = lru_cache(maxsize=256)(_runs)


def run_tokens(run: Run, lang: str = "") -> list[str]:
    """A word, or the overlapping pairs of a run without spaces followed by its last character.

    So every character of such a run begins a token, and one character is found by its prefix.
    """
    if run.dense:
        return [run.text[start : start + 2] for start in range(len(run.text))]
    word = run.text[:MAX_TOKEN_LENGTH]
    return [in_english(word) if lang == STEMMED_LANGUAGE else word]


def in_english(token: str) -> str:
    """The token that stands for this word where the text is English. Numbers and other scripts are the same in all."""
    return f"{ENGLISH_MARK}{stem(token)}" if token.isascii() and token.isalpha() else token


def tokens(text: str, lang: str = "") -> list[str]:
    """The words of `text` for the index, folded: "Đêm 下龙湾" gives dem, 下龙, 龙湾, 湾."""
    return [token for run in runs(text) for token in run_tokens(run, lang)]
