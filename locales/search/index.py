"""A full-text index of folded words, keyed by integer id, in the database of the records it finds.

One document is one record with the text of all its languages. Its table belongs to no model: a migration
creates it with `FoldedIndexOperation`, and who owns the records puts and removes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, NotSupportedError, connections, router, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.state import ProjectState
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from locales.search.dialect import Dialect, Statement, words_by_weight
from locales.search.folding import match_query
from locales.search.postgresql import PostgresqlDialect
from locales.search.sqlite import SqliteDialect

RANKING_CANDIDATES = 1000
"""How many of the newest matching documents `FoldedIndex.ranked` weighs against each other."""

_BATCH = 500
_DIALECTS: dict[str, Dialect] = {"sqlite": SqliteDialect(), "postgresql": PostgresqlDialect()}
_PLAIN_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]{0,39}")


def _checked(name: str) -> str:
    if not _PLAIN_IDENTIFIER.fullmatch(name):
        raise ValueError(f"An index is named by up to 40 of a-z, 0-9 and _, beginning with a letter: not {name!r}.")
    return name


def _dialect(connection: BaseDatabaseWrapper) -> Dialect:
    try:
        return _DIALECTS[connection.vendor]
    except KeyError:
        raise NotSupportedError(f"The folded index needs SQLite or PostgreSQL, not {connection.vendor}.") from None


class FoldedIndex:
    """The index in table `name`; writing happens in the caller's transaction. Raises ValueError for a bad name."""

    def __init__(self, name: str, *, using: str = DEFAULT_DB_ALIAS) -> None:
        self.name = _checked(name)
        self.using = using

    def put(self, id: int, fields: Sequence[tuple[str, str]]) -> None:
        """Index a document, in place of the one that had this id.

        `fields` are texts with weights A (heaviest) to D; a phrase never crosses from one to the next. A word
        counts 255 times in a document, a document counts up to 16,000 words or 200,000 letters, the heavier
        fields first. Without any word the id is not in the index. Raises ValueError for another weight.
        """
        self.put_many([(id, fields)])

    def put_many(self, documents: Iterable[tuple[int, Sequence[tuple[str, str]]]]) -> None:
        """`put` for many, all or none of them."""
        remaining = iter(documents)
        with transaction.atomic(using=self.using):
            while batch := list(islice(remaining, _BATCH)):
                self._put_batch(batch)

    def _put_batch(self, documents: Sequence[tuple[int, Sequence[tuple[str, str]]]]) -> None:
        dialect = self._dialect
        rows: list[Sequence[Any]] = []
        without_words: list[tuple[int]] = []
        for id, fields in documents:
            words = words_by_weight(fields)
            if any(words.values()):
                rows.append(dialect.row(id, words))
            else:
                without_words.append((id,))
        with self._connection.cursor() as cursor:
            if rows:
                cursor.executemany(dialect.put(self.name), rows)
            if without_words:
                cursor.executemany(dialect.remove(self.name), without_words)

    def remove(self, id: int) -> None:
        """Forget a document; an unknown id is no error."""
        with self._connection.cursor() as cursor:
            cursor.execute(self._dialect.remove(self.name), [id])

    def clear(self) -> None:
        """Forget all documents, before indexing anew."""
        with self._connection.cursor() as cursor:
            cursor.execute(f'DELETE FROM "{self.name}"')  # noqa: S608 - a checked name

    def matching(self, query: str, *, prefix: bool = False) -> RawSQL:
        """The ids of the documents in which all that was typed occurs, for `filter(pk__in=…)`.

        See `match_query` for what a query means. A query without letters or digits matches nothing: who
        wants everything for an empty search box doesn't filter.
        """
        wanted = match_query(query, prefix=prefix)
        if not wanted:
            return RawSQL("SELECT 0 WHERE 1 = 0", ())
        statement = self._dialect.matching(self.name, wanted)
        return RawSQL(statement.sql, statement.params)  # noqa: S611 - parameterised

    def ranked(
        self, query: str, limit: int, *, among: QuerySet[Any] | None = None, prefix: bool = False
    ) -> list[tuple[int, int]]:
        """The best `limit` documents as (id, score), best first, then the newest (highest id).

        Scores: 8 to 5 when the words stand together as typed in a field of weight A to D, 4 to 1 when all are
        somewhere in fields of that weight, 0 when spread. Weighed are the newest `RANKING_CANDIDATES` that
        match, out of `among` (a queryset of one column of ids, e.g. what the reader may see) where given.
        """
        wanted = match_query(query, prefix=prefix)
        if not wanted or limit <= 0:
            return []
        try:
            allowed = None if among is None else self._statement(among)
        except EmptyResultSet:
            return []
        statement = self._dialect.ranked(self.name, wanted, RANKING_CANDIDATES, allowed)
        with self._connection.cursor() as cursor:
            cursor.execute(f"{statement.sql} LIMIT %s", [*statement.params, limit])
            return [(int(id), int(score)) for id, score in cursor.fetchall()]

    def _statement(self, ids: QuerySet[Any]) -> Statement:
        sql, params = ids.query.get_compiler(self.using).as_sql()
        return Statement(sql, tuple(params))

    @property
    def _connection(self) -> BaseDatabaseWrapper:
        return connections[self.using]

    @property
    def _dialect(self) -> Dialect:
        return _dialect(self._connection)


class FoldedIndexOperation(Operation):
    """Creates the table of a `FoldedIndex` in a migration; undone, it drops the table."""

    reversible = True
    reduces_to_sql = True
    category = OperationCategory.ADDITION

    def __init__(self, name: str) -> None:
        self.name = _checked(name)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """No model has this table."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        connection = schema_editor.connection
        if router.allow_migrate(connection.alias, app_label):
            for statement in _dialect(connection).create(self.name):
                schema_editor.execute(statement, params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        connection = schema_editor.connection
        if router.allow_migrate(connection.alias, app_label):
            for statement in _dialect(connection).drop(self.name):
                schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        return f"Create the folded search index {self.name}"

    @property
    def migration_name_fragment(self) -> str:
        return self.name
