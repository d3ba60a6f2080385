"""The folded index on PostgreSQL: a table of tsvectors under GIN indexes, and the words as text for ranking.

The vectors are written out here, word by word with positions: PostgreSQL's own parser would cut numbers, hyphens
and addresses in another way than `tokens` does, and so would its dictionaries. Titles have a vector of their own,
because a GIN index knows no weights. Ranking looks through text, as on SQLite: reading a thousand vectors of a
document's length would take five times as long.
"""

# ruff: noqa: S608 - table names were checked to be plain identifiers, everything else is a parameter

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from locales.search.dialect import WEIGHTS, Statement, WordsByWeight, is_word, kept_text
from locales.search.query import Choice, Phrase


class PostgresqlDialect:
    def create(self, name: str) -> Sequence[str]:
        return (
            (
                f'CREATE TABLE "{name}" (id bigint PRIMARY KEY, titles tsvector NOT NULL, words tsvector NOT NULL,'
                " a text NOT NULL, b text NOT NULL, c text NOT NULL, d text NOT NULL)"
            ),
            # Without lists of pending entries, which every search would have to read through.
            f'CREATE INDEX "{name}_words_gin" ON "{name}" USING gin (words) WITH (fastupdate = off)',
            f'CREATE INDEX "{name}_titles_gin" ON "{name}" USING gin (titles) WITH (fastupdate = off)',
            _function(name, "matching", "words"),
            _function(name, "titles", "titles"),
        )

    def drop(self, name: str) -> Sequence[str]:
        return (
            f'DROP FUNCTION IF EXISTS "{name}_matching" (tsquery)',
            f'DROP FUNCTION IF EXISTS "{name}_titles" (tsquery)',
            f'DROP TABLE IF EXISTS "{name}"',
        )

    def put(self, name: str) -> str:
        columns = ("titles", "words", "a", "b", "c", "d")
        return (
            f'INSERT INTO "{name}" (id, {", ".join(columns)}) VALUES (%s, %s::tsvector, %s::tsvector, %s, %s, %s, %s)'
            f" ON CONFLICT (id) DO UPDATE SET {', '.join(f'{column} = EXCLUDED.{column}' for column in columns)}"
        )

    def row(self, id: int, words: WordsByWeight) -> Sequence[Any]:
        return (id, _vector(words, "A"), _vector(words, *WEIGHTS), *(kept_text(words[weight]) for weight in WEIGHTS))

    def remove(self, name: str) -> str:
        return f'DELETE FROM "{name}" WHERE id = %s'

    def matching(self, name: str, groups: Sequence[Choice], *, titles: bool = False) -> Statement:
        function = f"{name}_titles" if titles else f"{name}_matching"
        return Statement(f'SELECT id FROM "{function}"(%s::tsquery) AS matching (id)', (_tsquery(groups),))

    def listed(self, values: Sequence[str]) -> Statement:
        return Statement("SELECT unnest(%s::text[]) AS value", (list(values),))


def _function(name: str, suffix: str, column: str) -> str:
    """A function, since the planner can't see into it.

    It takes vectors stored out of line for cheap, and so would read the whole table for a common word, and for a
    rare one when the newest hits are wanted.
    """
    return (
        f'CREATE FUNCTION "{name}_{suffix}" (wanted tsquery) RETURNS SETOF bigint LANGUAGE sql STABLE'
        f" SET enable_seqscan = off AS 'SELECT id FROM \"{name}\" WHERE {column} @@ wanted'"
    )


def _vector(words: WordsByWeight, *weights: str) -> str:
    """A tsvector in its written form. Tokens are letters, digits and marks, so the quotes can't be broken out of."""
    positions: dict[str, list[str]] = {}
    position = 0
    for weight in weights:
        for word in words[weight]:
            position += 1
            if is_word(word):
                positions.setdefault(word, []).append(str(position))
        # No phrase leads from one weight into the next.
        position += 1
    return " ".join(f"'{word}':{','.join(found)}" for word, found in positions.items())


def _tsquery(groups: Sequence[Choice]) -> str:
    return " & ".join(f"({' | '.join(f'({_followed(phrase)})' for phrase in choice)})" for choice in groups)


def _followed(phrase: Phrase) -> str:
    written = " <-> ".join(f"'{token}'" for token in phrase.tokens)
    return f"{written}:*" if phrase.prefix else written
