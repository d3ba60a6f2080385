"""Which folded indexes there are, and building those anew that another tokenizer made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import connections, transaction
from django.db.migrations.executor import MigrationExecutor

from locales.search.index import FoldedIndex

_indexes: dict[str, tuple[FoldedIndex, Callable[[], int]]] = {}


def register_index(index: FoldedIndex, fill: Callable[[], int]) -> None:
    """`fill` puts all documents into the empty index and returns how many. Raises ValueError for a name taken."""
    if index.name in _indexes:
        raise ValueError(f"The index {index.name} is registered already.")
    _indexes[index.name] = (index, fill)


def index_names() -> list[str]:
    return sorted(_indexes)


def rebuild(name: str) -> int:
    """Build one anew, all or nothing; returns the number of documents. Raises KeyError for an unknown name."""
    index, fill = _indexes[name]
    with transaction.atomic(using=index.using):
        index.clear()
        return fill()


def outdated(using: str) -> list[str]:
    """Names of the indexes in this database that have their tables but weren't made by the tokenizer of today."""
    tables = set(connections[using].introspection.table_names())
    mine = [(name, index) for name, (index, _fill) in _indexes.items() if index.using == using]
    return sorted(name for name, index in mine if f"{name}_state" in tables and not index.is_current)


def after_migrate(using: str, **kwargs: Any) -> None:
    """`migrate` leaves no index behind: what is new, or what another tokenizer made, is filled at once."""
    names = outdated(using)
    if not names:
        return
    executor = MigrationExecutor(connections[using])
    # Half-way through the migrations, records can't be read yet.
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        for name in names:
            rebuild(name)


@register(Tags.database)
def indexes_are_current(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """locales.W010: runs with `check --database default`."""
    return [
        Warning(
            f"The search index {name} was made by another tokenizer: some words aren't found.",
            hint="Run manage.py rebuild_search (manage.py migrate does so too).",
            id="locales.W010",
        )
        for alias in databases or ()
        for name in outdated(alias)
    ]
