"""Small typing errors: which known words a mistyped word may have been.

Words are found by their parts: whoever makes at most k errors leaves one of k + 1 parts of the word whole, moved by at
most k places (Li et al., "Pass-Join", PVLDB 5, 2011). So two or three rows are kept for a word, not a row for each way
of mistyping it. Neighbouring letters that changed places count as one error; two errors of which one is such a swap
may stay unnoticed.
"""

from __future__ import annotations

from collections.abc import Iterator

SHORTEST_CORRECTED = 4
"""Letters; shorter words are syllables, which all resemble each other."""
SHORTEST_KNOWN = 3
LONGEST_KNOWN = 32


def errors_allowed(word: str) -> int:
    """1 in words of 4 to 7 letters, 2 in longer ones, none in shorter ones."""
    if len(word) < SHORTEST_CORRECTED:
        return 0
    return 1 if len(word) <= 7 else 2


def _segments(length: int, count: int) -> Iterator[tuple[int, int]]:
    """(start, length) of the parts of a word; the last ones are the longer ones."""
    short, longer = divmod(length, count)
    start = 0
    for place in range(count):
        size = short + (place >= count - longer)
        yield start, size
        start += size


def _lengths(errors: int) -> range:
    """Lengths of the known words that are looked for with so many errors."""
    return range(SHORTEST_KNOWN, 7 + 2) if errors == 1 else range(8 - 2, LONGEST_KNOWN + 1)


def kept_parts(word: str) -> list[str]:
    """The keys under which a known word is found."""
    return [
        f"{errors}.{len(word)}.{place}.{word[start : start + size]}"
        for errors in (1, 2)
        if len(word) in _lengths(errors)
        for place, (start, size) in enumerate(_segments(len(word), errors + 1))
    ]


def sought_parts(word: str) -> set[str]:
    """The keys under which those stand that `word` may have been."""
    errors = errors_allowed(word)
    if not errors:
        return set()
    keys: set[str] = set()
    for length in range(len(word) - errors, len(word) + errors + 1):
        if length not in _lengths(errors):
            continue
        for place, (start, size) in enumerate(_segments(length, errors + 1)):
            for moved in range(max(0, start - errors), min(len(word) - size, start + errors) + 1):
                keys.add(f"{errors}.{length}.{place}.{word[moved : moved + size]}")
    return keys


def swapped(word: str) -> set[str]:
    """The word with two neighbouring letters in each other's place: a swap may damage both parts of a short word."""
    return {
        word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        for place in range(len(word) - 1)
        if errors_allowed(word) and word[place] != word[place + 1]
    }


def distance(one: str, other: str, most: int) -> int:
    """Errors between two words (insertion, omission, another letter, a swap); `most` + 1 where there are more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [place]
        for at, wanted in enumerate(other, start=1):
            best = min(before[at] + 1, row[at - 1] + 1, before[at - 1] + (letter != wanted))
            if place > 1 and at > 1 and letter == other[at - 2] and one[place - 2] == wanted:
                best = min(best, earlier[at - 2] + 1)
            row.append(best)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def nearest(word: str, known: set[str], limit: int) -> list[tuple[int, str]]:
    """(errors, word) of those that `word` may have been, fewest errors first; the first letter is seldom wrong."""
    errors = errors_allowed(word)
    found = [(distance(word, other, errors), other) for other in known if other != word]
    near = [(far, other) for far, other in found if far <= errors]
    near.sort(key=lambda pair: (pair[0], pair[1][0] != word[0], abs(len(pair[1]) - len(word)), pair[1]))
    return near[:limit]
