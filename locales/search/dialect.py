"""What the folded index gives a database (words by weight) and asks of it (statements)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal, Protocol

from locales.search.folding import FIELD_BREAK, PhraseQuery, tokens

Weight = Literal["A", "B", "C", "D"]
WEIGHTS: tuple[Weight, ...] = ("A", "B", "C", "D")

WordsByWeight = Mapping[Weight, Sequence[str]]
"""Tokens in reading order, with `FIELD_BREAK` between fields."""

# PostgreSQL's tsvector knows 16,383 positions, 256 of them for one word, and 1 MiB in all. What goes beyond
# is left out for every database, so that they answer alike.
MAX_DOCUMENT_TOKENS = 16_000
MAX_DOCUMENT_CHARACTERS = 200_000
MAX_REPETITIONS = 255


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL in Django's parameter style, and its parameters."""

    sql: str
    params: tuple[Any, ...] = ()


class Dialect(Protocol):
    """One database's way. `name` is a table name that was checked to be a plain identifier."""

    def create(self, name: str) -> Sequence[str]: ...

    def drop(self, name: str) -> str: ...

    def put(self, name: str) -> str:
        """A statement that inserts or replaces; takes what `row` gives."""
        ...

    def row(self, id: int, words: WordsByWeight) -> Sequence[Any]: ...

    def remove(self, name: str) -> str:
        """A statement that takes an id; nothing happens if it isn't there."""
        ...

    def matching(self, name: str, query: PhraseQuery) -> Statement:
        """A query for the ids of the documents that match."""
        ...

    def ranked(self, name: str, query: PhraseQuery, candidates: int, among: Statement | None) -> Statement:
        """A query for (id, score) of the newest `candidates` that match, best first; takes no limit yet."""
        ...


def words_by_weight(fields: Iterable[tuple[str, Weight]]) -> WordsByWeight:
    """The tokens to index, heavier fields first where the limits cut. Raises ValueError for another weight."""
    texts: dict[Weight, list[str]] = {weight: [] for weight in WEIGHTS}
    for text, weight in fields:
        if weight not in texts:
            raise ValueError(f"A weight is one of {', '.join(WEIGHTS)}, not {weight!r}.")
        texts[weight].append(text)
    limits = _Limits()
    return {weight: list(limits.admitted(texts[weight])) for weight in WEIGHTS}


class _Limits:
    """Counts over a whole document."""

    def __init__(self) -> None:
        self._room = MAX_DOCUMENT_TOKENS
        self._characters = MAX_DOCUMENT_CHARACTERS
        self._seen: Counter[str] = Counter()

    def admitted(self, texts: Iterable[str]) -> Iterable[str]:
        for text in texts:
            yield from self._field(text)

    def _field(self, text: str) -> Iterable[str]:
        # One place is kept for the break after the field.
        for token in islice(tokens(text), max(self._room - 1, 0)):
            self._characters -= len(token) + 1
            if self._characters < 0:
                self._room = 0
                return
            self._room -= 1
            self._seen[token] += 1
            yield token if self._seen[token] <= MAX_REPETITIONS else FIELD_BREAK
        self._room -= 1
        yield FIELD_BREAK
