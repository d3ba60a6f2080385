"""A full-text index of folded words, keyed by integer id, in the database of the records it finds.

One document is one record with the text of all its languages. Its tables belong to no model: a migration
creates them with `FoldedIndexOperation`, and who owns the records puts and removes them.
"""

# ruff: noqa: S608 - table names were checked to be plain identifiers, everything else is a parameter

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, NotSupportedError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from django.db.models.expressions import Expression, RawSQL

from locales.search.dialect import Dialect, Field, FieldLike, Statement, joined, words_by_weight
from locales.search.folding import TOKENIZER
from locales.search.postgresql import PostgresqlDialect
from locales.search.query import Choice, Phrase, PhraseQuery, choice_of, match_query
from locales.search.scoring import Scoring
from locales.search.sqlite import SqliteDialect
from locales.search.vocabulary import Vocabulary, words_of

RANKING_CANDIDATES = 240
"""`ranked` weighs so many of the newest documents that match, or as many as it is asked for if that is more."""

TITLE_CANDIDATES = 120
"""And so many of the newest with the words in their title, however old they are."""

FEWEST_COUNTED = 50
"""`counts` stops here: to tell a misspelling from a word, more need not be known."""

_BATCH = 500
_DIALECTS: dict[str, Dialect] = {"sqlite": SqliteDialect(), "postgresql": PostgresqlDialect()}
_PLAIN_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]{0,39}")
_NOTHING = "SELECT 0 AS id WHERE 1 = 0"


def _checked(name: str) -> str:
    if not _PLAIN_IDENTIFIER.fullmatch(name):
        raise ValueError(f"An index is named by up to 40 of a-z, 0-9 and _, beginning with a letter: not {name!r}.")
    return name


def dialect_of(connection: BaseDatabaseWrapper) -> Dialect:
    """Raises NotSupportedError for a database that has no folded index."""
    try:
        return _DIALECTS[connection.vendor]
    except KeyError:
        raise NotSupportedError(f"The folded index needs SQLite or PostgreSQL, not {connection.vendor}.") from None


class _PlainSQL(RawSQL):
    """SQL that names no columns of the model. Django's own looks for those of the model's parents in the text, which
    takes longer than the query where translations make a hundred of them."""

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        return Expression.resolve_expression(self, *args, **kwargs)


