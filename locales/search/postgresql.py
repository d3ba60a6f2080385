"""The folded index on PostgreSQL: a table of tsvectors under GIN indexes, and the words as text for ranking.

The vectors are written out here: PostgreSQL's own parser would cut numbers, hyphens and addresses in another way
than `tokens` does, and so would its dictionaries. Titles have a vector of their own, because a GIN index knows no
weights. It knows no positions either: phrases are looked for in the kept text, as ranking does, and only in as many
documents as are wanted.
"""

# ruff: noqa: S608 - table names were checked to be plain identifiers, everything else is a parameter

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from locales.search.dialect import WEIGHTS, Statement, WordsByWeight, is_word, kept_text, sought_text
from locales.search.query import Choice, Phrase


class PostgresqlDialect:
    def create(self, name: str) -> Sequence[str]:
        return (
            (
                f'CREATE TABLE "{name}" (id bigint PRIMARY KEY, titles tsvector NOT NULL, words tsvector NOT NULL,'
                " a text NOT NULL, b text NOT NULL, c text NOT NULL, d text NOT NULL)"
                # Long documents lie beside the table: a common word has to be looked up in all of it, and only ids are
                # wanted.
                " WITH (toast_tuple_target = 128)"
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
        return self._with_phrases(name, groups, self._with_words(name, groups, titles=titles), titles=titles)

    def newest_first(self, name: str, groups: Sequence[Choice], *, titles: bool = False) -> Statement:
        found = self._with_words(name, groups, titles=titles)
        # OFFSET 0: conditions aren't moved to before the order is made.
        ordered = Statement(f"SELECT id FROM ({found.sql}) AS found ORDER BY id DESC OFFSET 0", found.params)
        return self._with_phrases(name, groups, ordered, titles=titles)

    def each_by_itself(self, sql: str) -> str:
        return f"{sql} OFFSET 0"

    def _with_words(self, name: str, groups: Sequence[Choice], *, titles: bool) -> Statement:
        """Documents that have the words, wherever they stand: all that a GIN index can tell."""
        function = f"{name}_titles" if titles else f"{name}_matching"
        return Statement(f'SELECT id FROM "{function}"(%s::tsquery) AS matching (id)', (_tsquery(groups),))

    def _with_phrases(self, name: str, groups: Sequence[Choice], found: Statement, *, titles: bool) -> Statement:
        """Those among `found` in which the words of a phrase stand together. Looks into the kept words of each."""
        columns = ("a",) if titles else ("a", "b", "c", "d")
        parts, params = [], []
        for choice in groups:
            if all(len(phrase.tokens) == 1 for phrase in choice):
                continue
            sought = [sought_text(phrase) for phrase in choice]
            parts.append(" OR ".join(f"strpos(kept.{column}, %s) > 0" for _ in sought for column in columns))
            params += [words for words in sought for _ in columns]
        if not parts:
            return found
        said = " AND ".join(f"({part})" for part in parts)
        kept = self.each_by_itself(f'SELECT 1 FROM "{name}" AS kept WHERE kept.id = worded.id AND {said}')
        return Statement(f"SELECT id FROM ({found.sql}) AS worded WHERE EXISTS ({kept})", (*found.params, *params))

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
    found = dict.fromkeys(word for weight in weights for word in words[weight] if is_word(word))
    return " ".join(f"'{word}'" for word in found)


def _tsquery(groups: Sequence[Choice]) -> str:
    return " & ".join(f"({' | '.join(f'({_words(phrase)})' for phrase in choice)})" for choice in groups)


def _words(phrase: Phrase) -> str:
    written = " & ".join(f"'{token}'" for token in phrase.tokens)
    return f"{written}:*" if phrase.prefix else written
