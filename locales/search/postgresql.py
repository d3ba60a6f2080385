"""The folded index on PostgreSQL: a table of tsvectors under a GIN index.

The vectors are written out here, word by word with positions and weights: PostgreSQL's own parser would cut
numbers, hyphens and addresses in another way than `tokens` does, and so would its dictionaries.
"""

# ruff: noqa: S608 - table names were checked to be plain identifiers, everything else is a parameter

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from locales.search.dialect import WEIGHTS, Statement, WordsByWeight, score
from locales.search.folding import FIELD_BREAK, Phrase, PhraseQuery


class PostgresqlDialect:
    def create(self, name: str) -> Sequence[str]:
        return (
            f'CREATE TABLE "{name}" (id bigint PRIMARY KEY, words tsvector NOT NULL)',
            # Without a list of pending entries, which every search would have to read through.
            f'CREATE INDEX "{name}_words" ON "{name}" USING gin (words) WITH (fastupdate = off)',
            # A function, since the planner can't see into it: it takes vectors stored out of line for cheap, and
            # so reads the whole table for a common word, and for a rare one when the newest hits are wanted.
            (
                f'CREATE FUNCTION "{name}_matching" (wanted tsquery) RETURNS SETOF bigint LANGUAGE sql STABLE'
                f" SET enable_seqscan = off AS 'SELECT id FROM \"{name}\" WHERE words @@ wanted'"
            ),
        )

    def drop(self, name: str) -> Sequence[str]:
        return (f'DROP FUNCTION "{name}_matching" (tsquery)', f'DROP TABLE "{name}"')

    def put(self, name: str) -> str:
        return (
            f'INSERT INTO "{name}" (id, words) VALUES (%s, %s::tsvector)'
            " ON CONFLICT (id) DO UPDATE SET words = EXCLUDED.words"
        )

    def row(self, id: int, words: WordsByWeight) -> Sequence[Any]:
        return (id, _vector(words))

    def remove(self, name: str) -> str:
        return f'DELETE FROM "{name}" WHERE id = %s'

    def matching(self, name: str, query: PhraseQuery) -> Statement:
        return Statement(f'SELECT id FROM "{name}_matching"(%s::tsquery) AS matching (id)', (_tsquery(query.phrases),))

    def ranked(self, name: str, query: PhraseQuery, candidates: int, among: Statement | None) -> Statement:
        matching = self.matching(name, query)
        limit = Statement(f" WHERE id IN ({among.sql})", among.params) if among else Statement("")
        marks = score(query, _stands_in)
        return Statement(
            f'SELECT id, {marks.sql} AS score FROM "{name}" WHERE id IN'
            f" ({matching.sql}{limit.sql} ORDER BY id DESC LIMIT %s) ORDER BY score DESC, id DESC",
            (*marks.params, *matching.params, *limit.params, candidates),
        )


def _vector(words: WordsByWeight) -> str:
    """A tsvector in its written form. Tokens are letters, digits and marks, so the quotes can't be broken out of."""
    positions: dict[str, list[str]] = {}
    position = 0
    for weight in WEIGHTS:
        for word in words[weight]:
            position += 1
            if word != FIELD_BREAK:
                positions.setdefault(word, []).append(f"{position}{weight}")
        # No phrase leads from one weight into the next.
        position += 1
    return " ".join(f"'{word}':{','.join(found)}" for word, found in positions.items())


def _tsquery(phrases: Sequence[Phrase], weight: str = "") -> str:
    return " & ".join(f"({_followed(phrase, weight)})" for phrase in phrases)


def _followed(phrase: Phrase, weight: str) -> str:
    last = len(phrase.tokens) - 1
    marks = [("*" if phrase.prefix and place == last else "") + weight for place in range(last + 1)]
    words = zip(phrase.tokens, marks, strict=True)
    return " <-> ".join(f"'{token}'{':' if mark else ''}{mark}" for token, mark in words)


def _stands_in(weight: str, phrases: Sequence[Phrase]) -> Statement:
    return Statement("words @@ %s::tsquery", (_tsquery(phrases, weight),))
