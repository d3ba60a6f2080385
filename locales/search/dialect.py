"""What the folded index gives a database (words by weight) and asks of it (statements)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from locales.search.folding import FIELD_BREAK, Phrase, PhraseQuery, document

WEIGHTS = ("A", "B", "C", "D")
"""Weights of fields, the heaviest first."""

WordsByWeight = Mapping[str, Sequence[str]]
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

    def drop(self, name: str) -> Sequence[str]: ...

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


def words_by_weight(fields: Iterable[tuple[str, str]]) -> WordsByWeight:
    """The tokens to index; where the limits cut, heavier fields stay. Raises ValueError for another weight."""
    texts: dict[str, list[str]] = {weight: [] for weight in WEIGHTS}
    for text, weight in fields:
        if weight not in texts:
            raise ValueError(f"A weight is one of {', '.join(WEIGHTS)}, not {weight!r}.")
        texts[weight].append(text)
    allowance = _Allowance()
    return {weight: allowance.take(document(*texts[weight]).split()) for weight in WEIGHTS}


class _Allowance:
    """What a document may still take of the index."""

    def __init__(self) -> None:
        self._tokens = MAX_DOCUMENT_TOKENS
        self._characters = MAX_DOCUMENT_CHARACTERS
        self._seen: Counter[str] = Counter()

    def take(self, words: Iterable[str]) -> list[str]:
        taken: list[str] = []
        for word in words:
            self._tokens -= 1
            self._characters -= len(word)
            if self._tokens < 0 or self._characters < 0:
                break
            self._seen[word] += 1
            # A break instead of a word too often repeated, so that its neighbours don't become a phrase.
            taken.append(word if self._seen[word] <= MAX_REPETITIONS else FIELD_BREAK)
        return taken


def score(query: PhraseQuery, stands_in: Callable[[str, Sequence[Phrase]], Statement]) -> Statement:
    """An expression for 0 to 8: how well a document that matches fits.

    8 to 5: the words stand one after the other as typed, in a field of weight A, B, C or D; 4 to 1: all of
    them are in fields of that weight; 0: they are spread over weights. Deliberately without statistics over
    all documents (as in bm25): those would let a reader feel what lies in documents he may not see.
    """
    steps = [(weight, (query.whole,)) for weight in WEIGHTS] + [(weight, query.phrases) for weight in WEIGHTS]
    conditions = [stands_in(weight, phrases) for weight, phrases in steps]
    cases = " ".join(
        f"WHEN {condition.sql} THEN {len(conditions) - place}" for place, condition in enumerate(conditions)
    )
    return Statement(f"CASE {cases} ELSE 0 END", tuple(param for condition in conditions for param in condition.params))
