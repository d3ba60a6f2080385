"""The folded index on SQLite: an FTS5 table with a column for each weight.

The table keeps its content, since SQLite 3.40 deletes from a contentless table only when given the old
words; the same content serves the ranking. Sizes of columns aren't kept, for nothing asks for bm25.
"""

# ruff: noqa: S608 - table names were checked to be plain identifiers, everything else is a parameter

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from locales.search.dialect import WEIGHTS, Statement, WordsByWeight, score
from locales.search.folding import Phrase, PhraseQuery

# Marks and private-use characters belong to tokens, else Lao and Khmer vowel signs and the field break are lost.
_TOKENIZER = "unicode61 remove_diacritics 0 categories 'L* N* Co M*'"


class SqliteDialect:
    def create(self, name: str) -> Sequence[str]:
        return (f'CREATE VIRTUAL TABLE "{name}" USING fts5(a, b, c, d, columnsize=0, tokenize="{_TOKENIZER}")',)

    def drop(self, name: str) -> Sequence[str]:
        return (f'DROP TABLE "{name}"',)

    def put(self, name: str) -> str:
        return f'INSERT OR REPLACE INTO "{name}" (rowid, a, b, c, d) VALUES (%s, %s, %s, %s, %s)'

    def row(self, id: int, words: WordsByWeight) -> Sequence[Any]:
        # The spaces around let `_stands_in` find the first and last word like any other.
        return (id, *(f" {' '.join(words[weight])} " if words[weight] else "" for weight in WEIGHTS))

    def remove(self, name: str) -> str:
        return f'DELETE FROM "{name}" WHERE rowid = %s'

    def matching(self, name: str, query: PhraseQuery) -> Statement:
        return Statement(f'SELECT rowid FROM "{name}" WHERE "{name}" MATCH %s', (_match(query),))

    def ranked(self, name: str, query: PhraseQuery, candidates: int, among: Statement | None) -> Statement:
        matching = self.matching(name, query)
        # The plus sign keeps SQLite from asking the index once for each of the ids.
        limit = Statement(f" AND +rowid IN ({among.sql})", among.params) if among else Statement("")
        marks = score(query, _stands_in)
        return Statement(
            f'SELECT rowid AS id, {marks.sql} AS score FROM "{name}" WHERE rowid IN'
            f" ({matching.sql}{limit.sql} ORDER BY rowid DESC LIMIT %s) ORDER BY score DESC, id DESC",
            (*marks.params, *matching.params, *limit.params, candidates),
        )


def _match(query: PhraseQuery) -> str:
    """FTS5's own language. Tokens are letters, digits and marks, so the quotes can't be broken out of."""
    return " AND ".join(f'"{" ".join(phrase.tokens)}"{" *" if phrase.prefix else ""}' for phrase in query.phrases)


def _stands_in(weight: str, phrases: Sequence[Phrase]) -> Statement:
    return Statement(
        " AND ".join(f"instr({weight.lower()}, %s) > 0" for _ in phrases),
        tuple(f" {' '.join(phrase.tokens)}{'' if phrase.prefix else ' '}" for phrase in phrases),
    )
