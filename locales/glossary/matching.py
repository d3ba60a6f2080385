"""Finding terms in a text: the longest at each place, whole words only, with exact positions in the text.

Texts are compared folded, so that case, width and invisible characters don't matter. In Vietnamese the marks
do: "Huế" is a city and "huệ" a flower. There a find counts if its marks agree too, wherever in the syllable
they are set ("hoà" is "hòa"), or if it was typed without any.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from locales.search.folding import fold, is_dense

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Found(Generic[Value]):
    """`text[start:end]` is the term."""

    start: int
    end: int
    value: Value


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and, for each of its characters, where the cluster it comes from begins and ends."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or not unicodedata.combining(text[place]):
            yield start, place
            start = place


def folded(text: str) -> Folded:
    """Folded cluster by cluster, runs of white space as one space."""
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(text):
        piece = fold(text[start:end])
        if piece.isspace():
            if characters and characters[-1] == " ":
                continue
            piece = " "
        for character in piece:
            characters.append(character)
            starts.append(start)
            ends.append(end)
    return Folded("".join(characters), tuple(starts), tuple(ends))


def _marks(text: str) -> list[tuple[str, frozenset[str]]]:
    """Each word's letters without tones, with the tones it carries: where in the word a tone stands is taste."""
    words = []
    for word in unicodedata.normalize("NFC", text).casefold().split():
        decomposed = unicodedata.normalize("NFD", word)
        tones = frozenset(character for character in decomposed if character in _TONES)
        bare = "".join(character for character in decomposed if character not in _TONES)
        words.append((unicodedata.normalize("NFC", bare), tones))
    return words


_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
"""Grave, acute, tilde, hook above, dot below: the tones of Vietnamese."""


def same_marks(found: str, term: str) -> bool:
    return found.isascii() or _marks(found) == _marks(term)


class Matcher(Generic[Value]):
    """Many terms at once, looked for in one pass by their first characters."""

    def __init__(self, terms: Iterable[tuple[str, Value]], *, marks_matter: bool = False) -> None:
        self.marks_matter = marks_matter
        self._by_start: dict[str, list[tuple[str, str, Value]]] = {}
        for text, value in terms:
            key = folded(text.strip()).text
            if key:
                self._by_start.setdefault(key[:2], []).append((key, text, value))
        for entries in self._by_start.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def find(self, text: str) -> list[Found[Value]]:
        """What is found, in order, never overlapping; of several terms at one place the longest."""
        line = folded(text)
        finds: list[Found[Value]] = []
        place = 0
        while place < len(line.text):
            found = self._at(line, place, text)
            if found is None:
                place += 1
                continue
            length, value = found
            finds.append(Found(line.starts[place], line.ends[place + length - 1], value))
            place += length
        return finds

    def _at(self, line: Folded, place: int, text: str) -> tuple[int, Value] | None:
        if not _begins_word(line.text, place):
            return None
        for key in (line.text[place : place + 2], line.text[place : place + 1]):
            for term, original, value in self._by_start.get(key, ()):
                if not line.text.startswith(term, place) or not _ends_word(line.text, place + len(term)):
                    continue
                here = text[line.starts[place] : line.ends[place + len(term) - 1]]
                if not self.marks_matter or same_marks(here, original):
                    return len(term), value
        return None


def _in_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN"


def _begins_word(text: str, place: int) -> bool:
    """Scripts without spaces have no words to begin: a term may stand anywhere, but never on a loose mark."""
    here = text[place]
    if unicodedata.category(here)[0] == "M":
        return False
    return place == 0 or is_dense(here) or not _in_word(text[place - 1])


def _ends_word(text: str, place: int) -> bool:
    if place >= len(text):
        return True
    following = text[place]
    if unicodedata.category(following)[0] == "M":
        return False
    return is_dense(text[place - 1]) or not _in_word(following)
