"""What the folded index gives a database (words by weight) and asks of it (statements)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from locales.search.folding import FIELD_BREAK, tokens
from locales.search.query import Choice, Phrase

WEIGHTS = ("A", "B", "C", "D")
"""Weights of fields, the heaviest first."""

LANGUAGE_MARK = "\ue002"
"""Begins the texts of a language within a weight, and ends the last of them."""

WordsByWeight = Mapping[str, Sequence[str]]
"""Tokens in reading order: those of no known language, then language by language, each begun by its mark."""

# PostgreSQL's tsvector knows 16,383 positions, 256 of them for one word, and 1 MiB in all. What goes beyond
# is left out for every database, so that they answer alike.
MAX_DOCUMENT_TOKENS = 16_000
MAX_DOCUMENT_CHARACTERS = 200_000
MAX_REPETITIONS = 255


class Field(NamedTuple):
    """A text of a document. `lang` is the language's code, empty where nobody knows (keywords, names of people)."""

    text: str
    weight: str
    lang: str = ""


FieldLike = Field | tuple[str, str] | tuple[str, str, str]


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

    def matching(self, name: str, groups: Sequence[Choice], *, titles: bool = False) -> Statement:
        """A query for the ids, as `id`, of the documents that match, if so wished in fields of weight A alone."""
        ...

    def newest_first(self, name: str, groups: Sequence[Choice], *, titles: bool = False) -> Statement:
        """`matching` in an order, so that a condition on each `id` is asked only until enough were found."""
        ...

    def each_by_itself(self, sql: str) -> str:
        """A correlated subquery that is run for one row after the other."""
        ...

    def listed(self, values: Sequence[str]) -> Statement:
        """Strings as a table of one column `value`, in one parameter."""
        ...


def language_token(lang: str) -> str:
    return LANGUAGE_MARK + lang.replace("-", "")


def words_by_weight(fields: Iterable[FieldLike]) -> WordsByWeight:
    """The tokens to index; where the limits cut, heavier fields stay. Raises ValueError for another weight."""
    texts: dict[str, dict[str, list[str]]] = {weight: {"": []} for weight in WEIGHTS}
    for field in fields:
        text, weight, lang = Field(*field)
        if weight not in texts:
            raise ValueError(f"A weight is one of {', '.join(WEIGHTS)}, not {weight!r}.")
        texts[weight].setdefault(lang, []).append(text)
    allowance = _Allowance()
    return {weight: allowance.take(_sections(texts[weight])) for weight in WEIGHTS}


def _sections(by_language: Mapping[str, Sequence[str]]) -> list[str]:
    words: list[str] = []
    for lang, texts in by_language.items():
        begun = False
        for text in texts:
            if found := tokens(text, lang):
                # The mark of a language parts fields as well as a break does.
                opening = FIELD_BREAK if begun or not lang else language_token(lang)
                words += ([opening] if words or lang else []) + found
                begun = True
    return words


class _Allowance:
    """What a document may still take of the index."""

    def __init__(self) -> None:
        self._tokens = MAX_DOCUMENT_TOKENS
        self._characters = MAX_DOCUMENT_CHARACTERS
        self._seen: Counter[str] = Counter()

    def take(self, words: list[str]) -> list[str]:
        return words if self._takes_all(words) else self._one_by_one(words)

    def _takes_all(self, words: list[str]) -> bool:
        """What nearly every text is: short enough, without a word too often repeated. Counted by the hundred."""
        characters = sum(map(len, words))
        if len(words) > self._tokens or characters > self._characters:
            return False
        seen = self._seen.copy()
        seen.update(words)
        if seen and max(seen.values()) > MAX_REPETITIONS:
            return False
        self._tokens, self._characters, self._seen = self._tokens - len(words), self._characters - characters, seen
        return True

    def _one_by_one(self, words: list[str]) -> list[str]:
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


def is_word(token: str) -> bool:
    return token[0] not in (FIELD_BREAK, LANGUAGE_MARK)


def kept_text(words: Sequence[str]) -> str:
    """The words of a weight as `scoring` looks through them. The spaces let it find the first like any other."""
    return f" {' '.join(words)} {LANGUAGE_MARK}" if words else ""


def sought_text(phrase: Phrase) -> str:
    """A phrase as it stands in a `kept_text`."""
    return f" {' '.join(phrase.tokens)}{'' if phrase.prefix else ' '}"


def joined(between: str, statements: Sequence[Statement]) -> Statement:
    sql = between.join(statement.sql for statement in statements)
    return Statement(sql, tuple(param for statement in statements for param in statement.params))


Quoted = Callable[[Choice], str]
"""How a database's own query language writes a choice."""
