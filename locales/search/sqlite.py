"""The folded index on SQLite: an FTS5 table with a column for each weight.

The table keeps its content, since SQLite 3.40 deletes from a contentless table only when given the old
words; the same content serves the ranking. Sizes of columns aren't kept, for nothing asks for bm25.
"""

# ruff: noqa: S608 - table names were checked to be plain identifiers, everything else is a parameter

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from locales.search.dialect import WEIGHTS, Statement, WordsByWeight, kept_text
from locales.search.query import Choice

# Marks and private-use characters belong to tokens, else Lao and Khmer vowel signs and the field break are lost.
_TOKENIZER = "unicode61 remove_diacritics 0 categories 'L* N* Co M*'"


class SqliteDialect:
    def create(self, name: str) -> Sequence[str]:
        return (f'CREATE VIRTUAL TABLE "{name}" USING fts5(a, b, c, d, columnsize=0, tokenize="{_TOKENIZER}")',)

    def drop(self, name: str) -> Sequence[str]:
        return (f'DROP TABLE IF EXISTS "{name}"',)

    def put(self, name: str) -> str:
        return f'INSERT OR REPLACE INTO "{name}" (rowid, a, b, c, d) VALUES (%s, %s, %s, %s, %s)'

    def row(self, id: int, words: WordsByWeight) -> Sequence[Any]:
        return (id, *(kept_text(words[weight]) for weight in WEIGHTS))

    def remove(self, name: str) -> str:
        return f'DELETE FROM "{name}" WHERE rowid = %s'

    def matching(self, name: str, groups: Sequence[Choice], *, titles: bool = False) -> Statement:
        wanted = f"{{a}} : ({_match(groups)})" if titles else _match(groups)
        return Statement(f'SELECT rowid AS id FROM "{name}" WHERE "{name}" MATCH %s', (wanted,))

    def listed(self, values: Sequence[str]) -> Statement:
        return Statement("SELECT value FROM json_each(%s)", (json.dumps(list(values)),))


def _match(groups: Sequence[Choice]) -> str:
    """FTS5's own language. Tokens are letters, digits and marks, so the quotes can't be broken out of."""
    return " AND ".join(f"({' OR '.join(map(_phrase, choice))})" for choice in groups)


def _phrase(phrase: Any) -> str:
    return f'"{" ".join(phrase.tokens)}"{" *" if phrase.prefix else ""}'