class FoldedIndex:
    """The index in table `name`; writing happens in the caller's transaction. Raises ValueError for a bad name."""

    def __init__(self, name: str, *, using: str = DEFAULT_DB_ALIAS) -> None:
        self.name = _checked(name)
        self.using = using

    # --- writing ------------------------------------------------------------------------------------------------
    def put(self, id: int, fields: Sequence[FieldLike]) -> None:
        """Index a document, in place of the one that had this id.

        `fields` are texts with weights A (heaviest) to D and, where it is known, the code of their language; a
        phrase never crosses from one to the next. A word counts 255 times in a document, a document counts up to
        16,000 words or 200,000 letters, the heavier fields first. Without any word the id is not in the index.
        Raises ValueError for another weight.
        """
        self.put_many([(id, fields)])

    def put_many(self, documents: Iterable[tuple[int, Sequence[FieldLike]]]) -> None:
        """`put` for many, all or none of them."""
        remaining = iter(documents)
        with transaction.atomic(using=self.using):
            while batch := list(islice(remaining, _BATCH)):
                self._put_batch(batch)

    def _put_batch(self, documents: Sequence[tuple[int, Sequence[FieldLike]]]) -> None:
        dialect = self._dialect
        rows: list[Sequence[Any]] = []
        without_words: list[tuple[int]] = []
        spelt: set[str] = set()
        for id, fields in documents:
            words = words_by_weight(fields)
            spelt.update(*(words_of(Field(*field).text) for field in fields))
            if any(words.values()):
                rows.append(dialect.row(id, words))
            else:
                without_words.append((id,))
        with self._connection.cursor() as cursor:
            if rows:
                cursor.executemany(dialect.put(self.name), rows)
            if without_words:
                cursor.executemany(dialect.remove(self.name), without_words)
        self.vocabulary.learn(spelt)

    def remove(self, id: int) -> None:
        """Forget a document; an unknown id is no error."""
        with self._connection.cursor() as cursor:
            cursor.execute(self._dialect.remove(self.name), [id])

    def clear(self) -> None:
        """Forget all documents, before indexing anew with the tokenizer of today."""
        with transaction.atomic(using=self.using), self._connection.cursor() as cursor:
            cursor.execute(f'DELETE FROM "{self.name}"')
            self.vocabulary.forget()
            cursor.execute(f'UPDATE "{self.name}_state" SET tokenizer = %s', [TOKENIZER])

    @property
    def is_current(self) -> bool:
        """Whether the tokenizer of today made it; another one's documents aren't all found."""
        with self._connection.cursor() as cursor:
            cursor.execute(f'SELECT tokenizer FROM "{self.name}_state"')
            return bool(cursor.fetchall() == [(TOKENIZER,)])

    # --- reading ------------------------------------------------------------------------------------------------
    def matching(self, query: str, *, prefix: bool = False) -> RawSQL:
        """The ids of the documents in which all that was typed occurs, for `filter(pk__in=…)`.

        See `match_query` for what a query means. A query without letters or digits matches nothing: who
        wants everything for an empty search box doesn't filter.
        """
        wanted = match_query(query, prefix=prefix)
        if not wanted:
            return _PlainSQL(_NOTHING, ())
        statement = self._dialect.matching(self.name, wanted.groups)
        return _PlainSQL(statement.sql, statement.params)

    def ranked(
        self, query: str, limit: int, *, among: QuerySet[Any] | None = None, prefix: bool = False, lang: str = ""
    ) -> list[tuple[int, int]]:
        """The best `limit` documents as (id, score) for a reader of `lang`, best first, then the newest (highest id).

        `Scoring` tells the points. Weighed are the newest that match, `limit` or `RANKING_CANDIDATES` of them, and the
        newest `TITLE_CANDIDATES` with the words in a title, out of `among` (a queryset of one column of ids, e.g. what
        the reader may see) where given.
        """
        wanted = match_query(query, prefix=prefix)
        return self._ranked_and_counted(wanted, wanted.groups, limit, 0, among, lang)[0]

    def ranked_and_counted(
        self, query: str, limit: int, count_to: int, *, among: QuerySet[Any] | None = None, lang: str = ""
    ) -> tuple[list[tuple[int, int]], int]:
        """`ranked`, and how many documents there are in all. Each is looked at, so counting stops at `count_to`, or
        where weighing stops if that is more.
        """
        wanted = match_query(query)
        return self._ranked_and_counted(wanted, wanted.groups, limit, count_to, among, lang)

    def completing(
        self, query: str, limit: int, *, among: QuerySet[Any] | None = None, lang: str = ""
    ) -> list[tuple[int, int]]:
        """`ranked` for a query whose last word is still being typed: quick even after two letters.

        The word is taken for the shortest known words that begin so, not for all of them.
        """
        wanted = match_query(query, prefix=True)
        groups = wanted.groups
        if (beginning := wanted.last_prefix) and beginning.isalpha():
            groups = (*groups[:-1], self._completions(groups[-1], beginning))
        return self._ranked_and_counted(wanted, groups, limit, 0, among, lang)[0]

    def _completions(self, last: Choice, beginning: str) -> Choice:
        known = self.vocabulary.completions(beginning)
        if not known:
            return last
        before = last[0].tokens[:-1]
        phrases = (choice_of(Phrase((*before, word))) for word in known)
        return tuple(dict.fromkeys(phrase for choice in phrases for phrase in choice))

    def _ranked_and_counted(
        self,
        query: PhraseQuery,
        groups: Sequence[Choice],
        limit: int,
        count_to: int,
        among: QuerySet[Any] | None,
        lang: str,
    ) -> tuple[list[tuple[int, int]], int]:
        """One query."""
        if not query:
            return [], 0
        weighed = max(limit, RANKING_CANDIDATES)
        try:
            allowed = self._allowed(among)
        except EmptyResultSet:
            return [], 0
        newest = self._newest(groups, allowed, max(count_to, weighed))
        titles = self._newest(groups, allowed, TITLE_CANDIDATES, titles=True)
        found = self._fetch(
            f"WITH newest AS MATERIALIZED ({newest.sql})"
            f" SELECT {self._key} AS id, a, b, c, d, (SELECT count(*) FROM newest) AS counted"
            f' FROM "{self.name}" WHERE {self._key} IN (SELECT id FROM (SELECT id FROM newest ORDER BY id DESC'
            f" LIMIT {weighed}) AS newer UNION {titles.sql})",
            (*newest.params, *titles.params),
        )
        if not found:
            return [], 0
        scoring = Scoring(query, lang)
        ranked = sorted(((scoring.points(texts), int(id)) for id, *texts, _counted in found), reverse=True)
        return [(id, points) for points, id in ranked[:limit]], int(found[0][-1])

    def counts(self, queries: Sequence[str], *, among: QuerySet[Any] | None = None) -> list[int]:
        """How many documents out of `among` each query finds; more than `FEWEST_COUNTED` aren't counted. One query."""
        parts: list[Statement] = []
        try:
            allowed = self._allowed(among)
        except EmptyResultSet:
            return [0] * len(queries)
        for place, query in enumerate(queries):
            if not (wanted := match_query(query)):
                continue
            found = self._newest(wanted.groups, allowed, FEWEST_COUNTED)
            parts.append(Statement(f"SELECT {place} AS place, count(*) FROM ({found.sql}) AS found", found.params))
        counted = [0] * len(queries)
        if parts:
            union = joined(" UNION ALL ", parts)
            for place, number in self._fetch(union.sql, union.params):
                counted[int(place)] = int(number)
        return counted

    def _newest(self, groups: Sequence[Choice], allowed: Statement, limit: int, *, titles: bool = False) -> Statement:
        """A query for the ids of the newest that match and are allowed."""
        hits = self._dialect.newest_first(self.name, groups, titles=titles)
        # Wrapped once more, since SQLite takes no LIMIT in the parts of a UNION.
        sql = f"SELECT id FROM (SELECT id FROM ({hits.sql}) AS hit{allowed.sql} ORDER BY id DESC LIMIT %s) AS newest"
        return Statement(sql, (*hits.params, *allowed.params, limit))

    def _allowed(self, among: QuerySet[Any] | None) -> Statement:
        """Asked for one hit after the other, newest first, so that only as many are looked at as are wanted.

        Raises EmptyResultSet where nothing is allowed.
        """
        if among is None:
            return Statement("")
        if among.query.is_sliced:
            sql, params = among.query.get_compiler(self.using).as_sql()
            return Statement(f" WHERE id IN ({sql})", tuple(params))
        one = among.order_by().filter(pk=_PlainSQL("hit.id", ()))
        sql, params = one.query.get_compiler(self.using).as_sql()
        return Statement(f" WHERE EXISTS ({self._dialect.each_by_itself(sql)})", tuple(params))

    def _fetch(self, sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
        with self._connection.cursor() as cursor:
            cursor.execute(sql, params)
            return list(cursor.fetchall())

    @property
    def vocabulary(self) -> Vocabulary:
        """The words it knows, whoever may read them."""
        return Vocabulary(self.name, self._connection, self._dialect)

    @property
    def _key(self) -> str:
        return "rowid" if self._connection.vendor == "sqlite" else "id"

    @property
    def _connection(self) -> BaseDatabaseWrapper:
        return connections[self.using]

    @property
    def _dialect(self) -> Dialect:
        return dialect_of(self._connection)
