"""What a query should find, said without tokens, pairs or databases: the oracle of the property tests.

A field is a row of runs: words, and stretches of writing without spaces. A phrase is a row of runs too. Inside
a phrase all runs stand whole; at its ends a stretch without spaces may be part of a longer one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import groupby

from locales.search.folding import fold

Runs = list[tuple[str, bool]]
_WITHOUT_SPACES = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI", "LAO", "KHMER", "MYANMAR", "COMBINING KATAKANA")


def _kind(character: str) -> str:
    if unicodedata.category(character)[0] not in "LMN":
        return "between"
    return "dense" if unicodedata.name(character, "").startswith(_WITHOUT_SPACES) else "word"


def runs(text: str) -> Runs:
    grouped = ((kind, "".join(characters)) for kind, characters in groupby(fold(text), _kind))
    return [
        (run, kind == "dense")
        for kind, run in grouped
        if kind != "between" and any(unicodedata.category(character)[0] in "LN" for character in run)
    ]


def stands_in(phrase: Runs, field: Runs, prefix: bool = False) -> bool:
    return any(_stands_at(phrase, field[start : start + len(phrase)], prefix) for start in range(len(field)))


def _stands_at(phrase: Runs, field: Runs, prefix: bool) -> bool:
    if len(phrase) != len(field):
        return False
    last = len(phrase) - 1
    for place, ((wanted, dense), (found, _)) in enumerate(zip(phrase, field, strict=True)):
        open_start, open_end = dense and place == 0, (dense or prefix) and place == last
        fits = {
            (False, False): found == wanted,
            (True, False): found.endswith(wanted),
            (False, True): found.startswith(wanted),
            (True, True): wanted in found,
        }
        if not fits[open_start, open_end]:
            return False
    return True


def matches(groups: Sequence[str], texts: Sequence[str], prefix: bool = False) -> bool:
    """Whether each of the groups (a word, or what stood in quotes) is in one of the texts."""
    phrases = [found for group in groups if (found := runs(group))]
    fields = [runs(text) for text in texts]
    return bool(phrases) and all(
        any(stands_in(phrase, field, prefix and place == len(phrases) - 1) for field in fields)
        for place, phrase in enumerate(phrases)
    )


def score(groups: Sequence[str], fields: Sequence[tuple[str, str]]) -> int:
    """The score of a document that matches, by the words of `dialect.score`, for a reader of no known language."""
    by_weight = {weight: [text for text, own in fields if own == weight] for weight in "ABCD"}
    for points, weight in zip((15, 13, 11, 9), "ABCD", strict=True):
        if matches([" ".join(groups)], by_weight[weight]):
            return points
    for points, weight in zip((7, 5, 3, 1), "ABCD", strict=True):
        if matches(groups, by_weight[weight]):
            return points
    return 0
