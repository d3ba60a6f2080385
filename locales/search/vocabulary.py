"""The words that a folded index knows, for typing errors and for words that are still being typed.

They are only ever candidates: a word stays after its last document is gone, and the index doesn't know who may read
what. Whoever shows one to a reader first finds a document with it that this reader may see.
"""

# ruff: noqa: S608 - table names were checked to be plain identifiers, everything else is a parameter

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.backends.base.base import BaseDatabaseWrapper

from locales.search.dialect import Dialect, Statement
from locales.search.folding import runs
from locales.search.spelling import LONGEST_KNOWN, kept_parts, nearest, sought_parts, swapped

COMPLETIONS = 40
"""Known words that a word being typed is taken for; the shortest first."""
NEIGHBOURS = 24


def words_of(text: str) -> set[str]:
    """The folded words of a text as they were written, not as they are indexed. Scripts without spaces have none."""
    return {
        run.text for run in runs(text) if not run.dense and 1 < len(run.text) <= LONGEST_KNOWN and run.text.isalpha()
    }


class Vocabulary:
    """Tables `name_words` and `name_parts` beside the index `name`."""

    def __init__(self, name: str, connection: BaseDatabaseWrapper, dialect: Dialect) -> None:
        self._words, self._parts = f"{name}_words", f"{name}_parts"
        self._connection, self._dialect = connection, dialect

    def create(self) -> Sequence[str]:
        # Nothing here is unique: two transactions that learn the same word need not wait for each other.
        collation = ' COLLATE "C"' if self._connection.vendor == "postgresql" else ""
        return (
            f'CREATE TABLE "{self._words}" (word text{collation} NOT NULL)',
            f'CREATE INDEX "{self._words}_word" ON "{self._words}" (word)',
            f'CREATE TABLE "{self._parts}" (part text{collation} NOT NULL, word text NOT NULL)',
            f'CREATE INDEX "{self._parts}_part" ON "{self._parts}" (part, word)',
        )

    def drop(self) -> Sequence[str]:
        return (f'DROP TABLE IF EXISTS "{self._words}"', f'DROP TABLE IF EXISTS "{self._parts}"')

    def learn(self, words: Iterable[str]) -> None:
        listed = self._dialect.listed(sorted(set(words)))
        with self._connection.cursor() as cursor:
            cursor.execute(
                f'INSERT INTO "{self._words}" (word) SELECT value FROM ({listed.sql}) AS told'
                f' WHERE NOT EXISTS (SELECT 1 FROM "{self._words}" WHERE word = value) RETURNING word',
                listed.params,
            )
            fresh = [word for (word,) in cursor.fetchall()]
            parts = [(part, word) for word in fresh for part in kept_parts(word)]
            if parts:
                cursor.executemany(f'INSERT INTO "{self._parts}" (part, word) VALUES (%s, %s)', parts)

    def forget(self) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute(f'DELETE FROM "{self._words}"')
            cursor.execute(f'DELETE FROM "{self._parts}"')

    def completions(self, beginning: str) -> list[str]:
        """Known words that begin so, the shortest first. `beginning` is folded."""
        # The last character of Unicode isn't a letter: all words with this beginning sort before it.
        rows = self._fetch(
            Statement(
                f'SELECT DISTINCT word, length(word) FROM "{self._words}" WHERE word >= %s AND word < %s'
                " ORDER BY length(word), word LIMIT %s",
                (beginning, beginning + "\U0010ffff", COMPLETIONS),
            )
        )
        return [str(row[0]) for row in rows]

    def neighbours(self, words: Iterable[str]) -> dict[str, list[tuple[int, str]]]:
        """{word: [(errors, known word that it may have been)]}, the nearest first. One query for all of them."""
        sought = {word: sought_parts(word) for word in words}
        parts = self._dialect.listed(sorted(set().union(*sought.values())))
        swaps = self._dialect.listed(sorted({other for word in sought for other in swapped(word)}))
        rows = self._fetch(
            Statement(
                f'SELECT part, word FROM "{self._parts}" WHERE part IN ({parts.sql})'
                f" UNION SELECT '', word FROM \"{self._words}\" WHERE word IN ({swaps.sql})",
                (*parts.params, *swaps.params),
            )
        )
        found: dict[str, list[tuple[int, str]]] = {}
        for word, keys in sought.items():
            around = {other for part, other in rows if part in keys or not part}
            found[word] = nearest(word, around, NEIGHBOURS)
        return found

    def _fetch(self, statement: Statement) -> list[tuple[str, ...]]:
        with self._connection.cursor() as cursor:
            cursor.execute(statement.sql, statement.params)
            return list(cursor.fetchall())
